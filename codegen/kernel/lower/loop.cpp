#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

FunctionLowering::Head& FunctionLowering::head_for(std::vector<Head>& heads, const Env& env,
                                                   AstId loop, bool chunked) {
  for (Head& head : heads) {
    const std::optional<Env> joined = join(head.env, env);
    if (!joined) continue;
    if (*joined == head.env) return head;
    // The head should have expected this: next time it will.
    for (uint32_t i = 0; i < env.size(); ++i) {
      if ((*joined)[i] != head.env[i])
        shared_.maybe[{&ast_, loop.index(), i}] = types()[(*joined)[i]].inner.front();
    }
    shared_.relower = true;
    return head;
  }
  constexpr size_t kMaxHeads = 12;
  if (heads.size() >= kMaxHeads) fail("its variables have too many types", loop);
  const BlockId outer = new_block();
  heads.push_back({env, outer, chunked ? new_block() : outer});
  return heads.back();
}

void FunctionLowering::jump_to_head(std::vector<Head>& heads, const State& state, AstId loop,
                                    bool chunked, bool entry) {
  block_ = state.block;
  Env env = state.env;
  if (entry) {
    for (uint32_t i = 0; i < env.size(); ++i) {
      const auto known = shared_.maybe.find({&ast_, loop.index(), i});
      if (env[i] == TypeTable::kUnbound && known != shared_.maybe.end())
        env[i] = types().maybe(known->second);
    }
  }
  const Head head = head_for(heads, env, loop, chunked);
  convert(state.env, head.env);
  jump(entry ? head.outer : head.inner);
}

// A loop is lowered once for each combination of types at its head. `heads` grows while bodies
// lead to new combinations.
void FunctionLowering::for_statement(AstId id, const State& state, States& out) {
  const uint32_t statement = number_[id.index()];
  Iteration rounds;
  if (!iteration(ast_.child(id, AstRole::Iter), rounds, false)) return;
  if (rounds.list.valid() && types().kind(rounds.list) == TypeKind::EmptyList) {
    for (const State& end : body(id, AstRole::Orelse, {{state.env, block_}}))
      add_state(out, end.env, end.block);
    return;
  }
  const AstId target = ast_.child(id, AstRole::Target);
  const bool chunked = rounds.state.kind == IteratorState::Kind::Range;
  // The end of the stretch of a range that runs without asking whether to stop.
  const Reg stretch_end = chunked ? new_reg(Part::Int) : Reg();
  std::vector<Head> heads;
  jump_to_head(heads, {state.env, block_}, id, chunked, true);
  States ended;
  States breaks;
  for (size_t i = 0; i < heads.size() && !failed(); ++i) {
    const Head head = heads[i];
    const BlockId none = new_block();
    const uint32_t last = last_[id.index()];
    loops_.push_back({statement, last, rounds.state, &breaks, nullptr});
    enter({head.env, head.outer}, 2 * last + 1, id);
    if (chunked) {
      const std::vector<Reg>& range = rounds.state.regs;
      const BlockId more = new_block();
      branch(make(Op::LtI, Part::Bool, range[0], range[1]), more, none);
      block_ = more;
      // At most kPollInterval values, then ask again.
      const Reg left = make(Op::SubWrap, Part::Int, range[1], range[0]);
      const Reg most = const_int(kPollInterval);
      const Reg count =
          make(Op::Select, Part::Int, make(Op::LtU, Part::Bool, left, most), left, most);
      emit(Op::Poll, {}, count);
      emit(Op::Move, stretch_end, make(Op::AddWrap, Part::Int, range[0], count));
      jump(head.inner);
      block_ = head.inner;
      const BlockId inside = new_block();
      branch(make(Op::LtI, Part::Bool, range[0], stretch_end), inside, head.outer);
      block_ = inside;
    } else {
      emit(Op::Poll, {}, const_int(1));
      has_next(rounds, none);
    }
    const Value value = next(rounds);
    // Nothing below can fail: a value is unpacked into names.
    const bool bound = unpack(target, value, [&](AstId part, const Value& piece) {
      if (ast_[part].kind != AstKind::Name) return fail("a loop target that is no name", part);
      assign_variable(*variable(ast_[part].text), piece);
      return true;
    });
    if (!bound) return;
    loop_round(id, {env_, block_}, heads, chunked);
    if (failed()) return;
    add_state(ended, head.env, none);
  }
  leave_loop(id, ended, breaks, out);
}

void FunctionLowering::loop_round(AstId loop, const State& begin, std::vector<Head>& heads,
                                  bool chunked) {
  States continues;
  loops_.back().continues = &continues;
  const States ends = body(loop, AstRole::Body, {begin});
  loops_.pop_back();
  if (failed()) return;
  for (const States* states : {&ends, static_cast<const States*>(&continues)})
    for (const State& end : *states) jump_to_head(heads, end, loop, chunked, false);
}

void FunctionLowering::leave_loop(AstId loop, const States& ended, const States& breaks,
                                  States& out) {
  if (failed()) return;
  // A loop that never comes to its end is none.
  ++compiled_loops_;
  shared_.kernel.loops.push_back(ast_[loop].position.line);
  for (const State& end : body(loop, AstRole::Orelse, ended)) add_state(out, end.env, end.block);
  for (const State& end : breaks) add_state(out, end.env, end.block);
}

void FunctionLowering::while_statement(AstId id, const State& state, States& out) {
  const uint32_t statement = number_[id.index()];
  std::vector<Head> heads;
  jump_to_head(heads, {state.env, block_}, id, false, true);
  States ended;
  States breaks;
  for (size_t i = 0; i < heads.size() && !failed(); ++i) {
    const Head head = heads[i];
    // Going on at the statement evaluates its test again.
    enter({head.env, head.outer}, 2 * statement, id);
    emit(Op::Poll, {}, const_int(1));
    const BlockId inside = new_block();
    const BlockId none = new_block();
    condition(ast_.child(id, AstRole::Test), inside, none);
    if (failed()) return;
    loops_.push_back({statement, last_[id.index()], std::nullopt, &breaks, nullptr});
    loop_round(id, {head.env, inside}, heads, false);
    if (failed()) return;
    add_state(ended, head.env, none);
  }
  leave_loop(id, ended, breaks, out);
}

bool FunctionLowering::iteration(AstId iter, Iteration& out, bool inner) {
  const GlobalValue called =
      ast_[iter].kind == AstKind::Call ? named(ast_.child(iter, AstRole::Func)) : GlobalValue();
  if (called.kind != GlobalValue::Kind::Builtin ||
      (called.builtin != Builtin::Range && called.builtin != Builtin::Enumerate &&
       called.builtin != Builtin::Zip)) {
    const Value list = expression(iter);
    return !failed() && list_iteration(list, out, iter);
  }
  if (ast_.child(iter, AstRole::Keyword).valid()) return fail("keyword arguments", iter);
  if (called.builtin == Builtin::Range) return range_iteration(iter, out, inner);
  const std::vector<AstId> arguments = ast_.children(iter, AstRole::Argument);
  for (const AstId argument : arguments) {
    if (ast_[argument].kind == AstKind::Starred) return fail("`*` in a call", argument);
  }
  const bool counted = called.builtin == Builtin::Enumerate;
  if (arguments.empty() || (counted && arguments.size() > 2)) return fail("its iterator", iter);
  out.state.kind = counted ? IteratorState::Kind::Enumerate : IteratorState::Kind::Zip;
  std::vector<TypeId> elements;
  if (counted) elements.push_back(TypeTable::kInt);
  for (const AstId argument : arguments) {
    if (counted && argument != arguments.front()) break;
    Iteration part;
    if (!iteration(argument, part, true)) return false;
    elements.push_back(part.element);
    out.state.inner.push_back(part.state);
    out.inner.push_back(std::move(part));
  }
  if (counted) {
    const Reg number = new_reg(Part::Int);
    Value start{TypeTable::kInt, {}, 0};
    if (arguments.size() == 2) {
      start = expression(arguments[1]);
      if (failed()) return false;
      if (!is_integral(start)) return fail("`enumerate` from no int", iter);
      start = to_int(start);
    } else {
      start.regs = {const_int(0)};
    }
    // Numbers stay within 64 bits.
    guard(make(Op::LtI, Part::Bool, start.regs[0], const_int(int64_t{1} << 62)));
    emit(Op::Move, number, start.regs[0]);
    out.state.regs = {number};
  }
  out.element = types().tuple_of(std::move(elements));
  return true;
}

bool FunctionLowering::range_iteration(AstId call, Iteration& out, bool inner) {
  const std::vector<AstId> arguments = ast_.children(call, AstRole::Argument);
  if (arguments.empty() || arguments.size() > 3) return fail("arguments of `range`", call);
  std::vector<Value> values;
  for (const AstId argument : arguments) {
    const Value value = expression(argument);
    if (failed()) return false;
    if (!is_integral(value)) return fail("an argument of `range` that is no int", argument);
    values.push_back(to_int(value));
  }
  const Reg start = values.size() == 1 ? const_int(0) : values[0].regs[0];
  const Reg stop = values[values.size() == 1 ? 0 : 1].regs[0];
  std::optional<int64_t> step = 1;
  Reg step_reg;
  if (values.size() == 3) {
    step = values[2].constant;
    step_reg = values[2].regs[0];
  }
  const Reg at = new_reg(Part::Int);
  const Reg end = new_reg(Part::Int);
  out.element = TypeTable::kInt;
  if (step == 1 && !inner) {
    out.state.kind = IteratorState::Kind::Range;
    emit(Op::Move, at, start);
    emit(Op::Move, end, stop);
    out.state.regs = {at, end};
    return true;
  }
  if (!step_reg.valid()) step_reg = const_int(*step);
  guard(make(Op::NeI, Part::Bool, step_reg, const_int(0)));
  out.state.kind = IteratorState::Kind::SteppedRange;
  const Reg kept_step = new_reg(Part::Int);
  emit(Op::Move, kept_step, step_reg);
  emit(Op::Move, end, make(Op::TripCount, Part::Int, start, stop, step_reg));
  emit(Op::Move, at, start);
  out.state.regs = {at, end, kept_step};
  return true;
}

bool FunctionLowering::list_iteration(const Value& list, Iteration& out, AstId at) {
  const TypeKind kind = types().kind(list.type);
  if (kind != TypeKind::List && kind != TypeKind::EmptyList)
    return fail(fmt::format("it goes over {}", types().name(list.type)), at);
  out.state.kind = IteratorState::Kind::List;
  out.list = list.type;
  out.state.list = list.type;
  out.element = kind == TypeKind::List ? types().element(list.type) : TypeTable::kInt;
  const Reg kept = new_reg(Part::Ref);
  const Reg index = new_reg(Part::Int);
  emit(Op::Move, kept, list.regs[0]);
  emit(Op::Move, index, const_int(0));
  out.state.regs = {kept, index};
  return true;
}

void FunctionLowering::has_next(const Iteration& iteration, BlockId none) {
  const std::vector<Reg>& regs = iteration.state.regs;
  Reg more;
  switch (iteration.state.kind) {
    case IteratorState::Kind::Range:
      more = make(Op::LtI, Part::Bool, regs[0], regs[1]);
      break;
    case IteratorState::Kind::SteppedRange:
      more = make(Op::NeI, Part::Bool, regs[1], const_int(0));
      break;
    case IteratorState::Kind::List:
      more = make(Op::LtI, Part::Bool, regs[1], make(Op::Len, Part::Int, regs[0]));
      break;
    case IteratorState::Kind::Enumerate:
    case IteratorState::Kind::Zip:
      for (const Iteration& inner : iteration.inner) has_next(inner, none);
      return;
  }
  const BlockId inside = new_block();
  branch(more, inside, none);
  block_ = inside;
}

Value FunctionLowering::next(const Iteration& iteration) {
  const std::vector<Reg>& regs = iteration.state.regs;
  switch (iteration.state.kind) {
    case IteratorState::Kind::Range: {
      const Reg value = make(Op::Move, Part::Int, regs[0]);
      emit(Op::Move, regs[0], make(Op::AddWrap, Part::Int, regs[0], const_int(1)));
      return value_of(TypeTable::kInt, value);
    }
    case IteratorState::Kind::SteppedRange: {
      const Reg value = make(Op::Move, Part::Int, regs[0]);
      emit(Op::Move, regs[0], make(Op::AddWrap, Part::Int, regs[0], regs[2]));
      emit(Op::Move, regs[1], make(Op::SubWrap, Part::Int, regs[1], const_int(1)));
      return value_of(TypeTable::kInt, value);
    }
    case IteratorState::Kind::List: {
      if (types().kind(iteration.list) == TypeKind::EmptyList)
        return value_of(TypeTable::kInt, const_int(0));
      const Value value = load({iteration.list, {regs[0]}, std::nullopt}, regs[1]);
      emit(Op::Move, regs[1], make(Op::AddWrap, Part::Int, regs[1], const_int(1)));
      return value;
    }
    case IteratorState::Kind::Enumerate: {
      Value value{iteration.element, {make(Op::Move, Part::Int, regs[0])}, std::nullopt};
      emit(Op::Move, regs[0], make(Op::AddWrap, Part::Int, regs[0], const_int(1)));
      const Value inner = next(iteration.inner.front());
      value.regs.insert(value.regs.end(), inner.regs.begin(), inner.regs.end());
      return value;
    }
    case IteratorState::Kind::Zip: {
      Value value{iteration.element, {}, std::nullopt};
      for (const Iteration& part : iteration.inner) {
        const Value inner = next(part);
        value.regs.insert(value.regs.end(), inner.regs.begin(), inner.regs.end());
      }
      return value;
    }
  }
  return {};
}

bool FunctionLowering::unpack(AstId target, const Value& value,
                              const std::function<bool(AstId, const Value&)>& to) {
  const AstKind kind = ast_[target].kind;
  if (kind != AstKind::Tuple && kind != AstKind::List) return to(target, value);
  if (types().kind(value.type) != TypeKind::Tuple)
    return fail(fmt::format("it unpacks {}", types().name(value.type)), target);
  const std::vector<TypeId> inner = types()[value.type].inner;
  const std::vector<AstId> parts = ast_.children(target, AstRole::Element);
  if (parts.size() != inner.size()) return fail("it unpacks another number of values", target);
  size_t from = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (ast_[parts[i]].kind == AstKind::Starred) return fail("a `*` target", target);
    const size_t count = types().parts(inner[i]).size();
    Value part{inner[i], {}, std::nullopt};
    part.regs.assign(value.regs.begin() + static_cast<std::ptrdiff_t>(from),
                     value.regs.begin() + static_cast<std::ptrdiff_t>(from + count));
    from += count;
    if (!unpack(parts[i], part, to)) return false;
  }
  return true;
}

}  // namespace lattice::kernel
