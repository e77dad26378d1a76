#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

bool FunctionLowering::is_integral(const Value& value) const {
  return value.type == TypeTable::kInt || value.type == TypeTable::kBool;
}

bool FunctionLowering::is_real(const Value& value) const {
  return is_integral(value) || value.type == TypeTable::kFloat;
}

Value FunctionLowering::to_int(const Value& value) {
  if (value.type != TypeTable::kBool) return value;
  return value_of(TypeTable::kInt, make(Op::BtoI, Part::Int, value.regs[0]));
}

Reg FunctionLowering::to_float(const Value& value) {
  if (value.type == TypeTable::kFloat) return value.regs[0];
  return make(Op::ItoF, Part::Float, to_int(value).regs[0]);
}

Value FunctionLowering::to_complex(const Value& value) {
  if (value.type == TypeTable::kComplex) return value;
  return {TypeTable::kComplex, {to_float(value), const_float(0.0)}, std::nullopt};
}

Value FunctionLowering::binary(std::string op, const Value& a, const Value& b, AstId at) {
  if (failed()) return {};
  const TypeKind kind_a = types().kind(a.type);
  const TypeKind kind_b = types().kind(b.type);
  const auto is_list = [](TypeKind kind) {
    return kind == TypeKind::List || kind == TypeKind::EmptyList;
  };
  if (a.type == TypeTable::kBool && b.type == TypeTable::kBool) {
    const Op logic = op == "&" ? Op::AndB : op == "|" ? Op::OrB : Op::XorB;
    if (op == "&" || op == "|" || op == "^")
      return value_of(TypeTable::kBool, make(logic, Part::Bool, a.regs[0], b.regs[0]));
  }
  if (is_integral(a) && is_integral(b)) return integer_operation(op, to_int(a), to_int(b), at);
  if (is_real(a) && is_real(b)) return float_operation(op, to_float(a), to_float(b), at);
  const bool complex = a.type == TypeTable::kComplex || b.type == TypeTable::kComplex;
  if (complex && (is_real(a) || is_real(b) || a.type == b.type)) {
    if (a.type != b.type && shared_.options.python >= 314) {
      fail("a complex number with a real one", at);
      return {};
    }
    return complex_operation(op, a, b, at);
  }
  if (op == "*" && is_list(kind_a) && is_integral(b)) return list_repeat(a, b);
  if (op == "*" && is_list(kind_b) && is_integral(a)) return list_repeat(b, a);
  if (op == "+" && is_list(kind_a) && is_list(kind_b) &&
      (a.type == b.type || kind_a == TypeKind::EmptyList || kind_b == TypeKind::EmptyList)) {
    return value_of(kind_a == TypeKind::EmptyList ? b.type : a.type,
                    make(Op::Concat, Part::Ref, a.regs[0], b.regs[0]));
  }
  fail(fmt::format("`{}` between {} and {}", op, types().name(a.type), types().name(b.type)), at);
  return {};
}

Value FunctionLowering::integer_operation(const std::string& op, const Value& a, const Value& b,
                                          AstId at) {
  const auto integer = [&](Op which) {
    return value_of(TypeTable::kInt, make(which, Part::Int, a.regs[0], b.regs[0]));
  };
  if (op == "+") return integer(Op::AddI);
  if (op == "-") return integer(Op::SubI);
  if (op == "*") return integer(Op::MulI);
  if (op == "//") return integer(Op::FloorDivI);
  if (op == "%") return integer(Op::ModI);
  if (op == "&") return integer(Op::AndI);
  if (op == "|") return integer(Op::OrI);
  if (op == "^") return integer(Op::XorI);
  if (op == "<<") return integer(Op::ShlI);
  if (op == ">>") return integer(Op::ShrI);
  if (op == "/")
    return value_of(TypeTable::kFloat, make(Op::DivI, Part::Float, a.regs[0], b.regs[0]));
  if (op == "**") {
    // A negative exponent gives a float.
    if (b.constant && *b.constant < 0) return float_operation(op, to_float(a), to_float(b), at);
    return integer(Op::PowI);
  }
  fail(fmt::format("the operator `{}`", op), at);
  return {};
}

Value FunctionLowering::float_operation(const std::string& op, Reg a, Reg b, AstId at) {
  Op which = Op::AddF;
  if (op == "+") {
    which = Op::AddF;
  } else if (op == "-") {
    which = Op::SubF;
  } else if (op == "*") {
    which = Op::MulF;
  } else if (op == "/") {
    which = Op::DivF;
  } else if (op == "//") {
    which = Op::FloorDivF;
  } else if (op == "%") {
    which = Op::ModF;
  } else if (op == "**") {
    which = Op::PowF;
  } else {
    fail(fmt::format("`{}` between floats", op), at);
    return {};
  }
  return value_of(TypeTable::kFloat, make(which, Part::Float, a, b));
}

Value FunctionLowering::complex_operation(const std::string& op, const Value& x, const Value& y,
                                          AstId at) {
  if (op == "**") {
    const bool small = y.constant && *y.constant >= 1 && *y.constant <= 100;
    if (x.type == TypeTable::kComplex && small) return complex_power(x, *y.constant);
    fail("a power of a complex number", at);
    return {};
  }
  const Value a = to_complex(x);
  const Value b = to_complex(y);
  if (op == "+" || op == "-") {
    const Op which = op == "+" ? Op::AddF : Op::SubF;
    return {TypeTable::kComplex,
            {make(which, Part::Float, a.regs[0], b.regs[0]),
             make(which, Part::Float, a.regs[1], b.regs[1])},
            std::nullopt};
  }
  if (op == "*") return complex_product(a, b);
  if (op == "/") return complex_quotient(a, b);
  fail(fmt::format("`{}` between complex numbers", op), at);
  return {};
}

// _Py_c_prod of CPython.
Value FunctionLowering::complex_product(const Value& a, const Value& b) {
  const auto times = [&](size_t i, size_t j) {
    return make(Op::MulF, Part::Float, a.regs[i], b.regs[j]);
  };
  const Reg re0 = times(0, 0);
  const Reg re1 = times(1, 1);
  const Reg im0 = times(0, 1);
  const Reg im1 = times(1, 0);
  return {TypeTable::kComplex,
          {make(Op::SubF, Part::Float, re0, re1), make(Op::AddF, Part::Float, im0, im1)},
          std::nullopt};
}

// _Py_c_quot of CPython: divides by the larger part of the divisor. Both ways are computed, one is
// chosen; a division by zero in the other does no harm.
Value FunctionLowering::complex_quotient(const Value& a, const Value& b) {
  const Reg re = make(Op::AbsF, Part::Float, b.regs[0]);
  const Reg im = make(Op::AbsF, Part::Float, b.regs[1]);
  const Reg real_larger = make(Op::GeF, Part::Bool, re, im);
  const Reg imag_larger = make(Op::GeF, Part::Bool, im, re);
  // Not so for nan, which gives a nan; CPython does that.
  guard(make(Op::OrB, Part::Bool, real_larger, imag_larger));
  const auto divide = [&](size_t large, size_t small, bool by_real) {
    const Reg ratio = make(Op::QuotF, Part::Float, b.regs[small], b.regs[large]);
    const Reg scaled = make(Op::MulF, Part::Float, b.regs[small], ratio);
    const Reg denominator = make(Op::AddF, Part::Float, b.regs[large], scaled);
    const Reg a_re = make(Op::MulF, Part::Float, a.regs[by_real ? 1 : 0], ratio);
    const Reg a_im = make(Op::MulF, Part::Float, a.regs[by_real ? 0 : 1], ratio);
    // by real: (a.re + a.im r) / d, (a.im - a.re r) / d
    // by imag: (a.re r + a.im) / d, (a.im r - a.re) / d
    const Reg top_re = by_real ? make(Op::AddF, Part::Float, a.regs[0], a_re)
                               : make(Op::AddF, Part::Float, a_re, a.regs[1]);
    const Reg top_im = by_real ? make(Op::SubF, Part::Float, a.regs[1], a_im)
                               : make(Op::SubF, Part::Float, a_im, a.regs[0]);
    return Value{TypeTable::kComplex,
                 {make(Op::QuotF, Part::Float, top_re, denominator),
                  make(Op::QuotF, Part::Float, top_im, denominator)},
                 std::nullopt};
  };
  const Reg zero = const_float(0.0);
  guard(make(Op::OrB, Part::Bool, make(Op::NeF, Part::Bool, b.regs[0], zero),
             make(Op::NeF, Part::Bool, b.regs[1], zero)));
  const Value by_real = divide(0, 1, true);
  const Value by_imag = divide(1, 0, false);
  return choose(real_larger, by_real, by_imag, at_);
}

// c_powu of CPython: products of squares, beginning from 1.
Value FunctionLowering::complex_power(const Value& a, int64_t exponent) {
  Value result{TypeTable::kComplex, {const_float(1.0), const_float(0.0)}, std::nullopt};
  Value square = a;
  for (int64_t mask = 1; mask > 0 && exponent >= mask; mask <<= 1) {
    if ((exponent & mask) != 0) result = complex_product(result, square);
    if (exponent >= mask << 1) square = complex_product(square, square);
  }
  // An infinite part is an OverflowError.
  for (const Reg part : result.regs) {
    const Reg nan = make(Op::NeF, Part::Bool, part, part);
    guard(make(Op::OrB, Part::Bool, nan, make(Op::IsFinite, Part::Bool, part)));
  }
  return result;
}

}  // namespace lattice::kernel
