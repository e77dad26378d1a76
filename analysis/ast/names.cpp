#include "analysis/ast/names.h"

#include <algorithm>

namespace lattice {
namespace {

bool opens_scope(AstKind kind) {
  return kind == AstKind::Module || is_definition(kind) || is_comprehension(kind);
}

}  // namespace

Names::Names(const Ast& ast) : ast_(ast), scope_of_(ast.size()), inner_(ast.size()) {
  open_scopes();
  collect_declarations();
  collect_bindings(false);
  collect_bindings(true);
}

// Parents have smaller ids than their children, so one pass in order of ids suffices.
void Names::open_scopes() {
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstId id(i);
    const NameScopeId scope = i == 0 ? NameScopeId(0) : scope_for_child(id);
    scope_of_[i] = scope;
    if (!opens_scope(ast_[id].kind)) continue;
    inner_[i] = NameScopeId(static_cast<uint32_t>(scopes_.size()));
    scopes_.emplace_back();
    scopes_.back().node = id;
    if (i != 0) scopes_.back().parent = scope;
  }
}

NameScopeId Names::scope_for_child(AstId id) const {
  const AstNode& node = ast_[id];
  const AstNode& above = ast_[node.parent];
  const NameScopeId outer = scope_of_[node.parent.index()];
  const NameScopeId inner = inner_[node.parent.index()];
  if (above.kind == AstKind::Module) return inner;
  if (is_definition(above.kind)) return node.role == AstRole::Body ? inner : outer;
  if (is_comprehension(above.kind)) return inner;
  // The first iterable of a comprehension is evaluated outside it.
  if (above.kind == AstKind::Comprehension && node.role == AstRole::Iter) {
    const bool first = ast_.child(above.parent, AstRole::Generator) == node.parent;
    if (first) return scopes_[outer.index()].parent;
  }
  return outer;
}

void Names::collect_declarations() {
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstNode& node = ast_[AstId(i)];
    if (node.kind != AstKind::Declared) continue;
    NameScope& scope = scopes_[scope_of_[i].index()];
    if (ast_[node.parent].kind == AstKind::Nonlocal) {
      scope.nonlocals.insert(node.text);
      continue;
    }
    scope.globals.insert(node.text);
    if (std::ranges::find(globals_, node.text) == globals_.end()) {
      globals_.push_back(node.text);
    }
  }
}

NameScopeId Names::without_comprehensions(NameScopeId scope) const {
  while (is_comprehension(ast_[scopes_[scope.index()].node].kind)) {
    scope = scopes_[scope.index()].parent;
  }
  return scope;
}

// A `nonlocal` name belongs to the nearest function around that binds it, which is known once all
// other names are bound.
NameBinding* Names::bind(std::string_view name, NameScopeId scope, bool nonlocal) {
  if (scopes_[scope.index()].nonlocals.contains(name) != nonlocal) return nullptr;
  if (!nonlocal) {
    if (scopes_[scope.index()].globals.contains(name)) scope = module();
    return &scopes_[scope.index()].names[name];
  }
  for (NameScopeId at = scopes_[scope.index()].parent; at.valid();
       at = scopes_[at.index()].parent) {
    NameScope& outer = scopes_[at.index()];
    if (ast_[outer.node].kind == AstKind::ClassDef) continue;
    const auto found = outer.names.find(name);
    if (found != outer.names.end()) return &found->second;
  }
  // CPython refuses such code.
  return nullptr;
}

void Names::collect_bindings(bool nonlocal) {
  const auto bind_to = [&](std::string_view name, NameScopeId scope,
                           std::vector<AstId> NameBinding::* kind, AstId id) {
    if (NameBinding* binding = bind(name, scope, nonlocal)) (binding->*kind).push_back(id);
  };
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstId id(i);
    const AstNode& node = ast_[id];
    const NameScopeId scope = scope_of_[i];
    switch (node.kind) {
      case AstKind::FunctionDef:
      case AstKind::AsyncFunctionDef:
      case AstKind::ClassDef:
        bind_to(node.text, scope, &NameBinding::definitions, id);
        break;
      case AstKind::Parameter:
        bind_to(node.text, inner_[node.parent.index()], &NameBinding::others, id);
        break;
      case AstKind::Alias: {
        if (node.text == "*") {
          if (nonlocal) break;
          has_star_import_ = true;
          scopes_[scope.index()].star_imports.push_back(id);
          break;
        }
        std::string_view name = node.alias.empty() ? node.text : node.alias;
        if (ast_[node.parent].kind == AstKind::Import && node.alias.empty()) {
          name = name.substr(0, name.find('.'));
        }
        bind_to(name, scope, &NameBinding::imports, id);
        break;
      }
      case AstKind::ExceptHandler:
        if (!node.text.empty()) bind_to(node.text, scope, &NameBinding::others, id);
        break;
      case AstKind::Name: {
        if (node.context == AstContext::Load) break;
        const AstNode& above = ast_[node.parent];
        const bool walrus = above.kind == AstKind::NamedExpr && node.role == AstRole::Target;
        const NameScopeId home = walrus ? without_comprehensions(scope) : scope;
        const bool plain = above.kind == AstKind::Assign || above.kind == AstKind::AnnAssign;
        const AstId value = plain && node.role == AstRole::Target
                                ? ast_.child(node.parent, AstRole::Value)
                                : AstId::none();
        // A bare annotation makes the name local but binds nothing.
        if (value.valid()) {
          bind_to(node.text, home, &NameBinding::values, value);
        } else {
          bind_to(node.text, home, &NameBinding::others, id);
        }
        break;
      }
      default:
        break;
    }
  }
}

ResolvedName Names::resolve(std::string_view name, NameScopeId scope) const {
  bool first = true;
  while (scope.valid()) {
    const NameScope& here = scopes_[scope.index()];
    if (here.globals.contains(name)) {
      scope = module();
      const auto found = scopes_[0].names.find(name);
      return found == scopes_[0].names.end() ? ResolvedName{} : ResolvedName{scope, &found->second};
    }
    // Names of a class body are invisible in the functions and comprehensions inside it.
    if (first || ast_[here.node].kind != AstKind::ClassDef) {
      const auto found = here.names.find(name);
      if (found != here.names.end()) return {scope, &found->second};
    }
    first = false;
    scope = here.parent;
  }
  return {};
}

}  // namespace lattice
