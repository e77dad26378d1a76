#include "analysis/scope/scope_table.h"

namespace lattice {

std::string_view to_string(BindingKind kind) {
  switch (kind) {
    case BindingKind::Assignment:
      return "assignment";
    case BindingKind::AnnotatedAssignment:
      return "annotated_assignment";
    case BindingKind::Annotation:
      return "annotation";
    case BindingKind::AugmentedAssignment:
      return "augmented_assignment";
    case BindingKind::Walrus:
      return "walrus";
    case BindingKind::LoopVariable:
      return "loop_variable";
    case BindingKind::ComprehensionVariable:
      return "comprehension_variable";
    case BindingKind::WithTarget:
      return "with_target";
    case BindingKind::ExceptName:
      return "except_name";
    case BindingKind::MatchCapture:
      return "match_capture";
    case BindingKind::Import:
      return "import";
    case BindingKind::ImportFrom:
      return "import_from";
    case BindingKind::FunctionDefinition:
      return "function_definition";
    case BindingKind::ClassDefinition:
      return "class_definition";
    case BindingKind::Parameter:
      return "parameter";
    case BindingKind::Delete:
      return "delete";
    case BindingKind::TypeParameter:
      return "type_parameter";
    case BindingKind::TypeAlias:
      return "type_alias";
  }
  return "assignment";
}

NameId ScopeTable::find_name(std::string_view text) const {
  const auto found = name_ids.find(text);
  return found == name_ids.end() ? NameId::none() : found->second;
}

SymbolId ScopeTable::find(ScopeId scope, NameId name) const {
  if (!scope || !name) return {};
  const auto found = symbol_ids.find(uint64_t{scope.index()} << 32 | name.index());
  return found == symbol_ids.end() ? SymbolId::none() : found->second;
}

SymbolId ScopeTable::find(ScopeId scope, std::string_view name) const {
  return find(scope, find_name(name));
}

SymbolId ScopeTable::symbol_at(Node identifier) const {
  return symbol_of_node.contains(identifier.id()) ? symbol_of_node[identifier.id()] : SymbolId();
}

ScopeId ScopeTable::scope_of(Node node) const {
  return scope_of_node.contains(node.id()) ? scope_of_node[node.id()] : kModule;
}

ScopeId ScopeTable::scope_opened_by(Node node) const {
  const auto found = opened.find(node.id());
  return found == opened.end() ? ScopeId::none() : found->second;
}

bool ScopeTable::is_within(ScopeId inner, ScopeId outer) const {
  // A child has a larger id than its parent, so the walk may stop early.
  while (inner && inner > outer) inner = scopes[inner].parent;
  return inner == outer;
}

}  // namespace lattice
