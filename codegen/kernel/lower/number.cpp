#include <fmt/format.h>

#include <numbers>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

Value FunctionLowering::convert(Builtin which, AstId id, const std::vector<AstId>& arguments) {
  const std::vector<Value> values = values_of(arguments);
  if (failed()) return {};
  const auto refuse = [&] { return refuse_call(id); };
  const bool two = which == Builtin::Divmod || which == Builtin::Pow;
  if (which == Builtin::Complex && values.size() == 2 && is_real(values[0]) && is_real(values[1])) {
    return {TypeTable::kComplex, {to_float(values[0]), to_float(values[1])}, std::nullopt};
  }
  if (values.size() != (two ? 2U : 1U)) return refuse();
  const Value& a = values[0];
  const TypeKind kind = types().kind(a.type);
  const bool list = kind == TypeKind::List || kind == TypeKind::EmptyList;
  switch (which) {
    case Builtin::Pow:
      return binary("**", a, values[1], id);
    case Builtin::Divmod: {
      if (!is_real(a) || !is_real(values[1])) return refuse();
      // For floats the same as both operators, but for a quotient that is zero.
      if (!is_integral(a) || !is_integral(values[1])) return refuse();
      const Value quotient = binary("//", a, values[1], id);
      const Value rest = binary("%", a, values[1], id);
      if (failed()) return {};
      return {types().tuple_of({quotient.type, rest.type}),
              {quotient.regs[0], rest.regs[0]},
              std::nullopt};
    }
    case Builtin::Abs:
      if (is_integral(a))
        return value_of(TypeTable::kInt, make(Op::AbsI, Part::Int, to_int(a).regs[0]));
      if (a.type == TypeTable::kFloat)
        return value_of(TypeTable::kFloat, make(Op::AbsF, Part::Float, a.regs[0]));
      if (a.type == TypeTable::kComplex) {
        return value_of(TypeTable::kFloat, make(Op::Math2, Part::Float, a.regs[0], a.regs[1], {},
                                                static_cast<int64_t>(MathFunction::hypot)));
      }
      return refuse();
    case Builtin::Bool:
      return value_of(TypeTable::kBool, truth(a, id));
    case Builtin::Complex:
      if (is_real(a) || a.type == TypeTable::kComplex) return to_complex(a);
      return refuse();
    case Builtin::Float:
      if (is_real(a)) return value_of(TypeTable::kFloat, to_float(a));
      return refuse();
    case Builtin::Int:
      if (is_integral(a)) return to_int(a);
      if (a.type == TypeTable::kFloat)
        return value_of(TypeTable::kInt, make(Op::FtoI, Part::Int, a.regs[0]));
      return refuse();
    case Builtin::Round:
      if (is_integral(a)) return to_int(a);
      if (a.type == TypeTable::kFloat)
        return value_of(TypeTable::kInt, make(Op::RoundFtoI, Part::Int, a.regs[0]));
      return refuse();
    case Builtin::Len:
      if (list) return value_of(TypeTable::kInt, make(Op::Len, Part::Int, a.regs[0]));
      if (kind == TypeKind::Tuple) {
        return value_of(TypeTable::kInt,
                        const_int(static_cast<int64_t>(types()[a.type].inner.size())));
      }
      return refuse();
    case Builtin::List:
      if (list) {
        return value_of(a.type, make(Op::Slice, Part::Ref, a.regs[0], const_int(0),
                                     make(Op::Len, Part::Int, a.regs[0])));
      }
      return refuse();
    default:
      return refuse();
  }
}

Value FunctionLowering::real_function(Builtin which, AstId id,
                                      const std::vector<AstId>& arguments) {
  const std::vector<Value> values = values_of(arguments);
  if (failed()) return {};
  const auto refuse = [&] { return refuse_call(id); };
  const auto real = [&](Reg reg) { return value_of(TypeTable::kFloat, reg); };
  for (const Value& value : values) {
    if (!is_real(value)) return refuse();
  }
  const auto logarithm = [&](const Value& value) {
    return make(Op::Math1, Part::Float, to_float(value), {}, {},
                static_cast<int64_t>(MathFunction::log));
  };
  if (which == Builtin::Gcd) {
    if (values.size() != 2 || !is_integral(values[0]) || !is_integral(values[1])) return refuse();
    const Reg a = new_reg(Part::Int);
    const Reg b = new_reg(Part::Int);
    emit(Op::Move, a, make(Op::AbsI, Part::Int, to_int(values[0]).regs[0]));
    emit(Op::Move, b, make(Op::AbsI, Part::Int, to_int(values[1]).regs[0]));
    const BlockId head = new_block();
    const BlockId step = new_block();
    const BlockId done = new_block();
    jump(head);
    block_ = head;
    branch(make(Op::NeI, Part::Bool, b, const_int(0)), step, done);
    block_ = step;
    const Reg rest = make(Op::ModI, Part::Int, a, b);
    emit(Op::Move, a, b);
    emit(Op::Move, b, rest);
    jump(head);
    block_ = done;
    return value_of(TypeTable::kInt, a);
  }
  if (which == Builtin::Log && values.size() == 2) {
    const Reg numerator = logarithm(values[0]);
    const Reg denominator = logarithm(values[1]);
    return real(make(Op::DivF, Part::Float, numerator, denominator));
  }
  if (values.size() != 1) return refuse();
  const Value& a = values[0];
  switch (which) {
    case Builtin::Log:
      return real(logarithm(a));
    case Builtin::Fabs:
      return real(make(Op::AbsF, Part::Float, to_float(a)));
    case Builtin::Degrees:
      return real(make(Op::MulF, Part::Float, to_float(a), const_float(180.0 / std::numbers::pi)));
    case Builtin::Radians:
      return real(make(Op::MulF, Part::Float, to_float(a), const_float(std::numbers::pi / 180.0)));
    case Builtin::Floor:
    case Builtin::Ceil:
    case Builtin::Trunc: {
      if (is_integral(a)) return to_int(a);
      const Op op = which == Builtin::Floor  ? Op::FloorFtoI
                    : which == Builtin::Ceil ? Op::CeilFtoI
                                             : Op::FtoI;
      return value_of(TypeTable::kInt, make(op, Part::Int, a.regs[0]));
    }
    case Builtin::IsFinite:
      return value_of(TypeTable::kBool, make(Op::IsFinite, Part::Bool, to_float(a)));
    case Builtin::IsNan: {
      const Reg number = to_float(a);
      return value_of(TypeTable::kBool, make(Op::NeF, Part::Bool, number, number));
    }
    case Builtin::IsInf: {
      const Reg number = to_float(a);
      const Reg real_number = make(Op::EqF, Part::Bool, number, number);
      const Reg finite = make(Op::IsFinite, Part::Bool, number);
      return value_of(TypeTable::kBool,
                      make(Op::AndB, Part::Bool, real_number, make(Op::NotB, Part::Bool, finite)));
    }
    default:
      return refuse();
  }
}

Value FunctionLowering::math_call(MathFunction which, AstId id,
                                  const std::vector<AstId>& arguments) {
  std::vector<Reg> values;
  for (const AstId argument : arguments) {
    const Value value = expression(argument);
    if (failed()) return {};
    if (!is_real(value)) return refuse_call(id);
    values.push_back(to_float(value));
  }
  if (values.size() != arity(which)) return refuse_call(id);
  const auto number = static_cast<int64_t>(which);
  return value_of(TypeTable::kFloat,
                  values.size() == 1
                      ? make(Op::Math1, Part::Float, values[0], {}, {}, number)
                      : make(Op::Math2, Part::Float, values[0], values[1], {}, number));
}

}  // namespace lattice::kernel
