#pragma once
// What kernels need while they run: lists in memory of their own, the arithmetic that is more than
// an instruction, and the question whether to stop. Compiled code and the evaluator call the same
// functions. Plain C layouts: compiled code reads the first three fields of a list.
#include <cstdint>
#include <memory>
#include <vector>

#include "codegen/kernel/ir/kernel.h"

namespace lattice::kernel {

struct List {
  void* data = nullptr;
  int64_t size = 0;
  int64_t capacity = 0;
  Layout layout = Layout::Int;
  /// Whatever the host attaches: the object this list was made from, or will become.
  void* host = nullptr;
};

/// Owns the lists of one run of a kernel; all of them live until the run's results are read.
class Runtime {
 public:
  /// More memory than this and the kernel leaves: CPython's lists are freed, these are not.
  static constexpr size_t kMemoryLimit = size_t{256} << 20;

  Runtime() = default;
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime();

  /// Null when memory ends. Lists the host makes do not count towards the limit.
  List* make(Layout layout, int64_t capacity, bool counted);
  /// Room for at least `capacity` elements.
  bool reserve(List& list, int64_t capacity);
  /// Frees everything.
  void clear();
  [[nodiscard]] bool empty() const { return lists_.empty(); }

  /// Nonzero: leave. Null: never.
  int64_t (*poll)(void* context) = nullptr;
  void* poll_context = nullptr;
  /// Calls that may still nest.
  int64_t depth_left = 0;

 private:
  std::vector<std::unique_ptr<List>> lists_;
  size_t bytes_ = 0;
};

/// Functions that compiled code calls. `failed` is set to 1 when
/// the guard fails and left alone otherwise.
extern "C" {
List* lk_new_list(Runtime* runtime, int64_t layout, int64_t capacity);
List* lk_repeat(Runtime* runtime, const List* list, int64_t count);
List* lk_concat(Runtime* runtime, const List* a, const List* b);
List* lk_slice(Runtime* runtime, const List* list, int64_t begin, int64_t end);
int64_t lk_reserve(Runtime* runtime, List* list);
int64_t lk_poll(Runtime* runtime);
int64_t lk_depth(Runtime* runtime);
int64_t lk_power_int(int64_t base, int64_t exponent, int64_t* failed);
double lk_power(double base, double exponent, int64_t* failed);
double lk_modulo(double a, double b);
double lk_floor_divide(double a, double b);
double lk_math1(int64_t function, double x, int64_t* failed);
double lk_math2(int64_t function, double x, double y, int64_t* failed);
}

/// The C function itself: what compiled code calls. Guards differ by function: see `math_error`.
using Math1 = double (*)(double);
using Math2 = double (*)(double, double);
Math1 math1(MathFunction function);
Math2 math2(MathFunction function);

struct Symbol {
  const char* name;
  void* address;
};
/// Everything compiled code may refer to by name.
const std::vector<Symbol>& symbols();

}  // namespace lattice::kernel
