#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"
#include "codegen/kernel/lower/operators.h"

namespace lattice::kernel {

States FunctionLowering::body(AstId parent, AstRole role, States states) {
  for (const AstId child : ast_.children(parent, role)) {
    States out;
    for (const State& state : states) {
      if (failed()) return {};
      statement(child, state, out);
    }
    states = std::move(out);
  }
  return states;
}

void FunctionLowering::statement(AstId id, const State& state, States& out) {
  const Mark mark{function().blocks.size(), function().blocks[state.block].code.size(),
                  function().exits.size(),  shared_.kernel.loops.size(),
                  compiled_loops_,          loops_.size()};
  enter(state, 2 * number_[id.index()], id);
  States ends;
  switch (ast_[id].kind) {
    case AstKind::If:
      if_statement(id, state, ends);
      break;
    case AstKind::For:
      for_statement(id, state, ends);
      break;
    case AstKind::While:
      while_statement(id, state, ends);
      break;
    default:
      simple(id, ends);
  }
  if (!failed()) {
    for (State& end : ends) add_state(out, std::move(end.env), end.block);
    return;
  }
  if (shared_.again) return;
  if (always_leaves_) return leave_instead(id, state, mark, Exit::Kind::Deopt);
  if (!entry_) return;
  // What follows the loops, and what leaves them anyway, is CPython's.
  const AstKind kind = ast_[id].kind;
  const bool leaves = kind == AstKind::Return || kind == AstKind::Raise;
  if (!leaves && (!loops_.empty() || mark.compiled == 0)) return;
  if (shared_.planned.reason.empty()) shared_.planned = shared_.refusal;
  leave_instead(id, state, mark, Exit::Kind::Planned);
}

void FunctionLowering::leave_instead(AstId id, const State& state, const Mark& mark,
                                     Exit::Kind kind) {
  // Blocks before this statement are ended; only the current one has grown.
  function().blocks.resize(mark.blocks);
  function().blocks[state.block].code.resize(mark.code);
  function().exits.resize(mark.exits);
  shared_.kernel.loops.resize(mark.loops);
  compiled_loops_ = mark.compiled;
  loops_.resize(mark.depth);
  hidden_.clear();
  comprehension_depth_ = 0;
  shared_.refusal = {};
  always_leaves_ = false;
  enter(state, 2 * number_[id.index()], id);
  const uint32_t exit = entry_ ? add_exit(kind, point_) : 0;
  emit(Op::Leave, {}).exit = exit;
}

bool FunctionLowering::simple(AstId id, States& out) {
  switch (ast_[id].kind) {
    case AstKind::Pass:
      break;
    case AstKind::Break:
    case AstKind::Continue: {
      if (loops_.empty()) return fail("it has no loop to leave", id);
      LoopFrame& loop = loops_.back();
      add_state(ast_[id].kind == AstKind::Break ? *loop.breaks : *loop.continues, env_, block_);
      return true;
    }
    case AstKind::Return:
      return return_statement(id);
    case AstKind::Raise: {
      // CPython raises.
      const uint32_t exit = entry_ ? add_exit(Exit::Kind::Planned, point_) : 0;
      emit(Op::Leave, {}).exit = exit;
      return true;
    }
    case AstKind::Assert:
      guard(truth(expression(ast_.child(id, AstRole::Test)), id));
      break;
    case AstKind::Assign:
      if (!assign(id)) return false;
      break;
    case AstKind::AnnAssign: {
      const AstId target = ast_.child(id, AstRole::Target);
      const AstId value = ast_.child(id, AstRole::Value);
      if (ast_[target].kind != AstKind::Name) return fail("an annotation of no name", id);
      if (value.valid() && !store_targets({target}, expression(value))) return false;
      break;
    }
    case AstKind::AugAssign:
      if (!augmented(id)) return false;
      break;
    case AstKind::Expr:
      if (!expression_statement(id)) return false;
      break;
    default:
      return fail(fmt::format("`{}`", ast_.label(id, 40)), id);
  }
  if (failed()) return false;
  add_state(out, env_, block_);
  return true;
}

bool FunctionLowering::assign(AstId id) {
  const AstId value = ast_.child(id, AstRole::Value);
  if (!value.valid()) return fail("an assignment without value", id);
  if (ast_[value].kind == AstKind::Call) {
    // `x = a.pop()` changes the list, so it stands alone.
    Value popped;
    const std::vector<AstId> targets = ast_.children(id, AstRole::Target);
    if (targets.size() == 1 && ast_[targets[0]].kind == AstKind::Name &&
        list_method(value, &popped)) {
      return !failed() && store_targets(targets, popped);
    }
    if (failed()) return false;
  }
  return store_targets(ast_.children(id, AstRole::Target), expression(value));
}

bool FunctionLowering::store_targets(const std::vector<AstId>& targets, const Value& value) {
  if (failed()) return false;
  std::vector<Place> all;
  for (const AstId target : targets) {
    if (!places(target, value, all)) return false;
  }
  if (failed()) return false;
  commit(all);
  return true;
}

// Python evaluates each target just before it is assigned. Here all are evaluated before the first
// is, which is the same unless an earlier target changes what a later one reads.
bool FunctionLowering::places(AstId target, const Value& value, std::vector<Place>& out) {
  return unpack(target, value, [&](AstId part, const Value& piece) {
    Place place;
    place.value = piece;
    if (ast_[part].kind == AstKind::Name) {
      place.target = part;
      out.push_back(std::move(place));
      return true;
    }
    bool overlaps = false;
    walk(ast_, part, [&](AstId id) {
      const AstNode& node = ast_[id];
      if (node.kind == AstKind::Subscript && id != part && !out.empty()) overlaps = true;
      for (const Place& before : out) {
        const bool named = before.target.valid() && ast_[before.target].kind == AstKind::Name;
        overlaps |= named && node.kind == AstKind::Name && node.text == ast_[before.target].text;
      }
      return true;
    });
    if (overlaps) return fail("targets that depend on each other", part);
    if (!place_of(part, place)) return false;
    out.push_back(std::move(place));
    return true;
  });
}

bool FunctionLowering::place_of(AstId target, Place& place) {
  if (ast_[target].kind != AstKind::Subscript)
    return fail(fmt::format("it assigns to `{}`", ast_.label(target, 40)), target);
  const std::vector<AstId> indexes = ast_.children(target, AstRole::Index);
  const Value list = expression(ast_.child(target, AstRole::Value));
  if (failed()) return false;
  if (types().kind(list.type) == TypeKind::EmptyList) {
    return leave_always(target);
  }
  if (indexes.size() != 1 || types().kind(list.type) != TypeKind::List)
    return fail(fmt::format("it assigns to an element of {}", types().name(list.type)), target);
  if (ast_[indexes[0]].kind == AstKind::Slice) return fail("it assigns to a slice", target);
  const Value index = expression(indexes[0]);
  if (failed()) return false;
  if (!is_integral(index)) return fail("an index that is no int", target);
  if (!fit(place.value, types().element(list.type), target) || !may_change(list.type, target))
    return false;
  place.target = target;
  place.list = list;
  place.index =
      value_of(TypeTable::kInt, make(Op::Index, Part::Int, list.regs[0], to_int(index).regs[0]));
  return true;
}

void FunctionLowering::commit(const std::vector<Place>& all) {
  for (const Place& place : all) {
    if (ast_[place.target].kind == AstKind::Name) {
      // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a place is made of a known variable.
      assign_variable(*variable(ast_[place.target].text), place.value);
    } else {
      store(place.list, place.index.regs[0], place.value);
    }
  }
}

bool FunctionLowering::augmented(AstId id) {
  const AstId target = ast_.child(id, AstRole::Target);
  std::string op = operators(ast_, id).front();
  if (op.size() < 2 || op.back() != '=') return fail("an unknown operator", id);
  op.pop_back();
  if (ast_[target].kind == AstKind::Name) {
    const Value old = name(target);
    const Value value = expression(ast_.child(id, AstRole::Value));
    if (failed()) return false;
    const TypeKind kind = types().kind(old.type);
    if (kind == TypeKind::List || kind == TypeKind::EmptyList)
      return fail(fmt::format("`{}=` changes a list in place", op), id);
    return store_targets({target}, binary(op, old, value, id));
  }
  Place place;
  if (ast_[target].kind != AstKind::Subscript)
    return fail(fmt::format("it changes `{}`", ast_.label(target, 40)), id);
  const std::vector<AstId> indexes = ast_.children(target, AstRole::Index);
  place.list = expression(ast_.child(target, AstRole::Value));
  if (failed()) return false;
  if (indexes.size() != 1 || types().kind(place.list.type) != TypeKind::List)
    return fail(fmt::format("it changes an element of {}", types().name(place.list.type)), id);
  if (ast_[indexes[0]].kind == AstKind::Slice) return fail("it changes a slice", id);
  const Value index = expression(indexes[0]);
  if (failed()) return false;
  if (!is_integral(index)) return fail("an index that is no int", id);
  const Reg at = make(Op::Index, Part::Int, place.list.regs[0], to_int(index).regs[0]);
  const Value old = load(place.list, at);
  const TypeKind kind = types().kind(old.type);
  if (kind == TypeKind::List || kind == TypeKind::EmptyList)
    return fail(fmt::format("`{}=` changes a list in place", op), id);
  const Value value = expression(ast_.child(id, AstRole::Value));
  if (failed()) return false;
  place.value = binary(op, old, value, id);
  if (failed()) return false;
  if (!fit(place.value, types().element(place.list.type), id) || !may_change(place.list.type, id)) {
    return false;
  }
  store(place.list, at, place.value);
  return true;
}

bool FunctionLowering::expression_statement(AstId id) {
  const AstId value = ast_.child(id, AstRole::Value);
  if (ast_[value].kind == AstKind::Constant) return true;
  if (ast_[value].kind == AstKind::Call && list_method(value, nullptr)) return !failed();
  if (failed()) return false;
  expression(value);
  return !failed();
}

void FunctionLowering::if_statement(AstId id, const State& state, States& out) {
  const BlockId yes = new_block();
  const BlockId no = new_block();
  condition(ast_.child(id, AstRole::Test), yes, no);
  if (failed()) return;
  const Env env = state.env;
  for (const State& end : body(id, AstRole::Body, {{env, yes}})) add_state(out, end.env, end.block);
  if (failed()) return;
  for (const State& end : body(id, AstRole::Orelse, {{env, no}}))
    add_state(out, end.env, end.block);
}

bool FunctionLowering::return_statement(AstId id) {
  const AstId expression_id = ast_.child(id, AstRole::Value);
  const Value value = expression_id.valid() ? expression(expression_id) : Value();
  if (failed()) return false;
  if (entry_) {
    const uint32_t exit = add_exit(Exit::Kind::Return, 0);
    function().exits[exit].values = {{0, value.type, value.regs}};
    emit(Op::Leave, {}).exit = exit;
    return true;
  }
  if (has_result_ && result_ != value.type) return fail("it returns several types", id);
  if (!has_result_) {
    has_result_ = true;
    result_ = value.type;
    for (Shared::Called& called : shared_.called) {
      if (called.index == index_) called.result = result_;
    }
  }
  function().calls.push_back({0, {}, value.regs});
  emit(Op::Return, {}, {}, {}, {}, static_cast<int64_t>(function().calls.size() - 1));
  return true;
}

}  // namespace lattice::kernel
