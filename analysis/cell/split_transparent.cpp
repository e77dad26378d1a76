// Calls, loops, `with` and `try` statements that are walked instead of being one cell.
#include <algorithm>

#include "analysis/cell/names_used.h"
#include "analysis/cell/splitter.h"
#include "analysis/effect/canonical.h"

namespace lattice {
namespace {

bool is_simple(const Ast& ast, AstId root, bool calls) {
  bool simple = true;
  walk(ast, root, [&](AstId id) {
    const AstKind kind = ast[id].kind;
    simple = simple && (kind == AstKind::Name || kind == AstKind::Attribute ||
                        kind == AstKind::Subscript || kind == AstKind::Constant ||
                        kind == AstKind::BinOp || (calls && kind == AstKind::Call));
    return simple;
  });
  return simple;
}

}  // namespace

bool Splitter::is_instrumented_call(AstId expression) const {
  if (ast_[expression].kind != AstKind::Call) return false;
  const AstId func = ast_.child(expression, AstRole::Func);
  if (!func.valid() || ast_[func].kind != AstKind::Name) return false;
  const ResolvedName resolved = names_.resolve(ast_[func].text, names_.scope_of(func));
  if (resolved.scope != names_.module() || resolved.binding->definitions.size() != 1) return false;
  const AstId target = resolved.binding->definitions.front();
  if (std::ranges::find(out_.functions, target) == out_.functions.end()) return false;
  return walrus_names(ast_, expression).names.empty() && !suspends(ast_, expression);
}

// `page.run()` with the page that `st.navigation` chose.
bool Splitter::is_page_run(AstId call, AstId func) const {
  if (ast_[func].text != "run" || ast_.children(call).size() != 1) return false;
  const AstId receiver = ast_.child(func, AstRole::Value);
  if (!receiver.valid() || ast_[receiver].kind != AstKind::Name) return false;
  const ResolvedName resolved = names_.resolve(ast_[receiver].text, names_.scope_of(receiver));
  if (resolved.binding == nullptr) return false;
  return resolved.binding->imports.empty() && resolved.binding->definitions.empty();
}

// `PAGES[choice]()`, `page()`: the run time looks whether the callee carries guards.
bool Splitter::is_dispatch(AstId expression) const {
  if (ast_[expression].kind != AstKind::Call) return false;
  const AstId func = ast_.child(expression, AstRole::Func);
  if (!func.valid()) return false;
  // A page may be a script of its own.
  if (ast_[func].kind == AstKind::Attribute) return is_page_run(expression, func);
  if (out_.functions.empty()) return false;
  if (ast_[func].kind != AstKind::Name && ast_[func].kind != AstKind::Subscript) return false;
  bool plain = true;
  walk(ast_, func, [&](AstId id) {
    const AstKind kind = ast_[id].kind;
    plain = plain && (kind == AstKind::Name || kind == AstKind::Constant ||
                      kind == AstKind::Attribute || kind == AstKind::Subscript);
    return plain;
  });
  if (!plain) return false;
  if (ast_[func].kind == AstKind::Name) {
    // A name that certainly means something else is an ordinary call.
    const ResolvedName resolved = names_.resolve(ast_[func].text, names_.scope_of(func));
    if (resolved.binding == nullptr) return false;
    const NameBinding& binding = *resolved.binding;
    if (binding.values.empty() && binding.others.empty()) return false;
  }
  for (const AstId child : AstChildren(ast_, expression)) {
    if (ast_[child].role == AstRole::Func) continue;
    const AstId value =
        ast_[child].kind == AstKind::Keyword ? ast_.child(child, AstRole::Value) : child;
    if (!value.valid()) return false;
    if (ast_[value].kind != AstKind::Name && ast_[value].kind != AstKind::Constant) return false;
    // `f(**options)` looks inside an object.
    if (ast_[child].kind == AstKind::Keyword && ast_[child].text.empty()) return false;
  }
  return true;
}

Step Splitter::value(Step step, AstId expression, const Scope& scope, const BoundNames& bound) {
  if (is_instrumented_call(expression)) return call(std::move(step), expression, scope, bound);
  const bool dispatch = is_dispatch(expression);
  step.cell = expression_cell(expression, scope, bound);
  out_.cells[step.cell].discard = ast_[step.node].kind == AstKind::Expr;
  step.kind = dispatch ? StepKind::Dispatch : StepKind::Value;
  return step;
}

Step Splitter::call(Step step, AstId expression, const Scope& scope, const BoundNames& bound) {
  step.kind = StepKind::Call;
  const AstId func = ast_.child(expression, AstRole::Func);
  const ResolvedName resolved = names_.resolve(ast_[func].text, names_.module());
  step.function = function_key(ast_, resolved.binding->definitions.front());
  for (const AstId child : AstChildren(ast_, expression)) {
    const AstNode& node = ast_[child];
    if (node.role == AstRole::Argument) {
      const bool star = node.kind == AstKind::Starred;
      const AstId value = star ? ast_.child(child, AstRole::Value) : child;
      step.stars.push_back(star);
      step.arguments.push_back(!value.valid() ? CellId::none()
                               : star         ? consumed_cell(value, scope, bound)
                                              : argument_cell(value, scope, bound));
    } else if (node.role == AstRole::Keyword) {
      const AstId value = ast_.child(child, AstRole::Value);
      const bool star = node.text.empty();
      step.keywords.push_back(!value.valid() ? CellId::none()
                              : star         ? consumed_cell(value, scope, bound)
                                             : argument_cell(value, scope, bound));
    }
  }
  return step;
}

bool Splitter::is_dynamic_item(AstId context) const {
  const AstKind kind = ast_[context].kind;
  if (kind != AstKind::Name && kind != AstKind::Attribute && kind != AstKind::Subscript)
    return false;
  return is_simple(ast_, context, false);
}

// `st.expander("more")`, `col.container()`, `st.columns(2)[0]`, `st.sidebar`.
bool Splitter::is_container_item(AstId context) const {
  const AstNode& node = ast_[context];
  if (node.kind == AstKind::Call) return effects_.trait_of_call(context) == Trait::Container;
  if (node.kind == AstKind::Subscript) {
    const AstId value = ast_.child(context, AstRole::Value);
    const AstId index = ast_.child(context, AstRole::Index);
    return value.valid() && index.valid() && ast_[index].kind == AstKind::Constant &&
           effects_.trait_of_call(value) == Trait::Containers;
  }
  const Canonical known = canonical(ast_, names_, context);
  if (!known.certain) return false;
  const LibraryMatch match = find_library(known.names.front());
  return match.exact && match.entry->trait == Trait::ContainerValue;
}

Step Splitter::with_statement(AstId id, const Scope& scope, const BoundNames& bound) {
  bool dynamic = false;
  bool items = false;
  for (const AstId item : AstChildren(ast_, id)) {
    if (ast_[item].role != AstRole::Item) continue;
    items = true;
    const AstId context = ast_.child(item, AstRole::Context);
    const AstId variable = ast_.child(item, AstRole::Variable);
    if (!context.valid() || (variable.valid() && ast_[variable].kind != AstKind::Name)) {
      return whole(id, scope, bound);
    }
    if (is_container_item(context) && walrus_names(ast_, context).names.empty()) continue;
    if (!is_dynamic_item(context)) return whole(id, scope, bound);
    dynamic = true;
  }
  if (!items || !ast_.child(id, AstRole::Body).valid()) return whole(id, scope, bound);
  Step step;
  step.node = id;
  step.kind = StepKind::With;
  if (dynamic) {
    step.opaque = statement_cell(id, scope, bound);
    out_.cells[step.opaque].alternative = true;
  }
  BoundNames inside = bound;
  for (const AstId item : AstChildren(ast_, id)) {
    if (ast_[item].role != AstRole::Item) continue;
    const AstId context = ast_.child(item, AstRole::Context);
    WithItemStep planned;
    planned.dynamic = !is_container_item(context);
    if (!planned.dynamic) planned.cell = argument_cell(context, scope, inside);
    step.items.push_back(planned);
    const AstId variable = ast_.child(item, AstRole::Variable);
    if (variable.valid()) flow_.bind_targets(variable, inside);
  }
  Scope inner = scope;
  ++inner.depth;
  inner.top = false;
  step.body = body(id, AstRole::Body, inner, inside);
  return step;
}

bool Splitter::is_plain_target(AstId target) const {
  switch (ast_[target].kind) {
    case AstKind::Name:
      return true;
    case AstKind::Tuple:
    case AstKind::List:
    case AstKind::Starred:
      for (const AstId part : AstChildren(ast_, target)) {
        if (!is_plain_target(part)) return false;
      }
      return true;
    default:
      return false;
  }
}

Step Splitter::for_statement(AstId id, const Scope& scope, const BoundNames& bound) {
  const AstId target = ast_.child(id, AstRole::Target);
  const AstId source = ast_.child(id, AstRole::Iter);
  if (!target.valid() || !source.valid() || !ast_.child(id, AstRole::Body).valid() ||
      ast_.child(id, AstRole::Orelse).valid() || !is_plain_target(target) ||
      !walrus_names(ast_, source).names.empty()) {
    return whole(id, scope, bound);
  }
  bool draws = false;
  for (const AstId child : AstChildren(ast_, id)) {
    if (ast_[child].role == AstRole::Body) draws = draws || effects_.draws(child);
  }
  if (!draws) return whole(id, scope, bound);
  Step step;
  step.node = id;
  step.kind = StepKind::For;
  StaticCell loop;
  loop.kind = CellKind::Loop;
  loop.node = id;
  loop.line = ast_[id].position.line;
  loop.label = "for " + ast_.label(target, 24) + " in " + ast_.label(source, 24);
  loop.module = !scope.function.valid();
  loop.function = scope.function;
  loop.writes = names_bound(ast_, target);
  step.loop = out_.cells.push_back(std::move(loop));
  iterable(step, source, scope, bound);
  BoundNames inside = bound;
  flow_.enter_loop(id, inside);
  flow_.bind_targets(target, inside);
  Scope inner = scope;
  ++inner.depth;
  inner.top = false;
  inner.loop = step.loop;
  step.body = body(id, AstRole::Body, inner, inside);
  return step;
}

namespace {

/// `except ValueError`, `except (OSError, errors.Timeout)`: asking runs no code of the script.
bool is_plain_type(const Ast& ast, AstId type) {
  bool plain = true;
  walk(ast, type, [&](AstId id) {
    const AstKind kind = ast[id].kind;
    plain = plain && (kind == AstKind::Name || kind == AstKind::Attribute ||
                      kind == AstKind::Tuple || kind == AstKind::Constant);
    return plain;
  });
  return plain;
}

bool returns(const Ast& ast, AstId node) {
  bool found = false;
  walk_scope(ast, node, [&](AstId id) {
    found |= ast[id].kind == AstKind::Return;
    return !found;
  });
  return found;
}

}  // namespace

// One cell keeps together what a body makes and changes; walking pays where the page is inside, or
// where the one cell would run in every interaction.
bool Splitter::is_walked_try(AstId id, const Scope& scope) const {
  const bool function = scope.function.valid();
  // `except*` calls the exception's own methods between its handlers.
  if (ast_[id].groups || !ast_.child(id, AstRole::Body).valid() || suspends(ast_, id)) return false;
  const bool finally = ast_.child(id, AstRole::Final).valid();
  bool walked = escapes(ast_, id);
  for (const AstId child : AstChildren(ast_, id)) {
    const AstRole role = ast_[child].role;
    // The group of a function ends with the value of its `return`, before `finally` runs.
    if (finally && role != AstRole::Final && returns(ast_, child)) return false;
    if (role != AstRole::Handler) {
      walked = walked || effects_.draws(child);
      continue;
    }
    const AstId type = ast_.child(child, AstRole::Type);
    if (type.valid() && !is_plain_type(ast_, type)) return false;
    walked = walked || (function && !ast_[child].text.empty());
  }
  return walked;
}

Step Splitter::try_statement(AstId id, const Scope& scope, const BoundNames& bound) {
  Step step;
  step.node = id;
  step.kind = StepKind::Try;
  step.loop = scope.loop;
  step.module = !scope.function.valid();
  Scope inner = scope;
  ++inner.depth;
  inner.top = false;
  step.body = body(id, AstRole::Body, inner, bound);
  BoundNames completed = bound;
  flow_.body(id, AstRole::Body, completed);
  BoundNames failed = bound;
  flow_.fail(id, failed);
  for (const AstId handler : AstChildren(ast_, id)) {
    if (ast_[handler].role != AstRole::Handler) continue;
    BoundNames caught = failed;
    if (!ast_[handler].text.empty()) flow_.bind(ast_[handler].text, caught);
    step.handlers.push_back(body(handler, AstRole::Body, inner, caught));
  }
  step.orelse = body(id, AstRole::Orelse, inner, completed);
  step.final = body(id, AstRole::Final, inner, failed);
  return step;
}

void Splitter::iterable(Step& step, AstId expression, const Scope& scope, const BoundNames& bound) {
  if (ast_[expression].kind == AstKind::Call) {
    const Canonical known = canonical(ast_, names_, ast_.child(expression, AstRole::Func));
    const std::string name = known.certain ? known.names.front() : std::string();
    const bool range = name == "builtins.range" && is_simple(ast_, expression, true);
    const bool wrapper =
        name == "builtins.enumerate" || name == "builtins.zip" || name == "builtins.reversed";
    bool plain = range || wrapper;
    for (const AstId child : AstChildren(ast_, expression)) {
      if (ast_[child].kind == AstKind::Starred) plain = false;
      if (ast_[child].kind == AstKind::Keyword) {
        const AstId value = ast_.child(child, AstRole::Value);
        plain = plain && value.valid() && !ast_[child].text.empty() && is_native(value);
      }
    }
    if (plain) {
      step.by_arguments = true;
      for (const AstId child : AstChildren(ast_, expression)) {
        if (ast_[child].role != AstRole::Argument) continue;
        step.arguments.push_back(range ? argument_cell(child, scope, bound)
                                       : consumed_cell(child, scope, bound));
      }
      return;
    }
  }
  step.cell = consumed_cell(expression, scope, bound);
}

}  // namespace lattice
