#include "analysis/cell/names_used.h"

#include <algorithm>
#include <unordered_set>

namespace lattice {
namespace {

class NameList {
 public:
  void add(std::string_view name) {
    // Most lists are shorter than it takes to make a hash table.
    if (names_.size() < kSearched) {
      if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
      return;
    }
    if (seen_.empty()) seen_.insert(names_.begin(), names_.end());
    if (seen_.insert(name).second) names_.push_back(name);
  }
  std::vector<std::string_view> take() { return std::move(names_); }

 private:
  static constexpr size_t kSearched = 16;

  std::unordered_set<std::string_view> seen_;
  std::vector<std::string_view> names_;
};

bool is_within(const Names& names, NameScopeId outer, NameScopeId scope) {
  while (scope.valid()) {
    if (scope == outer) return true;
    scope = names[scope].parent;
  }
  return false;
}

bool has_future_annotations(const Ast& ast) {
  for (const AstId statement : AstChildren(ast, ast.root())) {
    if (ast[statement].kind != AstKind::ImportFrom || ast[statement].text != "__future__") continue;
    for (const AstId name : AstChildren(ast, statement)) {
      if (ast[name].text == "annotations") return true;
    }
  }
  return false;
}

class ReadCollector {
 public:
  ReadCollector(const Ast& ast, const Names& names, const EffectTable* effects, NameScopeId home)
      : ast_(ast), names_(names), effects_(effects), home_(home) {}

  void code(AstId root) {
    walk(ast_, root, [&](AstId id) {
      const AstNode& node = ast_[id];
      if (node.kind == AstKind::Name) {
        const bool augmented =
            node.role == AstRole::Target && ast_[node.parent].kind == AstKind::AugAssign;
        if (node.context != AstContext::Store || augmented) name(node.text, names_.scope_of(id));
      } else if (node.kind == AstKind::Call && effects_ != nullptr) {
        for (const std::string_view each : effects_->names_in_text(id))
          name(each, names_.scope_of(id));
      } else if (node.kind == AstKind::Declared && ast_[node.parent].kind == AstKind::Nonlocal) {
        name(node.text, names_.scope_of(id));
      }
      return true;
    });
  }

  std::vector<std::string_view> take() { return list_.take(); }

 private:
  void name(std::string_view text, NameScopeId scope) {
    const ResolvedName resolved = names_.resolve(text, scope);
    // A name of a scope inside the code is its own, except in class bodies, which look outside too.
    if (resolved.binding != nullptr && !is_within(names_, resolved.scope, home_)) {
      if (ast_[names_[resolved.scope].node].kind != AstKind::ClassDef) return;
    }
    list_.add(text);
  }

  const Ast& ast_;
  const Names& names_;
  const EffectTable* effects_;
  NameScopeId home_;
  NameList list_;
};

}  // namespace

std::vector<std::string_view> names_read(const Ast& ast, const Names& names,
                                         const EffectTable& effects, AstId node) {
  ReadCollector reads(ast, names, &effects, names.scope_of(node));
  const AstKind kind = ast[node].kind;
  if (kind != AstKind::FunctionDef && kind != AstKind::AsyncFunctionDef) {
    reads.code(node);
    return reads.take();
  }
  const bool annotations = !has_future_annotations(ast);
  for (const AstId child : AstChildren(ast, node)) {
    const AstRole role = ast[child].role;
    if (role == AstRole::Decorator || (annotations && role == AstRole::Returns)) reads.code(child);
    if (role != AstRole::Parameter) continue;
    for (const AstId part : AstChildren(ast, child)) {
      if (ast[part].role == AstRole::Default || annotations) reads.code(part);
    }
  }
  return reads.take();
}

std::vector<std::string_view> names_captured(const Ast& ast, const Names& names, AstId definition) {
  ReadCollector reads(ast, names, nullptr, names.scope_of(definition));
  for (const AstId child : AstChildren(ast, definition)) {
    if (ast[child].role == AstRole::Body) reads.code(child);
  }
  return reads.take();
}

std::vector<std::string_view> names_bound(const Ast& ast, AstId root) {
  NameList list;
  walk(ast, root, [&](AstId id) {
    const AstNode& node = ast[id];
    switch (node.kind) {
      case AstKind::FunctionDef:
      case AstKind::AsyncFunctionDef:
      case AstKind::ClassDef:
        list.add(node.text);
        return false;
      case AstKind::Lambda:
        return false;
      case AstKind::Name: {
        if (node.context == AstContext::Load) return false;
        // Variables of comprehensions are their own; `:=` inside them is not.
        for (AstId up = node.parent; up.valid() && up != ast[root].parent; up = ast[up].parent) {
          if (ast[up].kind == AstKind::NamedExpr && ast.child(up, AstRole::Target) == id) break;
          if (ast[up].kind == AstKind::Comprehension) return false;
          if (is_statement(ast[up].kind)) break;
        }
        list.add(node.text);
        return false;
      }
      case AstKind::Alias:
        if (node.text == "*") return false;
        if (!node.alias.empty()) {
          list.add(node.alias);
        } else if (ast[node.parent].kind == AstKind::Import) {
          list.add(node.text.substr(0, node.text.find('.')));
        } else {
          list.add(node.text);
        }
        return false;
      case AstKind::ExceptHandler:
        if (!node.text.empty()) list.add(node.text);
        return true;
      default:
        return true;
    }
  });
  return list.take();
}

WalrusNames walrus_names(const Ast& ast, AstId expression) {
  WalrusNames out;
  walk(ast, expression, [&](AstId id) {
    if (ast[id].kind == AstKind::Lambda) return false;
    if (ast[id].kind != AstKind::NamedExpr) return true;
    const AstId target = ast.child(id, AstRole::Target);
    if (target.valid() && std::ranges::find(out.names, ast[target].text) == out.names.end()) {
      out.names.push_back(ast[target].text);
    }
    for (AstId up = id; up != expression; up = ast[up].parent) {
      const AstKind above = ast[ast[up].parent].kind;
      const bool chained = above == AstKind::Compare && ast.children(ast[up].parent).size() > 2;
      if (above == AstKind::BoolOp || above == AstKind::IfExp || is_comprehension(above) ||
          chained) {
        out.certain = false;
      }
    }
    return true;
  });
  return out;
}

}  // namespace lattice
