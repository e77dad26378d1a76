#include "codegen/kernel/evaluate/evaluate.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "codegen/kernel/ir/exit.h"
#include "codegen/kernel/runtime/arithmetic.h"

namespace lattice::kernel {
namespace {

double as_float(Word word) { return std::bit_cast<double>(word); }
Word of_float(double value) { return std::bit_cast<Word>(value); }
List* as_list(Word word) { return std::bit_cast<List*>(word); }

Word load(const List& list, int64_t index, int64_t word) {
  switch (list.layout) {
    case Layout::Bool:
      return static_cast<const uint8_t*>(list.data)[index];
    case Layout::Complex:
      return static_cast<const Word*>(list.data)[index * 2 + (word & 1)];
    default:
      return static_cast<const Word*>(list.data)[index];
  }
}

void store(List& list, int64_t index, int64_t word, Word value) {
  switch (list.layout) {
    case Layout::Bool:
      static_cast<uint8_t*>(list.data)[index] = static_cast<uint8_t>(value);
      return;
    case Layout::Complex:
      static_cast<Word*>(list.data)[index * 2 + (word & 1)] = value;
      return;
    default:
      static_cast<Word*>(list.data)[index] = value;
  }
}

class Evaluator {
 public:
  Evaluator(const Kernel& kernel, Runtime& runtime) : kernel_(kernel), runtime_(runtime) {}

  struct Outcome {
    bool left = false;
    uint32_t exit = 0;
    int64_t call = 0;
  };

  Outcome run(const Function& function, std::vector<Word>& regs) {
    BlockId block(0);
    size_t next = 0;
    while (true) {
      const Instruction& at = function.blocks[block].code[next++];
      switch (at.op) {
        case Op::Jump:
          block = BlockId(static_cast<uint32_t>(at.imm));
          next = 0;
          continue;
        case Op::Branch:
          block = BlockId(value(regs, at.a) != 0 ? static_cast<uint32_t>(at.imm) : at.exit);
          next = 0;
          continue;
        case Op::Leave:
          return {true, at.exit, 0};
        case Op::Return:
          return {false, 0, at.imm};
        default:
          break;
      }
      Word out = 0;
      const bool held = step(function, at, regs, out);
      if (!held) return {true, at.exit, 0};
      if (at.out.valid()) regs[at.out.index()] = out;
    }
  }

 private:
  static Word value(const std::vector<Word>& regs, Reg reg) {
    return reg.valid() ? regs[reg.index()] : 0;
  }

  template <typename T>
  static bool give(std::optional<T> result, Word& out) {
    if (!result) return false;
    if constexpr (std::is_same_v<T, double>) {
      out = of_float(*result);
    } else {
      out = *result;
    }
    return true;
  }

  static bool give(List* list, Word& out) {
    out = std::bit_cast<Word>(list);
    return list != nullptr;
  }

  /// False if the guard failed.
  bool step(const Function& function, const Instruction& at, std::vector<Word>& regs, Word& out) {
    const Word a = value(regs, at.a);
    const Word b = value(regs, at.b);
    const Word c = value(regs, at.c);
    const auto unsigned_of = [](Word word) { return static_cast<uint64_t>(word); };
    switch (at.op) {
      case Op::ConstI:
      case Op::ConstF:
      case Op::ConstB:
        out = at.imm;
        return true;
      case Op::Move:
        out = a;
        return true;
      case Op::Select:
        out = a != 0 ? b : c;
        return true;
      case Op::AddI:
        return !__builtin_add_overflow(a, b, &out);
      case Op::SubI:
        return !__builtin_sub_overflow(a, b, &out);
      case Op::MulI:
        return !__builtin_mul_overflow(a, b, &out);
      case Op::NegI:
        return !__builtin_sub_overflow(Word{0}, a, &out);
      case Op::AbsI:
        if (a >= 0) {
          out = a;
          return true;
        }
        return !__builtin_sub_overflow(Word{0}, a, &out);
      case Op::FloorDivI:
        return give(floor_divide(a, b), out);
      case Op::ModI:
        return give(modulo(a, b), out);
      case Op::DivI:
        return give(divide(a, b), out);
      case Op::PowI:
        return give(power(a, b), out);
      case Op::ShlI:
        return give(shift_left(a, b), out);
      case Op::ShrI:
        return give(shift_right(a, b), out);
      case Op::AndI:
      case Op::AndB:
        out = a & b;
        return true;
      case Op::OrI:
      case Op::OrB:
        out = a | b;
        return true;
      case Op::XorI:
      case Op::XorB:
        out = a ^ b;
        return true;
      case Op::InvertI:
        out = ~a;
        return true;
      case Op::EqI:
      case Op::SameR:
        out = a == b;
        return true;
      case Op::NeI:
        out = a != b;
        return true;
      case Op::LtI:
        out = a < b;
        return true;
      case Op::LeI:
        out = a <= b;
        return true;
      case Op::GtI:
        out = a > b;
        return true;
      case Op::GeI:
        out = a >= b;
        return true;
      case Op::AddWrap:
        out = static_cast<Word>(unsigned_of(a) + unsigned_of(b));
        return true;
      case Op::SubWrap:
        out = static_cast<Word>(unsigned_of(a) - unsigned_of(b));
        return true;
      case Op::LtU:
        out = unsigned_of(a) < unsigned_of(b);
        return true;
      case Op::TripCount:
        out = static_cast<Word>(trip_count(a, b, c));
        return true;
      case Op::NotB:
        out = a == 0;
        return true;
      case Op::BtoI:
        out = a;
        return true;
      case Op::Guard:
        return a != 0;
      case Op::Poll:
        counter_ += unsigned_of(a);
        if (counter_ < static_cast<uint64_t>(kPollInterval)) return true;
        counter_ = 0;
        return lk_poll(&runtime_) == 0;
      case Op::Call:
        return call(function, at, regs);
      default:
        return at.op >= Op::Len && at.op <= Op::Shrink ? step_list(at, regs, out)
                                                       : step_float(at, a, b, out);
    }
  }

  static bool step_float(const Instruction& at, Word left, Word right, Word& out) {
    const double a = as_float(left);
    const double b = as_float(right);
    const auto put = [&](double result) {
      out = of_float(result);
      return true;
    };
    const auto truth = [&](bool result) {
      out = result ? 1 : 0;
      return true;
    };
    int64_t failed = 0;
    switch (at.op) {
      case Op::AddF:
        return put(a + b);
      case Op::SubF:
        return put(a - b);
      case Op::MulF:
        return put(a * b);
      case Op::NegF:
        return put(-a);
      case Op::AbsF:
        return put(std::fabs(a));
      case Op::QuotF:
        return put(a / b);
      case Op::DivF:
        return b != 0.0 && put(a / b);
      case Op::FloorDivF:
        return b != 0.0 && put(floor_divide(a, b));
      case Op::ModF:
        return b != 0.0 && put(modulo(a, b));
      case Op::PowF:
        return give(power(a, b), out);
      case Op::EqF:
        return truth(a == b);
      case Op::NeF:
        return truth(a != b);
      case Op::LtF:
        return truth(a < b);
      case Op::LeF:
        return truth(a <= b);
      case Op::GtF:
        return truth(a > b);
      case Op::GeF:
        return truth(a >= b);
      case Op::IsFinite:
        return truth(std::isfinite(a));
      case Op::Math1:
        put(lk_math1(at.imm, a, &failed));
        return failed == 0;
      case Op::Math2:
        put(lk_math2(at.imm, a, b, &failed));
        return failed == 0;
      case Op::ItoF:
        return put(static_cast<double>(left));
      case Op::ExactItoF:
        return left >= -kExactLimit && left <= kExactLimit && put(static_cast<double>(left));
      case Op::FtoI:
        return give(to_int(a), out);
      case Op::FloorFtoI:
        return give(to_int(std::floor(a)), out);
      case Op::CeilFtoI:
        return give(to_int(std::ceil(a)), out);
      case Op::RoundFtoI:
        return give(to_int(std::nearbyint(a)), out);
      default:
        return false;
    }
  }

  bool step_list(const Instruction& at, const std::vector<Word>& regs, Word& out) {
    const Word a = value(regs, at.a);
    const Word b = value(regs, at.b);
    const Word c = value(regs, at.c);
    switch (at.op) {
      case Op::Len:
        out = as_list(a)->size;
        return true;
      case Op::Index: {
        const int64_t size = as_list(a)->size;
        out = b < 0 ? b + size : b;
        return out >= 0 && out < size;
      }
      case Op::Load:
        out = load(*as_list(a), b, at.imm);
        return true;
      case Op::Store:
        store(*as_list(a), b, at.imm, c);
        return true;
      case Op::NewList:
        return give(lk_new_list(&runtime_, at.imm, a), out);
      case Op::Repeat:
        return give(lk_repeat(&runtime_, as_list(a), b), out);
      case Op::Concat:
        return give(lk_concat(&runtime_, as_list(a), as_list(b)), out);
      case Op::Slice:
        return give(lk_slice(&runtime_, as_list(a), b, c), out);
      case Op::Reserve:
        return lk_reserve(&runtime_, as_list(a)) != 0;
      case Op::Grow:
        ++as_list(a)->size;
        return true;
      case Op::Shrink:
        --as_list(a)->size;
        return true;
      default:
        return false;
    }
  }

  bool call(const Function& caller, const Instruction& at, std::vector<Word>& regs) {
    if (runtime_.depth_left <= 0) return false;
    --runtime_.depth_left;
    const CallSite& site = caller.calls[static_cast<size_t>(at.imm)];
    const Function& callee = kernel_.functions[site.function];
    std::vector<Word> inner(callee.registers.size());
    for (size_t i = 0; i < site.arguments.size(); ++i) {
      inner[callee.parameters[i].index()] = regs[site.arguments[i].index()];
    }
    const Outcome outcome = run(callee, inner);
    ++runtime_.depth_left;
    if (outcome.left) return false;
    const CallSite& results = callee.calls[static_cast<size_t>(outcome.call)];
    for (size_t i = 0; i < site.results.size(); ++i) {
      regs[site.results[i].index()] = inner[results.results[i].index()];
    }
    return true;
  }

  const Kernel& kernel_;
  Runtime& runtime_;
  uint64_t counter_ = 0;
};

}  // namespace

int64_t evaluate(const Kernel& kernel, Word* state, Runtime& runtime) {
  const Function& entry = kernel.functions.front();
  std::vector<Word> regs(entry.registers.size());
  for (size_t i = 0; i < entry.parameters.size(); ++i) {
    regs[entry.parameters[i].index()] = state[i];
  }
  const auto outcome = Evaluator(kernel, runtime).run(entry, regs);
  size_t next = 0;
  for (const Reg reg : registers_of(entry.exits[outcome.exit])) state[next++] = regs[reg.index()];
  return outcome.exit;
}

}  // namespace lattice::kernel
