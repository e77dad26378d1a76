#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

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
      if (!is_real(values.back())) return refuse_call(id);
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
  if (arguments.size() != 1) return refuse_call(id);
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

}  // namespace lattice::kernel
