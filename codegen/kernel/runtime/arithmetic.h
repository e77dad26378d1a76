#pragma once
// Python's arithmetic on machine words. An empty result means that the guard fails.
#include <cstdint>
#include <optional>

#include "codegen/kernel/ir/kernel.h"

namespace lattice::kernel {

/// The largest integer up to which all integers are floats.
constexpr int64_t kExactLimit = int64_t{1} << 53;

std::optional<int64_t> floor_divide(int64_t a, int64_t b);
std::optional<int64_t> modulo(int64_t a, int64_t b);
std::optional<double> divide(int64_t a, int64_t b);
std::optional<int64_t> power(int64_t base, int64_t exponent);
std::optional<int64_t> shift_left(int64_t a, int64_t count);
std::optional<int64_t> shift_right(int64_t a, int64_t count);
uint64_t trip_count(int64_t start, int64_t stop, int64_t step);

/// `b` is not zero.
double floor_divide(double a, double b);
double modulo(double a, double b);
std::optional<double> power(double base, double exponent);
/// An integral float as an integer.
std::optional<int64_t> to_int(double a);

/// What `math` makes an exception of, or a case in which it does not use the C function.
bool math_error(double result, double x);
bool math_error(MathFunction function, double result, double x, double y);

}  // namespace lattice::kernel
