#pragma once
// Which names each scope of an abstract tree binds, and how: enough to say what a name in a cell
// stands for, and which names a piece of code reads from outside itself.
//
// `ScopeTable` (analysis/scope) resolves the same names in the concrete tree, in CPython's terms
// and with every detail of `symtable`; nothing here asks it, as cells need bindings by abstract
// node and less of it. tests/unit/analysis/names_test.cpp holds both to the same answer for every
// name of the standard library's modules, so that cells rest on what is checked against CPython.
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/ast/ast.h"

namespace lattice {

using NameScopeId = Id<struct NameScopeTag>;

/// All bindings of one name in one scope, by kind of binding.
struct NameBinding {
  /// `Alias` nodes of imports.
  std::vector<AstId> imports;
  /// Function and class definitions.
  std::vector<AstId> definitions;
  /// Values of `name = <value>` with a single target.
  std::vector<AstId> values;
  /// Everything else: unpacking, loops, parameters, `with ... as`, `del`.
  std::vector<AstId> others;

  [[nodiscard]] size_t total() const {
    return imports.size() + definitions.size() + values.size() + others.size();
  }
};

struct NameScope {
  /// Module, function, lambda, class or comprehension.
  AstId node;
  NameScopeId parent;
  std::unordered_map<std::string_view, NameBinding> names;
  std::unordered_set<std::string_view> globals, nonlocals;
  /// Modules of `from m import *`.
  std::vector<AstId> star_imports;
};

struct ResolvedName {
  /// The scope that binds the name; none if no scope does (a builtin or a mistake).
  NameScopeId scope;
  const NameBinding* binding = nullptr;
};

class Names {
 public:
  explicit Names(const Ast& ast);

  const NameScope& operator[](NameScopeId id) const { return scopes_[id.index()]; }
  [[nodiscard]] NameScopeId module() const { return NameScopeId(0); }
  /// The scope in which the node is evaluated.
  [[nodiscard]] NameScopeId scope_of(AstId id) const { return scope_of_[id.index()]; }
  /// The scope opened by a definition, lambda or comprehension.
  [[nodiscard]] NameScopeId inner(AstId id) const { return inner_[id.index()]; }
  /// What a name means when it is used in `scope`.
  [[nodiscard]] ResolvedName resolve(std::string_view name, NameScopeId scope) const;
  /// `scope` or the scope around it that is no comprehension: where `:=` binds.
  [[nodiscard]] NameScopeId without_comprehensions(NameScopeId scope) const;
  /// Names declared `global` in any function.
  [[nodiscard]] const std::vector<std::string_view>& declared_global() const { return globals_; }
  [[nodiscard]] bool has_star_import() const { return has_star_import_; }

 private:
  void open_scopes();
  [[nodiscard]] NameScopeId scope_for_child(AstId id) const;
  void collect_declarations();
  void collect_bindings(bool nonlocal);
  NameBinding* bind(std::string_view name, NameScopeId scope, bool nonlocal);

  const Ast& ast_;
  std::vector<NameScope> scopes_;
  std::vector<NameScopeId> scope_of_, inner_;
  std::vector<std::string_view> globals_;
  bool has_star_import_ = false;
};

}  // namespace lattice
