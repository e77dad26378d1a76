// Every operation of the kernel IR on values where arithmetic is difficult: compiled code does what
// the evaluator does. What the evaluator does is what CPython does: tests/python/jit.
#include <dlfcn.h>

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "codegen/jit/api.h"
#include "codegen/kernel/evaluate/evaluate.h"
#include "codegen/kernel/runtime/arithmetic.h"

using namespace lattice;
using namespace lattice::kernel;

namespace {

struct Shape {
  Op op;
  char out, a, b, c;
  bool guard;
};

const Shape kShapes[] = {
#define OP(name, out, a, b, c, guard) {Op::name, #out[0], #a[0], #b[0], #c[0], guard != 0},
#include "codegen/kernel/ir/ops.def"
#undef OP
};

const int64_t kMax = std::numeric_limits<int64_t>::max();
const std::vector<int64_t> kInts = {0,
                                    1,
                                    -1,
                                    2,
                                    -2,
                                    3,
                                    -3,
                                    7,
                                    -7,
                                    62,
                                    63,
                                    64,
                                    65,
                                    1000,
                                    -1000,
                                    kMax,
                                    -kMax,
                                    -kMax - 1,
                                    kMax - 1,
                                    int64_t{1} << 53,
                                    (int64_t{1} << 53) + 1,
                                    -(int64_t{1} << 53) - 1,
                                    int64_t{1} << 31,
                                    int64_t{3} << 61,
                                    3037000500,
                                    -3037000500};
const std::vector<double> kFloats = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.0,
                                     0.5,
                                     1.5,
                                     2.5,
                                     -2.5,
                                     3.0,
                                     -3.0,
                                     1e300,
                                     -1e300,
                                     5e-324,
                                     -5e-324,
                                     1e-300,
                                     0.1,
                                     9007199254740993.0,
                                     9223372036854775808.0,
                                     -9223372036854775808.0,
                                     9223372036854774784.0,
                                     std::numeric_limits<double>::infinity(),
                                     -std::numeric_limits<double>::infinity(),
                                     std::numeric_limits<double>::quiet_NaN()};

Part part_of(char letter) {
  return letter == 'I'   ? Part::Int
         : letter == 'F' ? Part::Float
         : letter == 'B' ? Part::Bool
                         : Part::Ref;
}

std::vector<Word> values_of(char letter) {
  std::vector<Word> out;
  if (letter == '_') return {0};
  if (letter == 'B') return {0, 1};
  if (letter == 'I') return kInts;
  for (const double value : kFloats) out.push_back(std::bit_cast<Word>(value));
  return out;
}

/// out = op(a, b, c), returned by exit 0; a guard leaves through exit 1.
Kernel single(const Shape& shape, int64_t imm, Part any) {
  Kernel kernel;
  Function& function = kernel.functions.emplace_back();
  Instruction at{shape.op, {}, {}, {}, {}, 1, imm};
  const auto operand = [&](char letter, Reg& reg) {
    if (letter == '_') return;
    reg = function.registers.push_back(letter == 'X' ? any : part_of(letter));
    function.parameters.push_back(reg);
  };
  operand(shape.a, at.a);
  operand(shape.b, at.b);
  operand(shape.c, at.c);
  if (shape.out != '_') {
    at.out = function.registers.push_back(shape.out == 'X' ? any : part_of(shape.out));
  }
  const BlockId block = function.blocks.push_back({});
  Instruction leave;
  leave.op = Op::Leave;
  function.blocks[block].code = {at, leave};
  function.exits.resize(2);
  if (at.out.valid()) function.exits[0].values = {{0, TypeTable::kInt, {at.out}}};
  kernel.state_words = 4;
  return kernel;
}

class Compiler {
 public:
  Compiler() {
#ifdef LATTICE_JIT_PLUGIN
    void* library = dlopen(LATTICE_JIT_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    REQUIRE(library != nullptr);
    api_ = reinterpret_cast<lattice_jit_open>(dlsym(library, "lattice_jit"))();
    std::vector<lattice_jit_symbol> all;
    for (const Symbol& symbol : symbols()) all.push_back({symbol.name, symbol.address});
    char error[256] = "";
    engine_ = api_->create(all.data(), all.size(), error, sizeof error);
    REQUIRE(engine_ != nullptr);
#endif
  }
  lattice_jit_entry compile(const Kernel& kernel) {
    if (api_ == nullptr) return nullptr;
    char error[256] = "";
    const char* data = nullptr;
    size_t length = 0;
    void* object = api_->compile(&kernel, &data, &length, error, sizeof error);
    INFO(error);
    REQUIRE(object != nullptr);
    void* code = nullptr;
    const lattice_jit_entry entry = api_->load(engine_, data, length, &code, error, sizeof error);
    api_->free_object(object);
    INFO(error);
    REQUIRE(entry != nullptr);
    return entry;
  }

 private:
  const lattice_jit_api* api_ = nullptr;
  void* engine_ = nullptr;
};

Compiler& compiler() {
  static Compiler one;
  return one;
}

/// The evaluator's and the compiled outcome are the same exit and bits; the payload of a nan is
/// free.
void compare(const Kernel& kernel, lattice_jit_entry entry, std::vector<Word> state, bool real) {
  Runtime runtime;
  state.resize(4);
  std::vector<Word> compiled = state;
  const int64_t exit = evaluate(kernel, state.data(), runtime);
  if (entry == nullptr) return;
  const int64_t other = entry(compiled.data(), &runtime);
  const bool nan = real && std::isnan(std::bit_cast<double>(state[0])) &&
                   std::isnan(std::bit_cast<double>(compiled[0]));
  if (exit == other && (exit == 1 || nan || state[0] == compiled[0])) return;
  CAPTURE(dump(kernel), exit, other, state[0], compiled[0]);
  FAIL("they differ");
}

void compare_all(const Shape& shape, int64_t imm, Part any) {
  const Kernel kernel = single(shape, imm, any);
  REQUIRE(verify(kernel).empty());
  const lattice_jit_entry entry = compiler().compile(kernel);
  const auto letter = [&](char c) { return c == 'X' ? "IFB"[static_cast<size_t>(any)] : c; };
  const bool real = letter(shape.out) == 'F';
  for (const Word a : values_of(letter(shape.a))) {
    for (const Word b : values_of(letter(shape.b))) {
      for (const Word c : values_of(letter(shape.c))) {
        // The step of a range is never zero.
        if (shape.op == Op::TripCount && c == 0) continue;
        std::vector<Word> state;
        if (shape.a != '_') state.push_back(a);
        if (shape.b != '_') state.push_back(b);
        if (shape.c != '_') state.push_back(c);
        compare(kernel, entry, state, real);
      }
    }
  }
}

bool is_scalar(const Shape& shape) {
  for (const char letter : {shape.out, shape.a, shape.b, shape.c}) {
    if (letter == 'R') return false;
  }
  return shape.op < Op::Jump && shape.out != '_';
}

List* make_list(Runtime& runtime, const std::vector<double>& values) {
  List* list = runtime.make(Layout::Float, static_cast<int64_t>(values.size()), false);
  std::copy(values.begin(), values.end(), static_cast<double*>(list->data));
  list->size = static_cast<int64_t>(values.size());
  return list;
}

std::vector<double> contents(Word word) {
  const auto* list = std::bit_cast<const List*>(word);
  const auto* data = static_cast<const double*>(list->data);
  return {data, data + list->size};
}

const Shape& shape_of(Op op) { return kShapes[static_cast<size_t>(op)]; }

}  // namespace

TEST_CASE("scalar operations: compiled code does what the evaluator does") {
  for (const Shape& shape : kShapes) {
    if (!is_scalar(shape)) continue;
    CAPTURE(to_string(shape.op));
    if (shape.op == Op::Math1 || shape.op == Op::Math2) {
      for (int64_t i = 0; i <= static_cast<int64_t>(MathFunction::hypot); ++i) {
        const bool one = arity(static_cast<MathFunction>(i)) == 1;
        if (one == (shape.op == Op::Math1)) compare_all(shape, i, Part::Float);
      }
    } else if (shape.a == 'X' || shape.b == 'X') {
      for (const Part any : {Part::Int, Part::Float, Part::Bool}) compare_all(shape, 0, any);
    } else {
      compare_all(shape, 1, Part::Int);
    }
  }
}

TEST_CASE("list operations: compiled code does what the evaluator does") {
  const std::vector<std::vector<double>> lists = {{}, {1.5}, {1.0, -0.0, 3.0, 4.0}};
  for (const Op op : {Op::Len, Op::Index, Op::Slice, Op::Repeat, Op::Concat}) {
    const Kernel kernel = single(shape_of(op), 0, Part::Float);
    REQUIRE(verify(kernel).empty());
    const lattice_jit_entry entry = compiler().compile(kernel);
    CAPTURE(to_string(op));
    for (const auto& first : lists) {
      for (const int64_t b : {0L, 1L, -1L, 3L, -4L, 4L, -5L, 100L}) {
        for (const int64_t c : {0L, 2L, -1L, 100L, -100L}) {
          Runtime runtime;
          std::vector<Word> state = {std::bit_cast<Word>(make_list(runtime, first)), b, c, 0};
          if (op == Op::Concat) state[1] = state[0];
          std::vector<Word> compiled = state;
          const int64_t exit = evaluate(kernel, state.data(), runtime);
          if (entry == nullptr) continue;
          REQUIRE(entry(compiled.data(), &runtime) == exit);
          if (exit == 1) continue;
          if (shape_of(op).out == 'R') {
            REQUIRE(contents(state[0]) == contents(compiled[0]));
          } else {
            REQUIRE(state[0] == compiled[0]);
          }
        }
      }
    }
  }
}

TEST_CASE("the arithmetic of the evaluator is Python's") {
  CHECK(floor_divide(int64_t{-7}, int64_t{2}) == -4);
  CHECK(modulo(int64_t{-7}, int64_t{2}) == 1);
  CHECK(modulo(int64_t{7}, int64_t{-2}) == -1);
  CHECK_FALSE(floor_divide(-kMax - 1, int64_t{-1}).has_value());
  CHECK_FALSE(floor_divide(int64_t{1}, int64_t{0}).has_value());
  CHECK(power(int64_t{3}, int64_t{39}) == 4052555153018976267);
  CHECK_FALSE(power(int64_t{3}, int64_t{40}).has_value());
  CHECK_FALSE(power(int64_t{2}, int64_t{-1}).has_value());
  CHECK(shift_left(1, 62) == int64_t{1} << 62);
  CHECK_FALSE(shift_left(1, 63).has_value());
  CHECK(shift_left(0, 1000) == 0);
  CHECK(shift_right(-1, 1000) == -1);
  CHECK(trip_count(0, 10, 3) == 4);
  CHECK(trip_count(10, 0, -3) == 4);
  CHECK(trip_count(-kMax - 1, kMax, 1) == ~uint64_t{0});
  CHECK(std::signbit(modulo(-0.0, -1.0)));
  CHECK_FALSE(power(-8.0, 1.0 / 3.0).has_value());
  CHECK_FALSE(power(0.0, -1.0).has_value());
  CHECK(power(std::numeric_limits<double>::quiet_NaN(), 0.0) == 1.0);
}
