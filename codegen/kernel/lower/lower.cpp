#include "codegen/kernel/lower/lower.h"

#include <fmt/format.h>

#include <bit>

#include "codegen/kernel/ir/exit.h"
#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

Lowered lower(const Source& source, const TypeTable& types, const std::vector<TypeId>& arguments,
              const LowerOptions& options) {
  // Each pass learns one more type; more than a few mean that they do not settle.
  constexpr int kPasses = 40;
  Shared shared;
  for (int pass = 0; pass < kPasses; ++pass) {
    Shared fresh;
    fresh.options = options;
    fresh.elements = std::move(shared.elements);
    fresh.results = std::move(shared.results);
    fresh.sites = std::move(shared.sites);
    fresh.maybe = std::move(shared.maybe);
    if (pass == 0)
      fresh.kernel.types = types;
    else
      fresh.kernel.types = std::move(shared.kernel.types);
    shared = std::move(fresh);
    shared.kernel.functions.emplace_back();
    FunctionLowering entry(shared, source, 0, true);
    const bool done = entry.run(arguments);
    if (shared.again || (done && shared.relower)) continue;
    if (!done) return {std::nullopt, shared.refusal};
    if (shared.kernel.loops.empty() && !shared.planned.reason.empty())
      return {std::nullopt, shared.planned};
    size_t words = shared.kernel.functions.front().parameters.size();
    for (const Exit& exit : shared.kernel.functions.front().exits)
      words = std::max(words, registers_of(exit).size());
    shared.kernel.state_words = static_cast<uint32_t>(words);
    return {std::move(shared.kernel), {}};
  }
  return {std::nullopt, {"the types of its variables do not settle", 0}};
}

FunctionLowering::FunctionLowering(Shared& shared, const Source& source, uint32_t index, bool entry)
    : shared_(shared), source_(source), ast_(*source.ast), index_(index), entry_(entry) {}

bool FunctionLowering::run(const std::vector<TypeId>& arguments) {
  function().name = std::string(ast_[source_.definition].text);
  arguments_ = arguments;
  number_statements();
  name_variables();
  if (failed()) return false;
  const std::vector<AstId> parameters = ast_.children(source_.definition, AstRole::Parameter);
  if (parameters.size() != arguments.size()) return fail("its parameters", source_.definition);
  Env env(names_.size(), TypeTable::kUnbound);
  for (uint32_t i = 0; i < arguments.size(); ++i) {
    env[i] = arguments[i];
    for (const Reg reg : variable_regs(i, arguments[i])) function().parameters.push_back(reg);
  }
  if (entry_) {
    for (const std::string_view name : names_) shared_.kernel.variables.emplace_back(name);
  } else {
    // All guards of a called function leave it by the same exit.
    function().exits.emplace_back();
  }
  const States ends = body(source_.definition, AstRole::Body, {{env, new_block()}});
  if (failed()) return false;
  for (const State& end : ends) {
    enter(end, 0, source_.definition);
    const Value none;
    if (entry_) {
      const uint32_t exit = add_exit(Exit::Kind::Return, 0);
      function().exits[exit].values = {{0, none.type, none.regs}};
      emit(Op::Leave, {}).exit = exit;
    } else {
      if (has_result_ && result_ != none.type) return fail("it returns several types", at_);
      has_result_ = true;
      result_ = none.type;
      function().calls.push_back({});
      emit(Op::Return, {}, {}, {}, {}, static_cast<int64_t>(function().calls.size() - 1));
    }
  }
  if (!has_result_) result_ = TypeTable::kNone;
  if (!entry_) {
    function().result = result_;
    function().result_parts = types().parts(result_);
  }
  return !failed();
}

void FunctionLowering::number_statements() {
  std::vector<AstId> order;
  walk(ast_, source_.definition, [&](AstId id) {
    if (id != source_.definition && is_statement(ast_[id].kind)) {
      number_[id.index()] = static_cast<uint32_t>(order.size());
      order.push_back(id);
    }
    return true;
  });
  // The last statement of each body: ancestors whose body (not orelse) holds a statement.
  for (const AstId id : order) {
    AstId child = id;
    for (AstId at = ast_[id].parent; at.valid() && at != ast_[source_.definition].parent;
         child = at, at = ast_[at].parent) {
      if (ast_[child].role == AstRole::Body) last_[at.index()] = number_[id.index()];
    }
  }
}

void FunctionLowering::name_variables() {
  const auto add = [&](std::string_view name) {
    if (variables_.emplace(name, static_cast<uint32_t>(names_.size())).second)
      names_.push_back(name);
  };
  if (ast_[source_.definition].kind != AstKind::FunctionDef) {
    fail("it is no plain function", source_.definition);
    return;
  }
  for (const AstId id : ast_.children(source_.definition, AstRole::Parameter)) {
    if (ast_[id].parameter != ParameterKind::Plain) {
      fail("it has `*` parameters", id);
      return;
    }
    add(ast_[id].text);
  }
  walk(ast_, source_.definition, [&](AstId id) {
    const AstNode& node = ast_[id];
    if (id == source_.definition) return true;
    if (node.role == AstRole::Decorator || node.role == AstRole::Parameter) return false;
    switch (node.kind) {
      case AstKind::Global:
      case AstKind::Nonlocal:
        fail("it declares global names", id);
        return false;
      case AstKind::Yield:
      case AstKind::YieldFrom:
      case AstKind::Await:
        fail("it is a generator", id);
        return false;
      case AstKind::FunctionDef:
      case AstKind::AsyncFunctionDef:
      case AstKind::ClassDef:
      case AstKind::Alias:
        add(node.kind == AstKind::Alias && !node.alias.empty() ? node.alias : node.text);
        return node.kind == AstKind::Alias;
      case AstKind::Lambda:
        return false;
      case AstKind::ExceptHandler:
        if (!node.text.empty()) add(node.text);
        return true;
      case AstKind::Comprehension: {
        // Its targets are names of its own; `:=` inside binds a variable of the function.
        return true;
      }
      case AstKind::Name: {
        if (node.context == AstContext::Load) return true;
        for (AstId at = node.parent; at != source_.definition; at = ast_[at].parent) {
          if (ast_[at].kind == AstKind::Comprehension) return true;
          if (ast_[at].kind == AstKind::NamedExpr || is_statement(ast_[at].kind)) break;
        }
        add(node.text);
        return true;
      }
      default:
        return true;
    }
  });
  for (const std::string_view name : names_) {
    if (name.starts_with("__")) fail("a name begins with two underscores", source_.definition);
  }
}

bool FunctionLowering::fail(std::string reason, AstId at) {
  if (!failed()) shared_.refusal = {std::move(reason), ast_[at].position.line};
  return false;
}

bool FunctionLowering::leave_always(AstId at) {
  if (!failed()) always_leaves_ = true;
  return fail("it always raises", at);
}

Instruction& FunctionLowering::emit(Op op, Reg out, Reg a, Reg b, Reg c, int64_t imm) {
  Instruction made{op, out, a, b, c, 0, imm};
  if (has_guard(op) && op != Op::Leave) made.exit = current_exit();
  if (++shared_.instructions > Shared::kMaxInstructions) fail("it is too long", at_);
  auto& code = function().blocks[block_].code;
  code.push_back(made);
  return code.back();
}

Reg FunctionLowering::make(Op op, Part part, Reg a, Reg b, Reg c, int64_t imm) {
  const Reg out = new_reg(part);
  emit(op, out, a, b, c, imm);
  return out;
}

void FunctionLowering::jump(BlockId to) { emit(Op::Jump, {}, {}, {}, {}, to.index()); }

void FunctionLowering::branch(Reg condition, BlockId yes, BlockId no) {
  emit(Op::Branch, {}, condition, {}, {}, yes.index()).exit = no.index();
}

uint32_t FunctionLowering::add_exit(Exit::Kind kind, uint32_t point) {
  Exit exit;
  exit.kind = kind;
  exit.point = point;
  exit.line = ast_[at_].position.line;
  if (kind != Exit::Kind::Return) {
    for (uint32_t i = 0; i < env_.size(); ++i) {
      if (env_[i] == TypeTable::kUnbound) continue;
      exit.values.push_back({i, env_[i], variable_regs(i, env_[i])});
    }
    for (const LoopFrame& loop : loops_) {
      Exit::Loop made;
      made.statement = loop.statement;
      made.has_iterator = loop.iterator.has_value();
      if (loop.iterator) made.iterator = *loop.iterator;
      exit.loops.push_back(std::move(made));
    }
  }
  function().exits.push_back(std::move(exit));
  return static_cast<uint32_t>(function().exits.size() - 1);
}

uint32_t FunctionLowering::current_exit() {
  if (!entry_) return 0;
  if (!exit_) exit_ = add_exit(Exit::Kind::Deopt, point_);
  return *exit_;
}

void FunctionLowering::enter(const State& state, uint32_t point, AstId node) {
  env_ = state.env;
  block_ = state.block;
  point_ = point;
  at_ = node;
  exit_.reset();
}

void FunctionLowering::add_state(States& states, Env env, BlockId block) {
  for (State& state : states) {
    const std::optional<Env> joined = join(state.env, env);
    if (!joined) continue;
    const BlockId target = new_block();
    const BlockId kept = block_;
    block_ = state.block;
    convert(state.env, *joined);
    jump(target);
    block_ = block;
    convert(env, *joined);
    jump(target);
    block_ = kept;
    state = {*joined, target};
    return;
  }
  // Each combination of types costs a copy of all that follows.
  constexpr size_t kMaxStates = 12;
  if (states.size() >= kMaxStates) fail("its variables have too many types", at_);
  states.push_back({std::move(env), block});
}

std::optional<Env> FunctionLowering::join(const Env& a, const Env& b) {
  Env out = a;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const bool unbound_a = a[i] == TypeTable::kUnbound;
    const TypeId one = unbound_a ? b[i] : a[i];
    const TypeId other = unbound_a ? a[i] : b[i];
    const TypeId maybe = types().kind(one) == TypeKind::Maybe     ? one
                         : types().kind(other) == TypeKind::Maybe ? other
                                                                  : types().maybe(one);
    const TypeId inner = types()[maybe].inner.front();
    for (const TypeId type : {one, other}) {
      if (type != maybe && type != inner && type != TypeTable::kUnbound) return std::nullopt;
    }
    out[i] = maybe;
  }
  return out;
}

void FunctionLowering::convert(const Env& from, const Env& to) {
  for (uint32_t i = 0; i < from.size(); ++i) {
    // Otherwise a head was met that expects too little, and this pass is for nothing.
    if (from[i] == to[i] || types().kind(to[i]) != TypeKind::Maybe) continue;
    const std::vector<Reg> target = variable_regs(i, to[i]);
    if (from[i] != TypeTable::kUnbound) copy_values(target, variable_regs(i, from[i]));
    emit(Op::Move, target.back(), const_bool(from[i] != TypeTable::kUnbound));
  }
}

std::vector<Reg> FunctionLowering::variable_regs(uint32_t variable, TypeId type) {
  const auto [found, added] = variable_regs_.try_emplace({variable, type.index()});
  if (added) {
    for (const Part part : types().parts(type)) found->second.push_back(new_reg(part));
  }
  return found->second;
}

std::optional<uint32_t> FunctionLowering::variable(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end()) return std::nullopt;
  return found->second;
}

void FunctionLowering::assign_variable(uint32_t variable, const Value& value) {
  env_[variable] = value.type;
  move(variable_regs(variable, value.type), value.regs);
}

Reg FunctionLowering::const_float(double value) {
  return make(Op::ConstF, Part::Float, {}, {}, {}, std::bit_cast<int64_t>(value));
}

Value FunctionLowering::new_value(TypeId type) {
  Value value{type, {}, std::nullopt};
  for (const Part part : types().parts(type)) value.regs.push_back(new_reg(part));
  return value;
}

void FunctionLowering::copy_values(const std::vector<Reg>& to, const std::vector<Reg>& from) {
  for (size_t i = 0; i < from.size(); ++i) emit(Op::Move, to[i], from[i]);
}

void FunctionLowering::move(const std::vector<Reg>& to, const std::vector<Reg>& from) {
  for (size_t i = 0; i < to.size(); ++i) emit(Op::Move, to[i], from[i]);
}

}  // namespace lattice::kernel
