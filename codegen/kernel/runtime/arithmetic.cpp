#include "codegen/kernel/runtime/arithmetic.h"

#include <cmath>
#include <limits>

namespace lattice::kernel {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

std::optional<int64_t> floor_divide(int64_t a, int64_t b) {
  if (b == 0 || (a == kMin && b == -1)) return std::nullopt;
  const int64_t quotient = a / b;
  const int64_t rest = a % b;
  return rest != 0 && (rest ^ b) < 0 ? quotient - 1 : quotient;
}

std::optional<int64_t> modulo(int64_t a, int64_t b) {
  if (b == 0 || (a == kMin && b == -1)) return std::nullopt;
  const int64_t rest = a % b;
  return rest != 0 && (rest ^ b) < 0 ? rest + b : rest;
}

std::optional<double> divide(int64_t a, int64_t b) {
  const auto exact = [](int64_t x) { return x >= -kExactLimit && x <= kExactLimit; };
  if (b == 0 || !exact(a) || !exact(b)) return std::nullopt;
  return static_cast<double>(a) / static_cast<double>(b);
}

std::optional<int64_t> power(int64_t base, int64_t exponent) {
  if (exponent < 0) return std::nullopt;
  int64_t result = 1;
  while (true) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) return std::nullopt;
    exponent >>= 1;
    if (exponent == 0) return result;
    if (__builtin_mul_overflow(base, base, &base)) return std::nullopt;
  }
}

std::optional<int64_t> shift_left(int64_t a, int64_t count) {
  if (count < 0) return std::nullopt;
  if (a == 0) return 0;
  if (count > 62) return std::nullopt;
  const auto shifted = static_cast<int64_t>(static_cast<uint64_t>(a) << count);
  if (shifted >> count != a) return std::nullopt;
  return shifted;
}

std::optional<int64_t> shift_right(int64_t a, int64_t count) {
  if (count < 0) return std::nullopt;
  return a >> (count > 63 ? 63 : count);
}

uint64_t trip_count(int64_t start, int64_t stop, int64_t step) {
  const auto a = static_cast<uint64_t>(start);
  const auto b = static_cast<uint64_t>(stop);
  if (step > 0) return start < stop ? (b - a - 1) / static_cast<uint64_t>(step) + 1 : 0;
  return start > stop ? (a - b - 1) / (0 - static_cast<uint64_t>(step)) + 1 : 0;
}

// Both follow float_rem and _float_div_mod of CPython.
double modulo(double a, double b) {
  double rest = std::fmod(a, b);
  if (rest != 0.0) {
    if ((b < 0) != (rest < 0)) rest += b;
    return rest;
  }
  return std::copysign(0.0, b);
}

double floor_divide(double a, double b) {
  double rest = std::fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0.0 && (b < 0) != (rest < 0)) quotient -= 1.0;
  if (quotient == 0.0) return std::copysign(0.0, a / b);
  double down = std::floor(quotient);
  if (quotient - down > 0.5) down += 1.0;
  return down;
}

// Follows float_pow of CPython.
std::optional<double> power(double base, double exponent) {
  if (exponent == 0) return 1.0;
  if (std::isnan(base)) return base;
  if (std::isnan(exponent)) return base == 1.0 ? 1.0 : exponent;
  if (std::isinf(exponent)) {
    const double size = std::fabs(base);
    if (size == 1.0) return 1.0;
    return (exponent > 0.0) == (size > 1.0) ? std::fabs(exponent) : 0.0;
  }
  const bool odd = std::fmod(std::fabs(exponent), 2.0) == 1.0;
  if (std::isinf(base)) {
    if (exponent > 0.0) return odd ? base : std::fabs(base);
    return odd ? std::copysign(0.0, base) : 0.0;
  }
  if (base == 0.0) {
    if (exponent < 0.0) return std::nullopt;
    return odd ? base : 0.0;
  }
  bool negative = false;
  if (base < 0.0) {
    if (exponent != std::floor(exponent)) return std::nullopt;
    base = -base;
    negative = odd;
  }
  if (base == 1.0) return negative ? -1.0 : 1.0;
  const double result = std::pow(base, exponent);
  if (!std::isfinite(result)) return std::nullopt;
  return negative ? -result : result;
}

std::optional<int64_t> to_int(double a) {
  // Every float below 2^63 in size fits; comparisons with nan are false.
  constexpr double kLimit = 9223372036854775808.0;
  if (!(a >= -kLimit && a < kLimit)) return std::nullopt;
  return static_cast<int64_t>(a);
}

bool math_error(double result, double x) {
  return (std::isnan(result) && !std::isnan(x)) || (std::isinf(result) && std::isfinite(x));
}

bool math_error(MathFunction function, double result, double x, double y) {
  if (function == MathFunction::copysign) return false;
  return !std::isfinite(result) || !std::isfinite(x) || !std::isfinite(y);
}

}  // namespace lattice::kernel
