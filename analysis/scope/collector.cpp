#include "analysis/scope/collector.h"

#include <algorithm>
#include <utility>

namespace lattice {
namespace {

/// Future statements count wherever they stand; CPython rejects those that come late.
bool has_future_annotations(Node module) {
  for (const Node statement : module.children()) {
    if (!statement.is(Kind::FutureImportStatement)) continue;
    for (const Node name : statement.children()) {
      const Node imported = name.is(Kind::AliasedImport) ? name.child(Field::Name) : name;
      if (imported.text() == "annotations") return true;
    }
  }
  return false;
}

}  // namespace

void Collector::run() {
  const Node module = table_.tree.root();
  table_.annotations_are_text = has_future_annotations(module);
  table_.symbol_of_node.resize(table_.tree.node_count());
  table_.scope_of_node.resize(table_.tree.node_count());
  const ScopeId top = add_scope(ScopeKind::Module, "top", module, ScopeId::none());
  then_children(module, top);
  std::ranges::reverse(todo_);
  while (!todo_.empty()) {
    const Item item = todo_.back();
    todo_.pop_back();
    const auto first = static_cast<std::ptrdiff_t>(todo_.size());
    step(item);
    std::reverse(todo_.begin() + first, todo_.end());
  }
  finish();
}

void Collector::then(Node node, ScopeId scope, Use use) {
  if (node) todo_.push_back({node, scope, use, BindingKind::Assignment, node});
}

void Collector::then_store(Node node, ScopeId scope, BindingKind kind, Node construct) {
  if (node) todo_.push_back({node, scope, Use::Store, kind, construct});
}

void Collector::then_children(Node node, ScopeId scope, Use use) {
  for (const Node child : node.children()) then(child, scope, use);
}

void Collector::step(const Item& item) {
  table_.scope_of_node[item.node.id()] = item.scope;
  switch (item.use) {
    case Use::Load:
      return load(item.node, item.scope);
    case Use::Store:
      return store(item);
    case Use::Pattern:
      return pattern(item.node, item.scope);
    case Use::Open:
      return open(item.node, item.scope);
    case Use::Annotation:
      if (!table_.annotations_are_text) then_children(item.node, item.scope);
      return;
  }
}

void Collector::load(Node node, ScopeId scope) {
  switch (node.kind()) {
    case Kind::Identifier:
      return refer(scope, node);
    case Kind::Attribute:
      return then(node.child(Field::Object), scope);
    case Kind::KeywordArgument:
      return then(node.child(Field::Value), scope);
    case Kind::MemberType:
      return then(node.child_at(0), scope);
    case Kind::Assignment:
    case Kind::AugmentedAssignment:
      return assignment(node, scope);
    case Kind::NamedExpression:
      return walrus(node, scope);
    case Kind::Call:
      then(node.child(Field::Function), scope);
      return call_arguments(node.child(Field::Arguments), scope);
    case Kind::Dictionary:
      return dictionary(node, scope);
    case Kind::ConditionalExpression:
      // The compiler visits the test first; `body if test else orelse`.
      then(node.child_at(1), scope);
      then(node.child_at(0), scope);
      return then(node.child_at(2), scope);
    case Kind::ListComprehension:
    case Kind::SetComprehension:
    case Kind::DictionaryComprehension:
    case Kind::GeneratorExpression:
      then(node.child(Kind::ForInClause).child(Field::Right), scope);
      return then(node, scope, Use::Open);
    case Kind::Lambda:
      parameter_defaults(node.child(Field::Parameters), scope);
      return then(node, scope, Use::Open);
    case Kind::FunctionDefinition:
    case Kind::ClassDefinition:
      return definition(node, scope, Node());
    case Kind::DecoratedDefinition: {
      const Node inner = node.child(Field::Definition);
      if (inner) table_.scope_of_node[inner.id()] = scope;
      return inner.is_any(Kind::FunctionDefinition, Kind::ClassDefinition)
                 ? definition(inner, scope, node)
                 : then_children(node, scope);
    }
    case Kind::TypeAliasStatement:
      return then(node, scope, Use::Open);
    case Kind::ForStatement:
      then_store(node.child(Field::Left), scope, BindingKind::LoopVariable, node);
      then(node.child(Field::Right), scope);
      then(node.child(Field::Body), scope);
      return then(node.child(Field::Alternative), scope);
    case Kind::TryStatement:
      return try_statement(node, scope);
    case Kind::AsPattern: {
      const Node clause = node.parent();
      const bool handler = clause.is_any(Kind::ExceptClause, Kind::ExceptGroupClause);
      const Node alias = node.child(Field::Alias);
      for (const Node child : node.children()) {
        if (child != alias) then(child, scope);
      }
      return then_store(alias, scope, handler ? BindingKind::ExceptName : BindingKind::WithTarget,
                        clause);
    }
    case Kind::DeleteStatement:
      for (const Node target : node.children()) {
        then_store(target, scope, BindingKind::Delete, node);
      }
      return;
    case Kind::ImportStatement:
      return import_names(node, scope, BindingKind::Import);
    case Kind::ImportFromStatement:
    case Kind::FutureImportStatement:
      return import_names(node, scope, BindingKind::ImportFrom);
    case Kind::GlobalStatement:
      return declare(node, scope, SymbolFlag::DeclaredGlobal);
    case Kind::NonlocalStatement:
      return declare(node, scope, SymbolFlag::DeclaredNonlocal);
    case Kind::CasePattern:
      return pattern(node, scope);
    default:
      return then_children(node, scope);
  }
}

void Collector::store(const Item& item) {
  switch (item.node.kind()) {
    case Kind::Identifier:
      bind(item.scope, item.node, item.kind, item.construct);
      return;
    case Kind::Tuple:
    case Kind::List:
    case Kind::TuplePattern:
    case Kind::ListPattern:
    case Kind::PatternList:
    case Kind::ExpressionList:
    case Kind::ParenthesizedExpression:
    case Kind::ListSplat:
    case Kind::ListSplatPattern:
    case Kind::AsPatternTarget:
      for (const Node child : item.node.children()) {
        then_store(child, item.scope, item.kind, item.construct);
      }
      return;
    default:
      // `a.b = 1` and `a[i] = 1` read their parts.
      return load(item.node, item.scope);
  }
}

void Collector::pattern(Node node, ScopeId scope) {
  switch (node.kind()) {
    case Kind::Identifier:
      bind(scope, node, BindingKind::MatchCapture, node.parent());
      return;
    case Kind::DottedName: {
      // `x` captures, `a.b` is a value.
      const Node first = node.child_at(0);
      return node.child_count() == 1 ? then(first, scope, Use::Pattern) : then(first, scope);
    }
    case Kind::ClassPattern: {
      bool class_name = true;
      for (const Node child : node.children()) {
        class_name ? then(child.child_at(0), scope) : then(child, scope, Use::Pattern);
        class_name = false;
      }
      return;
    }
    case Kind::KeywordPattern: {
      // `name=pattern`: the name is an attribute.
      bool attribute = true;
      for (const Node child : node.children()) {
        if (!attribute) then(child, scope, Use::Pattern);
        attribute = false;
      }
      return;
    }
    case Kind::String:
    case Kind::ConcatenatedString:
      return load(node, scope);
    default:
      return then_children(node, scope, Use::Pattern);
  }
}

void Collector::assignment(Node node, ScopeId scope) {
  const Node left = node.child(Field::Left);
  const Node type = node.child(Field::Type);
  const Node right = node.child(Field::Right);
  if (node.is(Kind::AugmentedAssignment)) {
    then_store(left, scope, BindingKind::AugmentedAssignment, node);
  } else if (!type) {
    then_store(left, scope, BindingKind::Assignment, node);
  } else if (left.is(Kind::Identifier)) {
    const SymbolId symbol =
        bind(scope, left, right ? BindingKind::AnnotatedAssignment : BindingKind::Annotation, node);
    table_.symbols[symbol].set(SymbolFlag::Annotated);
  } else {
    // `(x): int` alone says nothing about `x`, but `(x): int = 1` binds it.
    Node target = left;
    while (target.is_any(Kind::TuplePattern, Kind::ParenthesizedExpression) &&
           target.child_count() == 1) {
      target = target.child_at(0);
    }
    if (right || !target.is(Kind::Identifier)) {
      then_store(left, scope, BindingKind::AnnotatedAssignment, node);
    }
  }
  then(type, scope, Use::Annotation);
  then(right, scope);
}

void Collector::call_arguments(Node node, ScopeId scope) {
  if (!node.is(Kind::ArgumentList)) return then(node, scope);
  table_.scope_of_node[node.id()] = scope;
  const auto by_name = [](Node argument) {
    return argument.is_any(Kind::KeywordArgument, Kind::DictionarySplat);
  };
  for (const Node argument : node.children()) {
    if (!by_name(argument)) then(argument, scope);
  }
  for (const Node argument : node.children()) {
    if (by_name(argument)) then(argument, scope);
  }
}

void Collector::dictionary(Node node, ScopeId scope) {
  for (const Node entry : node.children()) {
    if (entry.is(Kind::Pair)) then(entry.child(Field::Key), scope);
  }
  for (const Node entry : node.children()) {
    then(entry.is(Kind::Pair) ? entry.child(Field::Value) : entry, scope);
  }
}

void Collector::import_names(Node node, ScopeId scope, BindingKind kind) {
  const Node module = node.child(Field::ModuleName);
  for (const Node child : node.children()) {
    if (child == module) continue;
    if (child.is(Kind::WildcardImport)) {
      table_.scopes[scope].star_import = true;
    } else if (child.is(Kind::AliasedImport)) {
      bind(scope, child.child(Field::Alias), kind, node);
    } else if (child.is(Kind::DottedName)) {
      bind(scope, child.child_at(0), kind, node);
    }
  }
}

void Collector::declare(Node node, ScopeId scope, SymbolFlag flag) {
  for (const Node name : node.children()) {
    if (!name.is(Kind::Identifier)) continue;
    const SymbolId symbol = mention(scope, identifier(name));
    table_.symbols[symbol].set(flag);
    table_.symbol_of_node[name.id()] = symbol;
    if (flag == SymbolFlag::DeclaredGlobal) {
      const SymbolId global = mention(ScopeTable::kModule, table_.name(symbol));
      table_.symbols[global].set(flag);
    }
  }
}

void Collector::try_statement(Node node, ScopeId scope) {
  // The compiler visits `else` before the handlers.
  const auto after_else = [](Node clause) {
    return clause.is_any(Kind::ExceptClause, Kind::ExceptGroupClause, Kind::FinallyClause);
  };
  for (const Node clause : node.children()) {
    if (!after_else(clause)) then(clause, scope);
  }
  for (const Node clause : node.children()) {
    if (after_else(clause)) then(clause, scope);
  }
}

void Collector::walrus(Node node, ScopeId scope) {
  const Node name = node.child(Field::Name);
  if (is_comprehension(table_.scopes[scope].kind) && name.is(Kind::Identifier)) {
    ScopeId target = scope;
    while (is_comprehension(table_.scopes[target].kind)) target = table_.scopes[target].parent;
    const SymbolId inner = mention(scope, identifier(name));
    const SymbolId outer = mention(target, identifier(name));
    // In a class body CPython refuses; the class then takes the place of the module.
    const bool global = table_.scopes[target].kind == ScopeKind::Module ||
                        table_.symbols[outer].has(SymbolFlag::DeclaredGlobal);
    table_.symbols[inner].set(global ? SymbolFlag::DeclaredGlobal : SymbolFlag::DeclaredNonlocal);
    if (table_.scopes[target].kind == ScopeKind::Module) {
      table_.symbols[outer].set(SymbolFlag::DeclaredGlobal);
    } else {
      if (global) {
        const SymbolId module = mention(ScopeTable::kModule, table_.name(outer));
        table_.symbols[module].set(SymbolFlag::DeclaredGlobal);
      }
      table_.symbols[outer].set(SymbolFlag::Assigned);
    }
    table_.bindings.push_back({BindingKind::Walrus, outer, name, node});
  }
  then(node.child(Field::Value), scope);
  then_store(name, scope, BindingKind::Walrus, node);
}

}  // namespace lattice
