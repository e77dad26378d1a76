#pragma once

// Who a name belongs to, for one file.
//
//   scope      a region with names of its own: the module, a function, a class, a comprehension
//   symbol     one name in one scope
//   binding    a place that gives the symbol a value: `x = 1`
//   reference  a place that reads it: `print(x)`
//   owner      the symbol that holds the value; it may stand in a scope further out
//
//   total = 0                module: symbol `total` with one binding, its own owner
//   def add(n):              module: symbol `add`; scope `add`: symbol `n`, a parameter
//       global total         scope `add`: symbol `total`, GlobalExplicit, owned by the module's
//       total += n           a binding and a reference of that symbol
//       return [n + i for i in R]
//                            scope `listcomp`: `i` Local; `n` Free, owned by `add.n`, a Cell;
//                            scope `add`: `R` GlobalImplicit, without an owner

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/scope/binding.h"
#include "analysis/scope/reference.h"
#include "analysis/scope/scope.h"
#include "analysis/scope/symbol.h"
#include "frontend/base/diagnostic.h"
#include "frontend/base/id_vector.h"
#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// An immutable value once `resolve` has returned it. It keeps its syntax tree alive.
struct ScopeTable {
  explicit ScopeTable(SyntaxTree syntax_tree) : tree(std::move(syntax_tree)) {}

  SyntaxTree tree;
  IdVector<ScopeId, Scope> scopes;
  IdVector<SymbolId, Symbol> symbols;
  /// Both in document order.
  IdVector<BindingId, Binding> bindings;
  IdVector<ReferenceId, Reference> references;
  std::vector<Diagnostic> diagnostics;
  /// `from __future__ import annotations`: annotations are never evaluated, so names in them are no
  /// references.
  bool annotations_are_text = false;

  static constexpr ScopeId kModule = ScopeId(0);

  [[nodiscard]] std::string_view name(NameId id) const { return names[id]; }
  [[nodiscard]] std::string_view name(SymbolId id) const { return names[symbols[id].name]; }
  /// The name as Python sees it, or none if the file never mentions it.
  [[nodiscard]] NameId find_name(std::string_view text) const;
  /// The symbol of exactly this scope, or none.
  [[nodiscard]] SymbolId find(ScopeId scope, NameId name) const;
  [[nodiscard]] SymbolId find(ScopeId scope, std::string_view name) const;
  /// The symbol that an identifier reads or binds, or none (attributes, keywords, dead text).
  [[nodiscard]] SymbolId symbol_at(Node identifier) const;
  /// The scope in which a node is evaluated: for a `def` the one around it, for a parameter's name
  /// the function's own, for its default value the one around.
  [[nodiscard]] ScopeId scope_of(Node node) const;
  /// The scope a definition, lambda or comprehension opens, or none.
  [[nodiscard]] ScopeId scope_opened_by(Node node) const;
  /// Whether `inner` is `outer` or lies in it.
  [[nodiscard]] bool is_within(ScopeId inner, ScopeId outer) const;

  // Storage behind the functions above; filled by `resolve`.
  IdVector<NameId, std::string_view> names;
  std::unordered_map<std::string_view, NameId> name_ids;
  /// Key: scope in the upper half, name in the lower.
  std::unordered_map<uint64_t, SymbolId> symbol_ids;
  std::unordered_map<NodeId, ScopeId> opened;
  IdVector<NodeId, SymbolId> symbol_of_node;
  IdVector<NodeId, ScopeId> scope_of_node;
  /// Owners of names that do not stand in the text as they are (mangled, or not in normal form).
  std::vector<std::shared_ptr<const std::string>> made_names;
};

}  // namespace lattice
