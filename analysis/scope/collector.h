#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/scope/scope_table.h"

namespace lattice {

/// The first half of `resolve`: walks the tree and enters scopes, symbols, bindings and references
/// into the table, in the order in which CPython's symtable.c visits its own tree (so that child
/// scopes come in the same order). A worklist instead of recursion: nesting costs heap, not stack.
class Collector {
 public:
  explicit Collector(ScopeTable& table) : table_(table) {}
  void run();

 private:
  enum class Use : uint8_t {
    /// Evaluate.
    Load,
    /// Bind, as `kind` by `construct`.
    Store,
    /// A `case` pattern: names capture.
    Pattern,
    /// Open the scope of a definition, lambda or comprehension and continue with what is inside.
    Open,
    /// Evaluate, unless annotations are only text.
    Annotation,
  };
  struct Item {
    Node node;
    ScopeId scope;
    Use use = Use::Load;
    BindingKind kind = BindingKind::Assignment;
    Node construct;
  };

  // What a step wants done next, in order; `run` puts it on top of the work list.
  void then(Node node, ScopeId scope, Use use = Use::Load);
  void then_store(Node node, ScopeId scope, BindingKind kind, Node construct);
  void then_children(Node node, ScopeId scope, Use use = Use::Load);

  void step(const Item& item);
  void load(Node node, ScopeId scope);
  void store(const Item& item);
  void pattern(Node node, ScopeId scope);
  void open(Node node, ScopeId scope);

  void assignment(Node node, ScopeId scope);
  void call_arguments(Node node, ScopeId scope);
  void dictionary(Node node, ScopeId scope);
  void import_names(Node node, ScopeId scope, BindingKind kind);
  void declare(Node node, ScopeId scope, SymbolFlag flag);
  void try_statement(Node node, ScopeId scope);
  void walrus(Node node, ScopeId scope);
  void definition(Node node, ScopeId scope, Node decorated);
  void parameter_defaults(Node parameters, ScopeId scope);
  void parameter_annotations(Node function, ScopeId scope);
  void parameter_names(Node parameters, ScopeId scope, Node construct);
  void comprehension_body(Node node, ScopeId scope);
  ScopeId type_parameters(Node node, ScopeId scope);

  /// A new scope, or `parent` itself where nesting is too deep.
  ScopeId add_scope(ScopeKind kind, std::string_view name, Node node, ScopeId parent);
  void set_private_class(ScopeId scope, std::string_view class_name);
  /// A view of the name that lives as long as the table.
  std::string_view keep(std::string name);
  /// The text of an identifier in normal form.
  std::string_view identifier(Node node);
  SymbolId mention(ScopeId scope, std::string_view name);
  /// None, and nothing happens, where the parser found no name.
  SymbolId bind(ScopeId scope, Node name, BindingKind kind, Node construct);
  void refer(ScopeId scope, Node name);
  NameId intern(std::string_view name);
  /// Puts bindings and references into document order and fills the lists of the symbols.
  void finish();

  ScopeTable& table_;
  std::vector<Item> todo_;
  std::vector<uint32_t> depths_;
};

}  // namespace lattice
