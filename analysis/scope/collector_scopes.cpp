// The half of `Collector` that opens scopes and enters names.
#include <algorithm>
#include <string>
#include <utility>

#include "analysis/identifier/mangle.h"
#include "analysis/identifier/normal_form.h"
#include "analysis/scope/collector.h"
#include "analysis/scope/resolve.h"

namespace lattice {
namespace {

/// `p` in `p`, `p: T`, `p=d`, `p: T = d`, `*p`, `**p: T`; a null node for `/` and `*`.
Node parameter_name(Node parameter) {
  Node name = parameter;
  if (parameter.is_any(Kind::DefaultParameter, Kind::TypedDefaultParameter)) {
    name = parameter.child(Field::Name);
  } else if (parameter.is(Kind::TypedParameter)) {
    name = parameter.child_at(0);
  }
  if (name.is_any(Kind::ListSplatPattern, Kind::DictionarySplatPattern)) name = name.child_at(0);
  return name.is_any(Kind::Identifier, Kind::TuplePattern) ? name : Node();
}

std::string_view comprehension_name(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::ListComprehension:
      return "listcomp";
    case ScopeKind::SetComprehension:
      return "setcomp";
    case ScopeKind::DictComprehension:
      return "dictcomp";
    default:
      return "genexpr";
  }
}

ScopeKind comprehension_kind(Kind kind) {
  switch (kind) {
    case Kind::ListComprehension:
      return ScopeKind::ListComprehension;
    case Kind::SetComprehension:
      return ScopeKind::SetComprehension;
    case Kind::DictionaryComprehension:
      return ScopeKind::DictComprehension;
    default:
      return ScopeKind::GeneratorExpression;
  }
}

}  // namespace

void Collector::definition(Node node, ScopeId scope, Node decorated) {
  const bool function = node.is(Kind::FunctionDefinition);
  bind(scope, node.child(Field::Name),
       function ? BindingKind::FunctionDefinition : BindingKind::ClassDefinition, node);
  if (function) parameter_defaults(node.child(Field::Parameters), scope);
  const Node type_parameters_node = node.child(Field::TypeParameters);
  if (!type_parameters_node) {
    function ? parameter_annotations(node, scope)
             : call_arguments(node.child(Field::Superclasses), scope);
  }
  for (const Node child : decorated.children()) {
    if (child.is(Kind::Decorator)) then(child, scope);
  }
  then(node, scope, Use::Open);
}

void Collector::open(Node node, ScopeId scope) {
  switch (node.kind()) {
    case Kind::FunctionDefinition: {
      const ScopeId around = type_parameters(node, scope);
      if (around != scope) parameter_annotations(node, around);
      const ScopeId inner =
          add_scope(ScopeKind::Function, identifier(node.child(Field::Name)), node, around);
      parameter_names(node.child(Field::Parameters), inner, node);
      then(node.child(Field::Body), inner);
      table_.scope_of_node[node.id()] = scope;
      return;
    }
    case Kind::ClassDefinition: {
      const std::string_view name = identifier(node.child(Field::Name));
      const ScopeId around = type_parameters(node, scope);
      if (around != scope) call_arguments(node.child(Field::Superclasses), around);
      const ScopeId inner = add_scope(ScopeKind::Class, name, node, around);
      // Where nesting is too deep the class has no scope of its own.
      if (inner != around) table_.scopes[inner].private_class = name;
      then(node.child(Field::Body), inner);
      return;
    }
    case Kind::Lambda: {
      const ScopeId inner = add_scope(ScopeKind::Lambda, "lambda", node, scope);
      parameter_names(node.child(Field::Parameters), inner, node);
      then(node.child(Field::Body), inner);
      return;
    }
    case Kind::TypeAliasStatement: {
      const Node left = node.child(Field::Left);
      // `X` or `X[T]`, below a `Type` node.
      Node name = left;
      while (name && !name.is(Kind::Identifier)) name = name.child_at(0);
      if (name) bind(scope, name, BindingKind::TypeAlias, node);
      const ScopeId inner = add_scope(ScopeKind::TypeParameters, identifier(name), node, scope);
      const Node generic = left.child(Kind::GenericType);
      if (generic) {
        then_store(generic.child(Kind::TypeParameter), inner, BindingKind::TypeParameter, node);
      }
      then(node.child(Field::Right), inner);
      return;
    }
    default:
      return comprehension_body(node, scope);
  }
}

ScopeId Collector::type_parameters(Node node, ScopeId scope) {
  const Node parameters = node.child(Field::TypeParameters);
  if (!parameters) return scope;
  const ScopeId around =
      add_scope(ScopeKind::TypeParameters, identifier(node.child(Field::Name)), node, scope);
  for (const Node parameter : parameters.children()) {
    // `T`, `T: Bound`, `*Ts` and `**P`: the first identifier is bound, what follows a colon is
    // read.
    Node name = parameter;
    while (name && !name.is(Kind::Identifier)) {
      const Node inner = name.child_at(0);
      if (name.is(Kind::ConstrainedType)) then(name.child_at(1), around);
      name = inner;
    }
    if (name) bind(around, name, BindingKind::TypeParameter, node);
  }
  return around;
}

void Collector::parameter_defaults(Node parameters, ScopeId scope) {
  for (const Node parameter : parameters.children()) {
    if (parameter.is_any(Kind::DefaultParameter, Kind::TypedDefaultParameter)) {
      then(parameter.child(Field::Value), scope);
    }
  }
}

void Collector::parameter_annotations(Node function, ScopeId scope) {
  for (const Node parameter : function.child(Field::Parameters).children()) {
    then(parameter.child(Field::Type), scope, Use::Annotation);
  }
  then(function.child(Field::ReturnType), scope, Use::Annotation);
}

void Collector::parameter_names(Node parameters, ScopeId scope, Node construct) {
  for (const Node parameter : parameters.children()) {
    then_store(parameter_name(parameter), scope, BindingKind::Parameter, construct);
  }
}

void Collector::comprehension_body(Node node, ScopeId scope) {
  const ScopeKind kind = comprehension_kind(node.kind());
  const ScopeId inner = add_scope(kind, comprehension_name(kind), node, scope);
  bool outermost = true;
  const Node body = node.child(Field::Body);
  for (const Node clause : node.children()) {
    if (clause == body) continue;
    table_.scope_of_node[clause.id()] = inner;
    if (!clause.is(Kind::ForInClause)) {
      then(clause, inner);
      continue;
    }
    then_store(clause.child(Field::Left), inner, BindingKind::ComprehensionVariable, clause);
    if (!outermost) then(clause.child(Field::Right), inner);
    outermost = false;
  }
  if (body.is(Kind::Pair)) {
    then(body.child(Field::Value), inner);
    then(body.child(Field::Key), inner);
  } else {
    then(body, inner);
  }
}

ScopeId Collector::add_scope(ScopeKind kind, std::string_view name, Node node, ScopeId parent) {
  const uint32_t depth = parent ? depths_[parent.index()] + 1 : 0;
  if (depth > kDeepestScope) {
    if (table_.diagnostics.empty()) {
      table_.diagnostics.push_back(
          {DiagnosticKind::ScopesTooDeep, node.range(), {std::to_string(kDeepestScope)}});
    }
    return parent;
  }
  Scope scope{.kind = kind,
              .name = name,
              .node = node,
              .parent = parent,
              .children = {},
              .symbols = {},
              .star_import = false,
              .private_class = parent ? table_.scopes[parent].private_class : std::string_view{}};
  const ScopeId id = table_.scopes.push_back(std::move(scope));
  depths_.push_back(depth);
  if (parent) table_.scopes[parent].children.push_back(id);
  table_.opened[node.id()] = id;
  return id;
}

NameId Collector::intern(std::string_view name) {
  const auto found = table_.name_ids.find(name);
  if (found != table_.name_ids.end()) return found->second;
  const NameId id = table_.names.push_back(name);
  table_.name_ids.emplace(name, id);
  return id;
}

std::string_view Collector::keep(std::string name) {
  const auto found = table_.name_ids.find(name);
  if (found != table_.name_ids.end()) return table_.names[found->second];
  table_.made_names.push_back(std::make_shared<const std::string>(std::move(name)));
  return *table_.made_names.back();
}

std::string_view Collector::identifier(Node node) {
  return is_ascii(node.text()) ? node.text() : keep(normal_form(node.text()));
}

SymbolId Collector::mention(ScopeId scope, std::string_view name) {
  const std::string_view class_name = table_.scopes[scope].private_class;
  if (!class_name.empty() && name.starts_with("__") && !name.ends_with("__")) {
    name = keep(mangle(class_name, name));
  }
  const NameId id = intern(name);
  const auto [entry, added] =
      table_.symbol_ids.try_emplace(uint64_t{scope.index()} << 32 | id.index());
  if (added) {
    Symbol symbol;
    symbol.name = id;
    symbol.scope = scope;
    entry->second = table_.symbols.push_back(std::move(symbol));
    table_.scopes[scope].symbols.push_back(entry->second);
  }
  return entry->second;
}

SymbolId Collector::bind(ScopeId scope, Node name, BindingKind kind, Node construct) {
  if (!name) return {};
  const SymbolId symbol = mention(scope, identifier(name));
  SymbolFlag flag = SymbolFlag::Assigned;
  if (kind == BindingKind::Parameter) flag = SymbolFlag::Parameter;
  if (kind == BindingKind::Import || kind == BindingKind::ImportFrom) flag = SymbolFlag::Imported;
  table_.symbols[symbol].set(flag);
  table_.bindings.push_back({kind, symbol, name, construct});
  table_.symbol_of_node[name.id()] = symbol;
  table_.scope_of_node[name.id()] = scope;
  if (kind == BindingKind::AugmentedAssignment) {
    table_.references.push_back({symbol, name, true, false});
  }
  return symbol;
}

void Collector::refer(ScopeId scope, Node name) {
  if (!name) return;
  const SymbolId symbol = mention(scope, identifier(name));
  table_.symbols[symbol].set(SymbolFlag::Referenced);
  table_.references.push_back({symbol, name, false, false});
  table_.symbol_of_node[name.id()] = symbol;
  const ScopeKind kind = table_.scopes[scope].kind;
  if (kind != ScopeKind::Module && kind != ScopeKind::Class && identifier(name) == "super") {
    const SymbolId cell = mention(scope, "__class__");
    table_.symbols[cell].set(SymbolFlag::Referenced);
    table_.references.push_back({cell, name, false, true});
  }
}

void Collector::finish() {
  // One name may be used twice: `super` reads `__class__` too, a walrus binds in two scopes.
  const auto key = [](const auto& use) { return std::pair(use.name.id(), use.symbol); };
  std::ranges::sort(table_.bindings, {}, key);
  std::ranges::sort(table_.references, {}, key);
  for (const BindingId id : table_.bindings.ids()) {
    table_.symbols[table_.bindings[id].symbol].bindings.push_back(id);
  }
  for (const ReferenceId id : table_.references.ids()) {
    table_.symbols[table_.references[id].symbol].references.push_back(id);
  }
  // Nodes that were never visited (tokens, attribute names) belong where their parent does.
  for (const NodeId id : table_.scope_of_node.ids()) {
    if (!table_.scope_of_node[id]) {
      const Node parent = table_.tree.node(id).parent();
      table_.scope_of_node[id] = parent ? table_.scope_of_node[parent.id()] : ScopeTable::kModule;
    }
  }
}

ScopeTable resolve(const SyntaxTree& tree) {
  ScopeTable table(tree);
  Collector(table).run();
  link_scopes(table);
  return table;
}

}  // namespace lattice
