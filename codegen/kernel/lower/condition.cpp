#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"
#include "codegen/kernel/lower/operators.h"

namespace lattice::kernel {

Reg FunctionLowering::truth(const Value& value, AstId at) {
  if (failed()) return {};
  switch (types().kind(value.type)) {
    case TypeKind::Bool:
      return value.regs[0];
    case TypeKind::Int:
      return make(Op::NeI, Part::Bool, value.regs[0], const_int(0));
    case TypeKind::Float:
      return make(Op::NeF, Part::Bool, value.regs[0], const_float(0.0));
    case TypeKind::Complex: {
      const Reg re = make(Op::NeF, Part::Bool, value.regs[0], const_float(0.0));
      const Reg im = make(Op::NeF, Part::Bool, value.regs[1], const_float(0.0));
      return make(Op::OrB, Part::Bool, re, im);
    }
    case TypeKind::None:
      return const_bool(false);
    case TypeKind::List:
    case TypeKind::EmptyList:
      return make(Op::NeI, Part::Bool, make(Op::Len, Part::Int, value.regs[0]), const_int(0));
    case TypeKind::Tuple:
      return const_bool(!types()[value.type].inner.empty());
    default:
      fail(fmt::format("the truth of {}", types().name(value.type)), at);
      return {};
  }
}

void FunctionLowering::condition(AstId id, BlockId yes, BlockId no) {
  if (failed()) return;
  if (ast_[id].kind == AstKind::UnaryOp && operators(ast_, id).front() == "not")
    return condition(ast_.child(id, AstRole::Element), no, yes);
  if (ast_[id].kind == AstKind::BoolOp) {
    const bool all = operators(ast_, id).front() == "and";
    const std::vector<AstId> parts = ast_.children(id, AstRole::Element);
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i + 1 == parts.size()) return condition(parts[i], yes, no);
      const BlockId next = new_block();
      if (all) {
        condition(parts[i], next, no);
      } else {
        condition(parts[i], yes, next);
      }
      if (failed()) return;
      block_ = next;
    }
    return;
  }
  const Reg test = truth(expression(id), id);
  if (failed()) return;
  branch(test, yes, no);
}

Value FunctionLowering::joined(AstId at, BlockId yes_block, BlockId no_block,
                               const std::function<Value()>& yes,
                               const std::function<Value()>& no) {
  const BlockId join = new_block();
  block_ = yes_block;
  const Value a = yes();
  if (failed()) return {};
  const BlockId yes_end = block_;
  block_ = no_block;
  const Value b = no();
  if (failed()) return {};
  if (a.type != b.type) {
    fail(fmt::format("its value is {} or {}", types().name(a.type), types().name(b.type)), at);
    return {};
  }
  const Value out = new_value(a.type);
  move(out.regs, b.regs);
  jump(join);
  block_ = yes_end;
  move(out.regs, a.regs);
  jump(join);
  block_ = join;
  return out;
}

Value FunctionLowering::merge(AstId at, const std::function<Value()>& yes,
                              const std::function<Value()>& no, Reg test) {
  const BlockId yes_block = new_block();
  const BlockId no_block = new_block();
  branch(test, yes_block, no_block);
  return joined(at, yes_block, no_block, yes, no);
}

Value FunctionLowering::choose(Reg test, const Value& yes, const Value& no, AstId at) {
  if (yes.type != no.type) {
    fail(fmt::format("its value is {} or {}", types().name(yes.type), types().name(no.type)), at);
    return {};
  }
  Value out{yes.type, {}, std::nullopt};
  for (size_t i = 0; i < yes.regs.size(); ++i) {
    out.regs.push_back(
        make(Op::Select, function().registers[yes.regs[i]], test, yes.regs[i], no.regs[i]));
  }
  return out;
}

Value FunctionLowering::if_expression(AstId id) {
  const BlockId yes = new_block();
  const BlockId no = new_block();
  condition(ast_.child(id, AstRole::Test), yes, no);
  if (failed()) return {};
  return joined(
      id, yes, no, [&] { return expression(ast_.child(id, AstRole::Body)); },
      [&] { return expression(ast_.child(id, AstRole::Orelse)); });
}

Value FunctionLowering::bool_operation(AstId id) {
  const std::vector<AstId> parts = ast_.children(id, AstRole::Element);
  const bool all = operators(ast_, id).front() == "and";
  // `a and b and c`: the first that decides, or the last.
  const std::function<Value(size_t)> from = [&](size_t i) -> Value {
    const Value value = expression(parts[i]);
    if (failed() || i + 1 == parts.size()) return value;
    const Reg test = truth(value, id);
    if (failed()) return {};
    const auto rest = [&] { return from(i + 1); };
    const auto own = [&] { return value; };
    return all ? merge(id, rest, own, test) : merge(id, own, rest, test);
  };
  return from(0);
}

Value FunctionLowering::compare(AstId id) {
  const std::vector<AstId> parts = ast_.children(id, AstRole::Element);
  const std::vector<std::string> ops = operators(ast_, id);
  if (parts.size() < 2) return {};
  Value left = expression(parts[0]);
  const std::function<Value(size_t)> from = [&](size_t i) -> Value {
    const Value right = expression(parts[i + 1]);
    if (failed()) return {};
    const Reg test = compare_pair(ops[i], left, right, id);
    if (failed()) return {};
    const Value own = value_of(TypeTable::kBool, test);
    if (i + 2 == parts.size()) return own;
    left = right;
    return merge(id, [&] { return from(i + 1); }, [&] { return own; }, test);
  };
  if (failed()) return {};
  return from(0);
}

Reg FunctionLowering::compare_pair(const std::string& op, const Value& a, const Value& b,
                                   AstId at) {
  const bool equality = op == "==" || op == "!=";
  if (op == "is" || op == "is not") {
    const bool none_a = a.type == TypeTable::kNone;
    const bool none_b = b.type == TypeTable::kNone;
    if (none_a || none_b) return const_bool((none_a && none_b) == (op == "is"));
    fail("`is` between values", at);
    return {};
  }
  const auto pick = [&](Op eq, Op ne, Op lt, Op le, Op gt, Op ge) -> std::optional<Op> {
    if (op == "==") return eq;
    if (op == "!=") return ne;
    if (op == "<") return lt;
    if (op == "<=") return le;
    if (op == ">") return gt;
    if (op == ">=") return ge;
    return std::nullopt;
  };
  if (is_integral(a) && is_integral(b)) {
    if (const auto found = pick(Op::EqI, Op::NeI, Op::LtI, Op::LeI, Op::GtI, Op::GeI))
      return make(*found, Part::Bool, to_int(a).regs[0], to_int(b).regs[0]);
  } else if (is_real(a) && is_real(b)) {
    // An int beyond 2^53 and a float are compared exactly, by CPython.
    const auto exact = [&](const Value& value) {
      if (value.type == TypeTable::kFloat) return value.regs[0];
      return make(Op::ExactItoF, Part::Float, to_int(value).regs[0]);
    };
    if (const auto found = pick(Op::EqF, Op::NeF, Op::LtF, Op::LeF, Op::GtF, Op::GeF))
      return make(*found, Part::Bool, exact(a), exact(b));
  } else if (equality && a.type == TypeTable::kComplex && b.type == TypeTable::kComplex) {
    const Reg re = make(Op::EqF, Part::Bool, a.regs[0], b.regs[0]);
    const Reg im = make(Op::EqF, Part::Bool, a.regs[1], b.regs[1]);
    const Reg same = make(Op::AndB, Part::Bool, re, im);
    return op == "==" ? same : make(Op::NotB, Part::Bool, same);
  }
  fail(fmt::format("`{}` between {} and {}", op, types().name(a.type), types().name(b.type)), at);
  return {};
}

}  // namespace lattice::kernel
