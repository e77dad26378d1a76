// What is known of each cell.
#include <algorithm>

#include "analysis/cell/names_used.h"
#include "analysis/cell/splitter.h"
#include "analysis/effect/canonical.h"

namespace lattice {
namespace {

bool is_light_kind(AstKind kind) {
  switch (kind) {
    case AstKind::Name:
    case AstKind::Constant:
    case AstKind::Compare:
    case AstKind::BoolOp:
    case AstKind::BinOp:
    case AstKind::UnaryOp:
    case AstKind::JoinedStr:
    case AstKind::FormattedValue:
    case AstKind::IfExp:
      return true;
    default:
      return false;
  }
}

bool escapes_from(const Ast& ast, AstId id, bool in_loop) {
  const AstKind kind = ast[id].kind;
  if (is_definition(kind)) return false;
  if (kind == AstKind::Return) return true;
  if ((kind == AstKind::Break || kind == AstKind::Continue) && !in_loop) return true;
  if (!is_statement(kind) && kind != AstKind::ExceptHandler && kind != AstKind::MatchCase)
    return false;
  const bool loop = kind == AstKind::For || kind == AstKind::AsyncFor || kind == AstKind::While;
  for (const AstId child : AstChildren(ast, id)) {
    // `break` in the `else` of a loop leaves the loop around it.
    const bool inside = in_loop || (loop && ast[child].role == AstRole::Body);
    if (escapes_from(ast, child, inside)) return true;
  }
  return false;
}

// A compound statement is called by its first line.
std::string header_label(const Ast& ast, AstId node) {
  const AstId body = is_statement(ast[node].kind) ? ast.child(node, AstRole::Body) : AstId::none();
  if (!body.valid()) return ast.label(node);
  return ast.label({ast[node].range.begin, ast[body].range.begin});
}

}  // namespace

bool escapes(const Ast& ast, AstId statement) { return escapes_from(ast, statement, false); }

bool suspends(const Ast& ast, AstId node) {
  bool found = false;
  // A definition is asked about its own body.
  const bool function =
      ast[node].kind == AstKind::FunctionDef || ast[node].kind == AstKind::AsyncFunctionDef;
  const auto look = [&](AstId id) {
    switch (ast[id].kind) {
      case AstKind::Await:
      case AstKind::Yield:
      case AstKind::YieldFrom:
      case AstKind::AsyncFor:
      case AstKind::AsyncWith:
        found = true;
        break;
      case AstKind::Comprehension:
        found |= ast[id].text == "async";
        break;
      default:
        break;
    }
    return !found;
  };
  if (!function) {
    walk_scope(ast, node, look);
    return found;
  }
  if (ast[node].kind == AstKind::AsyncFunctionDef) return true;
  for (const AstId child : AstChildren(ast, node)) {
    if (ast[child].role == AstRole::Body) walk_scope(ast, child, look);
  }
  return found;
}

bool Splitter::is_light(AstId node) const {
  bool light = true;
  walk(ast_, node, [&](AstId id) {
    light = light && is_light_kind(ast_[id].kind);
    return light;
  });
  return light;
}

// Evaluating it moves a reference and looks inside no object of the script.
bool Splitter::is_native(AstId expression) const {
  const AstKind kind = ast_[expression].kind;
  if (kind == AstKind::Name || kind == AstKind::Constant) return true;
  return kind == AstKind::Attribute && chain_root(ast_, expression).valid() &&
         effects_.is_streamlit(expression);
}

// A builtin that nothing in the script shadows never changes.
bool Splitter::is_global_builtin(std::string_view name) const {
  return is_builtin(name) && !names_.has_star_import() &&
         !names_[names_.module()].names.contains(name);
}

void Splitter::take_reads(StaticCell& cell, const std::vector<std::string_view>& reads,
                          const Scope& scope, const BoundNames& bound) const {
  const NameScopeId home = scope.function.valid() ? names_.inner(scope.function) : names_.module();
  for (const std::string_view name : reads) {
    const ResolvedName resolved = names_.resolve(name, home);
    if (scope.function.valid() && resolved.binding != nullptr && resolved.scope == home) {
      // In code that is never reached nothing is bound for the guard to read.
      const bool certain = flow_.is_listed(name, bound) && !unbindable_.contains(name);
      (certain ? cell.locals : cell.fetch).push_back(name);
    } else if (!is_global_builtin(name)) {
      cell.globals.push_back(name);
    }
  }
}

void Splitter::run_always(StaticCell& cell, Effect effect) {
  cell.effects.add(effect, cell.node);
  if (cell.always.empty()) cell.always = effects_.reason(effect, cell.node);
}

CellId Splitter::add_cell(CellKind kind, AstId node, const Scope& scope, const BoundNames& bound) {
  StaticCell cell;
  cell.kind = kind;
  cell.node = node;
  cell.line = ast_[node].position.line;
  cell.label = header_label(ast_, node);
  cell.module = !scope.function.valid();
  cell.function = scope.function;
  cell.effects = effects_.of(node);
  cell.always = effects_.reason(cell.effects);
  cell.pure = effects_.pure(node);
  take_reads(cell, names_read(ast_, names_, effects_, node), scope, bound);
  return out_.cells.push_back(std::move(cell));
}

CellId Splitter::expression_cell(AstId node, const Scope& scope, const BoundNames& bound) {
  const CellId id = add_cell(CellKind::Expr, node, scope, bound);
  StaticCell& cell = out_.cells[id];
  const WalrusNames walrus = walrus_names(ast_, node);
  cell.light = walrus.names.empty() && is_light(node);
  cell.writes = walrus.names;
  cell.definite = walrus.certain;
  if (walrus.certain) {
    cell.walrus = walrus.names;
  } else {
    run_always(cell, Effect::MaybeBinds);
  }
  return id;
}

CellId Splitter::argument_cell(AstId node, const Scope& scope, const BoundNames& bound) {
  return is_native(node) ? CellId::none() : expression_cell(node, scope, bound);
}

CellId Splitter::consumed_cell(AstId node, const Scope& scope, const BoundNames& bound) {
  if (ast_[node].kind != AstKind::Name) return argument_cell(node, scope, bound);
  const CellId id = add_cell(CellKind::Use, node, scope, bound);
  run_always(out_.cells[id], Effect::Consumes);
  return id;
}

CellId Splitter::test_cell(AstId node, const Scope& scope, const BoundNames& bound) {
  // The truth of session state and of constants is asked natively.
  if (ast_[node].kind != AstKind::Name && is_native(node)) return CellId::none();
  const CellId id = add_cell(CellKind::Test, node, scope, bound);
  StaticCell& cell = out_.cells[id];
  cell.light = is_light(node);
  cell.definite = true;
  return id;
}

CellId Splitter::statement_cell(AstId node, const Scope& scope, const BoundNames& bound) {
  const CellId id = add_cell(CellKind::Stmt, node, scope, bound);
  StaticCell& cell = out_.cells[id];
  cell.writes = names_bound(ast_, node);
  BoundNames after;
  flow_.statement(node, after);
  cell.definite = !after.dead && std::ranges::all_of(cell.writes, [&](std::string_view name) {
    return flow_.is_listed(name, after);
  });
  if (ast_[node].kind == AstKind::AugAssign) {
    const AstId target = ast_.child(node, AstRole::Target);
    const AstId value = ast_.child(node, AstRole::Value);
    cell.light =
        target.valid() && value.valid() && ast_[target].kind == AstKind::Name && is_light(value);
  }
  if (is_definition(ast_[node].kind)) return id;
  if (suspends(ast_, node)) run_always(cell, Effect::Suspends);
  if (escapes(ast_, node)) run_always(cell, Effect::Escapes);
  if (!scope.function.valid()) return id;
  // What it may leave as it was it hands on. (In a module what was really bound is seen.)
  std::vector<std::string_view> kept;
  for (const std::string_view name : cell.writes) {
    const auto reads = [&](const auto& names) {
      return std::ranges::find(names, name) != names.end();
    };
    if (!flow_.is_listed(name, after) && !reads(cell.locals) && !reads(cell.fetch))
      kept.push_back(name);
  }
  take_reads(cell, kept, scope, bound);
  bool unbinds = false;
  walk_scope(ast_, node, [&](AstId at) {
    unbinds |= ast_[at].kind == AstKind::Name && ast_[at].context == AstContext::Delete;
    unbinds |= ast_[at].kind == AstKind::ExceptHandler && !ast_[at].text.empty();
    return !unbinds;
  });
  if (unbinds) run_always(cell, Effect::Unbinds);
  return id;
}

}  // namespace lattice
