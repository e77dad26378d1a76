#include "analysis/cell/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/cell/names_used.h"
#include "analysis/cell/splitter.h"
#include "analysis/effect/canonical.h"

namespace lattice {

Split split(const Ast& ast, const Names& names, const EffectTable& effects) {
  return Splitter(ast, names, effects).run();
}

std::string_view to_string(CellKind kind) {
  constexpr std::array kNames = {std::string_view("expr"), std::string_view("test"),
                                 std::string_view("stmt"), std::string_view("use"),
                                 std::string_view("loop")};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view to_string(StepKind kind) {
  constexpr std::array kNames = {
      std::string_view("native"), std::string_view("value"),    std::string_view("raise"),
      std::string_view("call"),   std::string_view("dispatch"), std::string_view("stmt"),
      std::string_view("if"),     std::string_view("with"),     std::string_view("for"),
      std::string_view("try"),    std::string_view("def")};
  return kNames[static_cast<size_t>(kind)];
}

std::string function_key(const Ast& ast, AstId definition) {
  return fmt::format("{}:{}", ast[definition].text, ast[definition].position.line);
}

Split Splitter::run() {
  find_functions();
  out_.late = late_closures(ast_, names_);
  out_.steps = body(ast_.root(), AstRole::Body, Scope{}, BoundNames{});
  return std::move(out_);
}

void Splitter::find_functions() {
  std::vector<AstId> candidates;
  for (const AstId statement : AstChildren(ast_, ast_.root())) {
    if (ast_[statement].kind == AstKind::FunctionDef) candidates.push_back(statement);
    // `if __name__ == ...:` and `elif`s nest.
    walk(ast_, statement, [&](AstId id) {
      if (ast_[id].kind != AstKind::If) return false;
      for (const AstId inner : AstChildren(ast_, id)) {
        if (ast_[inner].kind == AstKind::FunctionDef) candidates.push_back(inner);
      }
      return true;
    });
  }
  for (const AstId candidate : candidates) {
    if (is_instrumentable(candidate)) out_.functions.push_back(candidate);
  }
}

// Its name must certainly mean this function wherever it is called.
bool Splitter::is_instrumentable(AstId definition) const {
  const std::string_view name = ast_[definition].text;
  const NameScope& module = names_[names_.module()];
  const auto found = module.names.find(name);
  if (found == module.names.end() || found->second.total() != 1) return false;
  const auto& globals = names_.declared_global();
  if (std::ranges::find(globals, name) != globals.end()) return false;
  for (const AstId star : module.star_imports) {
    if (ast_[star].range.begin > ast_[definition].range.begin) return false;
  }
  if (suspends(ast_, definition)) return false;
  if (ast_.child(definition, AstRole::Decorator).valid()) return is_fragment(definition);
  const Unit* unit = effects_.function(name);
  if (unit == nullptr) return false;
  const EffectSet set = unit->effects.set;
  return set.has(Effect::Draws) || set.has(Effect::Widget) || set.has(Effect::Control) ||
         set.has(Effect::Page);
}

// Decorated by `@st.fragment` or `@st.dialog(...)` and nothing else: calls go through Streamlit,
// and what it does around the body it does in every run.
bool Splitter::is_fragment(AstId definition) const {
  size_t decorators = 0;
  bool certain = true;
  for (const AstId child : AstChildren(ast_, definition)) {
    if (ast_[child].role != AstRole::Decorator) continue;
    ++decorators;
    const bool called = ast_[child].kind == AstKind::Call;
    const AstId name = called ? ast_.child(child, AstRole::Func) : child;
    certain = certain && name.valid() && canonical(ast_, names_, name).certain;
  }
  const Unit* unit = effects_.function(ast_[definition].text);
  return decorators == 1 && certain && unit != nullptr && unit->bodies.size() == 1 &&
         unit->decoration == Decoration::Fragment;
}

std::vector<Step> Splitter::body(AstId parent, AstRole role, const Scope& scope, BoundNames bound) {
  std::vector<Step> steps;
  for (const AstId child : AstChildren(ast_, parent)) {
    if (ast_[child].role != role) continue;
    steps.push_back(statement(child, scope, bound));
    // Only locals of functions are asked for.
    if (scope.function.valid()) flow_.statement(child, bound);
  }
  return steps;
}

Step Splitter::statement(AstId id, const Scope& scope, const BoundNames& bound) {
  Step step;
  step.node = id;
  const AstNode& node = ast_[id];
  switch (node.kind) {
    case AstKind::Import:
    case AstKind::ImportFrom:
    case AstKind::Global:
    case AstKind::Nonlocal:
    case AstKind::Pass:
    case AstKind::Break:
    case AstKind::Continue:
      return step;
    case AstKind::Delete:
      for (const AstId target : AstChildren(ast_, id)) {
        if (ast_[target].kind != AstKind::Name) return whole(id, scope, bound);
      }
      return step;
    case AstKind::Expr: {
      const AstId expression = ast_.child(id, AstRole::Value);
      const AstKind above = ast_[node.parent].kind;
      const bool first = ast_.child(node.parent, AstRole::Body) == id;
      const bool docstring = first && ast_[expression].is_string &&
                             (above == AstKind::Module || above == AstKind::FunctionDef);
      if (docstring) return step;
      if (suspends(ast_, id)) return whole(id, scope, bound);
      return value(std::move(step), expression, scope, bound);
    }
    case AstKind::Assign:
    case AstKind::AnnAssign:
      return assignment(id, scope, bound);
    case AstKind::Return: {
      const AstId expression = ast_.child(id, AstRole::Value);
      if (!expression.valid() || is_native(expression)) return step;
      return value(std::move(step), expression, scope, bound);
    }
    case AstKind::Raise:
      return raise_statement(id, scope, bound);
    case AstKind::If:
      if (scope.depth >= kMaxSplitDepth || suspends(ast_, id)) return whole(id, scope, bound);
      return if_statement(id, scope, bound);
    case AstKind::With:
      if (scope.depth >= kMaxSplitDepth || suspends(ast_, id)) return whole(id, scope, bound);
      return with_statement(id, scope, bound);
    case AstKind::For:
      if (scope.depth >= kMaxSplitDepth || suspends(ast_, id) || effects_.is_long(id))
        return whole(id, scope, bound);
      return for_statement(id, scope, bound);
    case AstKind::Try:
      if (scope.depth >= kMaxSplitDepth || !is_walked_try(id, scope))
        return whole(id, scope, bound);
      return try_statement(id, scope, bound);
    case AstKind::FunctionDef:
    case AstKind::AsyncFunctionDef:
      return definition(id, scope);
    case AstKind::ClassDef:
      // Inside functions a class, like a nested function, belongs to the frame that makes it.
      return scope.function.valid() ? step : whole(id, scope, bound);
    case AstKind::TypeAlias:
      return step;
    default:
      return whole(id, scope, bound);
  }
}

Step Splitter::assignment(AstId id, const Scope& scope, const BoundNames& bound) {
  Step step;
  step.node = id;
  const AstId expression = ast_.child(id, AstRole::Value);
  // A bare annotation: `x: int`.
  if (!expression.valid()) {
    const AstId target = ast_.child(id, AstRole::Target);
    return target.valid() && ast_[target].kind == AstKind::Name ? step : whole(id, scope, bound);
  }
  if (suspends(ast_, id)) return whole(id, scope, bound);
  size_t targets = 0;
  bool names = true;
  bool flat = true;
  for (const AstId target : AstChildren(ast_, id)) {
    if (ast_[target].role != AstRole::Target) continue;
    ++targets;
    names &= ast_[target].kind == AstKind::Name;
    flat &= ast_[target].kind == AstKind::Tuple;
    for (const AstId part : AstChildren(ast_, target)) flat &= ast_[part].kind == AstKind::Name;
  }
  if (names) {
    if (is_native(expression)) return step;
    return value(std::move(step), expression, scope, bound);
  }
  // `a, b = f(x)` with a function that carries guards.
  if (targets == 1 && flat && is_instrumented_call(expression)) {
    return call(std::move(step), expression, scope, bound);
  }
  return whole(id, scope, bound);
}

Step Splitter::raise_statement(AstId id, const Scope& scope, const BoundNames& bound) {
  Step step;
  step.node = id;
  const AstId exception = ast_.child(id, AstRole::Exception);
  if (!exception.valid()) return step;
  if (suspends(ast_, id)) return whole(id, scope, bound);
  const AstId cause = ast_.child(id, AstRole::Cause);
  if (cause.valid() && !is_native(cause)) return whole(id, scope, bound);
  if (is_native(exception)) return step;
  step.kind = StepKind::Raise;
  step.cell = expression_cell(exception, scope, bound);
  return step;
}

Step Splitter::if_statement(AstId id, const Scope& scope, const BoundNames& bound) {
  const AstId test = ast_.child(id, AstRole::Test);
  if (!test.valid() || !ast_.child(id, AstRole::Body).valid()) return whole(id, scope, bound);
  // A test that binds names has no guard of its own yet.
  if (!walrus_names(ast_, test).names.empty()) return whole(id, scope, bound);
  Step step;
  step.node = id;
  step.kind = StepKind::If;
  step.cell = test_cell(test, scope, bound);
  Scope inner = scope;
  ++inner.depth;
  step.body = body(id, AstRole::Body, inner, bound);
  step.orelse = body(id, AstRole::Orelse, inner, bound);
  return step;
}

Step Splitter::definition(AstId id, const Scope& scope) {
  Step step;
  step.node = id;
  // A nested function closes over this frame: it is made in every call.
  if (scope.function.valid()) return step;
  step.kind = ast_[id].kind == AstKind::FunctionDef ? StepKind::Def : StepKind::Stmt;
  step.cell = statement_cell(id, scope, BoundNames{});
  const bool instrumented =
      scope.top && std::ranges::find(out_.functions, id) != out_.functions.end();
  if (!instrumented) return step;
  step.function = function_key(ast_, id);
  step.fragment = is_fragment(id);
  BoundNames bound;
  for (const AstId parameter : AstChildren(ast_, id)) {
    if (ast_[parameter].role == AstRole::Parameter) flow_.bind(ast_[parameter].text, bound);
  }
  unbindable_.clear();
  walk(ast_, id, [&](AstId at) {
    const bool deleted = ast_[at].kind == AstKind::Name && ast_[at].context == AstContext::Delete;
    if (deleted && names_.scope_of(at) != names_.inner(id)) unbindable_.insert(ast_[at].text);
    return true;
  });
  Scope inner;
  inner.function = id;
  inner.top = false;
  step.body = body(id, AstRole::Body, inner, bound);
  return step;
}

Step Splitter::whole(AstId id, const Scope& scope, const BoundNames& bound) {
  Step step;
  step.node = id;
  step.kind = StepKind::Stmt;
  step.cell = statement_cell(id, scope, bound);
  return step;
}

}  // namespace lattice
