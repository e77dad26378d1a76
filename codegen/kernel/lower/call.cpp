#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

Value FunctionLowering::call(AstId id) {
  const AstId callee = ast_.child(id, AstRole::Func);
  const GlobalValue found = named(callee);
  const std::vector<AstId> arguments = ast_.children(id, AstRole::Argument);
  const auto refuse = [&] {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return Value();
  };
  if (ast_.child(id, AstRole::Keyword).valid()) return refuse();
  for (const AstId argument : arguments) {
    if (ast_[argument].kind == AstKind::Starred) return refuse();
  }
  switch (found.kind) {
    case GlobalValue::Kind::Builtin:
      return builtin(found.builtin, id, arguments);
    case GlobalValue::Kind::Math:
      return math_call(found.math, id, arguments);
    case GlobalValue::Kind::Function:
      return script_call(found.function, id, arguments);
    default:
      break;
  }
  if (ast_[callee].kind == AstKind::Attribute && ast_[callee].text == "conjugate" &&
      arguments.empty()) {
    const Value value = expression(ast_.child(callee, AstRole::Value));
    if (failed()) return {};
    if (value.type == TypeTable::kComplex) {
      return {TypeTable::kComplex,
              {value.regs[0], make(Op::NegF, Part::Float, value.regs[1])},
              std::nullopt};
    }
  }
  return refuse();
}

Value FunctionLowering::builtin(Builtin which, AstId id, const std::vector<AstId>& arguments) {
  switch (which) {
    case Builtin::Min:
    case Builtin::Max:
      return minmax(which == Builtin::Max, id, arguments);
    case Builtin::Sum:
      return sum(id, arguments);
    case Builtin::Any:
    case Builtin::All:
      return any_all(which == Builtin::All, id, arguments);
    case Builtin::Abs:
    case Builtin::Bool:
    case Builtin::Complex:
    case Builtin::Divmod:
    case Builtin::Float:
    case Builtin::Int:
    case Builtin::Len:
    case Builtin::List:
    case Builtin::Pow:
    case Builtin::Round:
      return convert(which, id, arguments);
    case Builtin::Range:
    case Builtin::Enumerate:
    case Builtin::Zip:
      fail(fmt::format("`{}` outside a loop", ast_.label(id, 40)), id);
      return {};
    default:
      return real_function(which, id, arguments);
  }
}

Value FunctionLowering::convert(Builtin which, AstId id, const std::vector<AstId>& arguments) {
  std::vector<Value> values;
  for (const AstId argument : arguments) {
    values.push_back(expression(argument));
    if (failed()) return {};
  }
  const auto refuse = [&] {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return Value();
  };
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

// min and max keep the first of equal values: `max(a, b)` is b only if b > a.
Value FunctionLowering::minmax(bool max, AstId id, const std::vector<AstId>& arguments) {
  const std::string op = max ? ">" : "<";
  if (arguments.empty()) {
    leave_always(id);
    return {};
  }
  if (arguments.size() > 1) {
    std::vector<Value> values;
    for (const AstId argument : arguments) {
      values.push_back(expression(argument));
      if (failed()) return {};
      if (!is_real(values.back())) {
        fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
        return {};
      }
    }
    Value best = values[0];
    for (size_t i = 1; i < values.size(); ++i) {
      const Reg better = compare_pair(op, values[i], best, id);
      if (failed()) return {};
      best = choose(better, values[i], best, id);
      if (failed()) return {};
    }
    return best;
  }
  Value best;
  const Reg any = new_reg(Part::Bool);
  emit(Op::Move, any, const_bool(false));
  bool first = true;
  const bool done = each(arguments[0], [&](const Value& value) {
    if (!is_real(value)) return fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    if (first) best = new_value(value.type);
    first = false;
    const BlockId take = new_block();
    const BlockId test = new_block();
    const BlockId join = new_block();
    branch(any, test, take);
    block_ = test;
    branch(compare_pair(op, value, best, id), take, join);
    block_ = take;
    move(best.regs, value.regs);
    emit(Op::Move, any, const_bool(true));
    jump(join);
    block_ = join;
    return !failed();
  });
  if (!done || failed()) return {};
  guard(any);
  return best;
}

Value FunctionLowering::sum(AstId id, const std::vector<AstId>& arguments) {
  if (arguments.empty() || arguments.size() > 2) {
    leave_always(id);
    return {};
  }
  // Begins as the int 0, or as what is given.
  Value start = value_of(TypeTable::kInt, const_int(0));
  Value total;
  const Reg any = new_reg(Part::Bool);
  emit(Op::Move, any, const_bool(false));
  if (arguments.size() == 2) {
    start = expression(arguments[1]);
    if (failed()) return {};
    if (!is_real(start)) {
      fail("`sum` from no number", id);
      return {};
    }
    start = start.type == TypeTable::kBool ? to_int(start) : start;
  }
  const Reg start_int = start.type == TypeTable::kInt ? start.regs[0] : Reg();
  const Reg start_float = to_float(start);
  const Reg total_int = new_reg(Part::Int);
  const Reg total_float = new_reg(Part::Float);
  emit(Op::Move, total_int, start_int.valid() ? start_int : const_int(0));
  emit(Op::Move, total_float, start_float);
  bool is_float = start.type == TypeTable::kFloat;
  const bool done = each(arguments[0], [&](const Value& value) {
    if (!is_real(value)) return fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    is_float |= value.type == TypeTable::kFloat;
    emit(Op::Move, any, const_bool(true));
    if (is_float) {
      const Reg added = make(Op::AddF, Part::Float, total_float, to_float(value));
      emit(Op::Move, total_float, added);
    } else {
      const Reg added = make(Op::AddI, Part::Int, total_int, to_int(value).regs[0]);
      emit(Op::Move, total_int, added);
    }
    return !failed();
  });
  if (!done || failed()) return {};
  if (!is_float) return value_of(TypeTable::kInt, total_int);
  if (shared_.options.python >= 312) {
    fail("`sum` of floats", id);
    return {};
  }
  // Without values the start is returned as it is.
  if (start.type == TypeTable::kInt) guard(any);
  return value_of(TypeTable::kFloat, total_float);
}

Value FunctionLowering::any_all(bool all, AstId id, const std::vector<AstId>& arguments) {
  if (arguments.size() != 1) {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return {};
  }
  const Reg result = new_reg(Part::Bool);
  emit(Op::Move, result, const_bool(all));
  const BlockId end = new_block();
  const bool done = each(arguments[0], [&](const Value& value) {
    const Reg test = truth(value, id);
    if (failed()) return false;
    const BlockId decided = new_block();
    const BlockId on = new_block();
    if (all) {
      branch(test, on, decided);
    } else {
      branch(test, decided, on);
    }
    block_ = decided;
    emit(Op::Move, result, const_bool(!all));
    jump(end);
    block_ = on;
    return true;
  });
  if (!done || failed()) return {};
  jump(end);
  block_ = end;
  return value_of(TypeTable::kBool, result);
}

bool FunctionLowering::each(AstId argument, const std::function<bool(const Value&)>& inside) {
  const AstKind kind = ast_[argument].kind;
  if (kind == AstKind::GeneratorExp || kind == AstKind::ListComp) {
    return generators(argument, 0, [&] {
      const Value value = expression(ast_.child(argument, AstRole::Element));
      return !failed() && inside(value);
    });
  }
  Iteration over;
  if (!iteration(argument, over, true)) return false;
  if (over.list.valid() && types().kind(over.list) == TypeKind::EmptyList)
    return leave_unknown(argument);
  const BlockId head = new_block();
  const BlockId done = new_block();
  jump(head);
  block_ = head;
  emit(Op::Poll, {}, const_int(1));
  has_next(over, done);
  if (!inside(next(over))) return false;
  jump(head);
  block_ = done;
  return true;
}

Value FunctionLowering::real_function(Builtin which, AstId id,
                                      const std::vector<AstId>& arguments) {
  std::vector<Value> values;
  for (const AstId argument : arguments) {
    values.push_back(expression(argument));
    if (failed()) return {};
  }
  const auto refuse = [&] {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return Value();
  };
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
      return real(make(Op::MulF, Part::Float, to_float(a),
                       const_float(180.0 / 3.141592653589793238462643383279502884197)));
    case Builtin::Radians:
      return real(make(Op::MulF, Part::Float, to_float(a),
                       const_float(3.141592653589793238462643383279502884197 / 180.0)));
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
    if (!is_real(value)) {
      fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
      return {};
    }
    values.push_back(to_float(value));
  }
  if (values.size() != arity(which)) {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return {};
  }
  const auto number = static_cast<int64_t>(which);
  return value_of(TypeTable::kFloat,
                  values.size() == 1
                      ? make(Op::Math1, Part::Float, values[0], {}, {}, number)
                      : make(Op::Math2, Part::Float, values[0], values[1], {}, number));
}

Value FunctionLowering::script_call(const Source& source, AstId id,
                                    const std::vector<AstId>& arguments) {
  std::vector<TypeId> passed;
  CallSite site;
  for (const AstId argument : arguments) {
    const Value value = expression(argument);
    if (failed()) return {};
    passed.push_back(value.type);
    site.arguments.insert(site.arguments.end(), value.regs.begin(), value.regs.end());
  }
  if (source.ast->children(source.definition, AstRole::Parameter).size() != passed.size()) {
    fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
    return {};
  }
  size_t found = 0;
  while (found < shared_.called.size() && (shared_.called[found].ast != source.ast ||
                                           shared_.called[found].definition != source.definition ||
                                           shared_.called[found].arguments != passed)) {
    ++found;
  }
  const std::pair<const void*, std::vector<TypeId>> key{&(*source.ast)[source.definition], passed};
  if (found == shared_.called.size()) {
    constexpr size_t kMaxFunctions = 32;
    if (shared_.called.size() >= kMaxFunctions) {
      fail("it calls too many functions", id);
      return {};
    }
    const auto index = static_cast<uint32_t>(shared_.kernel.functions.size());
    shared_.kernel.functions.emplace_back();
    shared_.called.push_back(
        {source.ast, source.definition, passed, index, false, false, TypeId(), TypeId()});
    FunctionLowering callee(shared_, source, index, false);
    const size_t loops = shared_.kernel.loops.size();
    const bool done = callee.run(passed);
    shared_.kernel.loops.resize(loops);
    Shared::Called& called = shared_.called[found];
    if (!done) {
      if (!failed()) fail("a function it calls", id);
      if (!shared_.again) {
        shared_.refusal.reason =
            fmt::format("`{}`, line {}: {}", (*source.ast)[source.definition].text,
                        shared_.refusal.line, shared_.refusal.reason);
        shared_.refusal.line = ast_[id].position.line;
      }
      called.refused = true;
      shared_.kernel.functions[index].blocks = {};
      return {};
    }
    called.done = true;
    called.result = callee.result();
    if (called.guessed.valid() && called.guessed != called.result) {
      // A recursive call took another type for the result.
      if (shared_.results.contains(key)) {
        fail("a function returns several types", id);
        return {};
      }
      shared_.results[key] = called.result;
      shared_.again = true;
      return {};
    }
  }
  Shared::Called& called = shared_.called[found];
  if (called.refused) {
    fail("a function it calls", id);
    return {};
  }
  TypeId result = called.result;
  if (!called.done) {
    const auto known = shared_.results.find(key);
    if (known != shared_.results.end()) result = known->second;
    if (!result.valid()) result = TypeTable::kInt;
    if (called.guessed.valid() && called.guessed != result) {
      fail("a function returns several types", id);
      return {};
    }
    called.guessed = result;
  }
  site.function = called.index;
  const Value value = new_value(result);
  site.results = value.regs;
  function().calls.push_back(std::move(site));
  emit(Op::Call, {}, {}, {}, {}, static_cast<int64_t>(function().calls.size() - 1));
  return value;
}

}  // namespace lattice::kernel
