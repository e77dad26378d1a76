#include "codegen/kernel/runtime/runtime.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "codegen/kernel/runtime/arithmetic.h"

namespace lattice::kernel {

Runtime::~Runtime() { clear(); }

void Runtime::clear() {
  for (const auto& list : lists_) std::free(list->data);
  lists_.clear();
  bytes_ = 0;
}

List* Runtime::make(Layout layout, int64_t capacity, bool counted) {
  auto list = std::make_unique<List>();
  list->layout = layout;
  if (counted) {
    bytes_ += sizeof(List) + sizeof(void*);
    if (bytes_ > kMemoryLimit || !reserve(*list, capacity)) return nullptr;
  } else if (capacity > 0) {
    list->data = std::malloc(static_cast<size_t>(capacity) * element_size(layout));
    if (list->data == nullptr) return nullptr;
    list->capacity = capacity;
  }
  lists_.push_back(std::move(list));
  return lists_.back().get();
}

bool Runtime::reserve(List& list, int64_t capacity) {
  if (capacity <= list.capacity) return true;
  const auto grown = std::max<int64_t>({capacity, 4, list.capacity + (list.capacity >> 1)});
  const size_t size = element_size(list.layout);
  if (static_cast<uint64_t>(grown) > kMemoryLimit / size) return false;
  const size_t added = (static_cast<size_t>(grown) - static_cast<size_t>(list.capacity)) * size;
  if (bytes_ + added > kMemoryLimit) return false;
  void* moved = std::realloc(list.data, static_cast<size_t>(grown) * size);
  if (moved == nullptr) return false;
  bytes_ += added;
  list.data = moved;
  list.capacity = grown;
  return true;
}

extern "C" {

List* lk_new_list(Runtime* runtime, int64_t layout, int64_t capacity) {
  return runtime->make(static_cast<Layout>(layout), capacity, true);
}

List* lk_repeat(Runtime* runtime, const List* list, int64_t count) {
  count = list->size == 0 ? 0 : std::max<int64_t>(count, 0);
  int64_t total = 0;
  if (__builtin_mul_overflow(list->size, count, &total)) return nullptr;
  List* made = runtime->make(list->layout, total, true);
  if (made == nullptr) return nullptr;
  made->size = total;
  const size_t bytes = static_cast<size_t>(list->size) * element_size(list->layout);
  if (bytes == 0) return made;
  if (bytes == 1) {
    std::memset(made->data, *static_cast<const uint8_t*>(list->data), static_cast<size_t>(total));
    return made;
  }
  if (list->size == 1 && bytes == sizeof(int64_t)) {
    int64_t word = 0;
    std::memcpy(&word, list->data, sizeof word);
    std::fill_n(static_cast<int64_t*>(made->data), total, word);
    return made;
  }
  for (int64_t i = 0; i < count; ++i) {
    std::memcpy(static_cast<char*>(made->data) + static_cast<size_t>(i) * bytes, list->data, bytes);
  }
  return made;
}

List* lk_concat(Runtime* runtime, const List* a, const List* b) {
  // One of them may be an empty list of no particular layout.
  const List* shape = a->size > 0 ? a : b;
  List* made = runtime->make(shape->layout, a->size + b->size, true);
  if (made == nullptr) return nullptr;
  made->size = a->size + b->size;
  const size_t size = element_size(shape->layout);
  const size_t first = static_cast<size_t>(a->size) * size;
  if (a->size > 0) std::memcpy(made->data, a->data, first);
  if (b->size > 0) {
    std::memcpy(static_cast<char*>(made->data) + first, b->data,
                static_cast<size_t>(b->size) * size);
  }
  return made;
}

List* lk_slice(Runtime* runtime, const List* list, int64_t begin, int64_t end) {
  const auto clamp = [&](int64_t at) {
    if (at < 0) at += list->size;
    return std::clamp<int64_t>(at, 0, list->size);
  };
  begin = clamp(begin);
  end = std::max(clamp(end), begin);
  List* made = runtime->make(list->layout, end - begin, true);
  if (made == nullptr) return nullptr;
  made->size = end - begin;
  const size_t size = element_size(list->layout);
  if (made->size > 0) {
    std::memcpy(made->data, static_cast<char*>(list->data) + static_cast<size_t>(begin) * size,
                static_cast<size_t>(made->size) * size);
  }
  return made;
}

int64_t lk_reserve(Runtime* runtime, List* list) {
  return runtime->reserve(*list, list->size + 1) ? 1 : 0;
}

int64_t lk_poll(Runtime* runtime) {
  return runtime->poll != nullptr ? runtime->poll(runtime->poll_context) : 0;
}

int64_t lk_depth(Runtime* runtime) { return runtime->depth_left; }

int64_t lk_power_int(int64_t base, int64_t exponent, int64_t* failed) {
  const auto result = power(base, exponent);
  if (!result) *failed = 1;
  return result.value_or(0);
}

double lk_power(double base, double exponent, int64_t* failed) {
  const auto result = power(base, exponent);
  if (!result) *failed = 1;
  return result.value_or(0);
}

double lk_modulo(double a, double b) { return modulo(a, b); }
double lk_floor_divide(double a, double b) { return floor_divide(a, b); }

double lk_math1(int64_t function, double x, int64_t* failed) {
  const double result = math1(static_cast<MathFunction>(function))(x);
  if (math_error(result, x)) *failed = 1;
  return result;
}

double lk_math2(int64_t function, double x, double y, int64_t* failed) {
  const auto which = static_cast<MathFunction>(function);
  const double result = math2(which)(x, y);
  if (math_error(which, result, x, y)) *failed = 1;
  return result;
}
}

Math1 math1(MathFunction function) {
  switch (function) {
#define ONE(name)          \
  case MathFunction::name: \
    return static_cast<double (*)(double)>(&::name)
#define ARITY1(name) ONE(name);
#define ARITY2(name)
#define FUNCTION(name, arity) ARITY##arity(name)
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
#undef ARITY1
#undef ARITY2
#undef ONE
    default:
      return nullptr;
  }
}

Math2 math2(MathFunction function) {
  switch (function) {
#define ARITY1(name)
#define ARITY2(name)       \
  case MathFunction::name: \
    return static_cast<double (*)(double, double)>(&::name);
#define FUNCTION(name, arity) ARITY##arity(name)
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
#undef ARITY1
#undef ARITY2
    default:
      return nullptr;
  }
}

const std::vector<Symbol>& symbols() {
  static const std::vector<Symbol> all = [] {
    std::vector<Symbol> made = {
// NOLINTNEXTLINE(bugprone-macro-parentheses): braces of an element, no expression.
#define SYMBOL(name) {#name, reinterpret_cast<void*>(&name)}
        SYMBOL(lk_new_list), SYMBOL(lk_repeat),       SYMBOL(lk_concat),    SYMBOL(lk_slice),
        SYMBOL(lk_reserve),  SYMBOL(lk_poll),         SYMBOL(lk_power_int), SYMBOL(lk_power),
        SYMBOL(lk_modulo),   SYMBOL(lk_floor_divide), SYMBOL(lk_depth),
#undef SYMBOL
    };
#define ARITY1(name) (reinterpret_cast<void*>(math1(MathFunction::name)))
#define ARITY2(name) (reinterpret_cast<void*>(math2(MathFunction::name)))
#define FUNCTION(name, arity) made.push_back({"lk_math_" #name, (ARITY##arity(name))});
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
#undef ARITY1
#undef ARITY2
    // What the code generator makes of loops and of roundings the processor lacks.
    made.push_back({"memcpy", reinterpret_cast<void*>(&std::memcpy)});
    made.push_back({"memmove", reinterpret_cast<void*>(&std::memmove)});
    made.push_back({"memset", reinterpret_cast<void*>(&std::memset)});
    made.push_back({"floor", reinterpret_cast<void*>(static_cast<Math1>(&std::floor))});
    made.push_back({"ceil", reinterpret_cast<void*>(static_cast<Math1>(&std::ceil))});
    made.push_back({"roundeven", reinterpret_cast<void*>(static_cast<Math1>(&std::nearbyint))});
    return made;
  }();
  return all;
}

}  // namespace lattice::kernel
