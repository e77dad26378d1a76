#include <fmt/format.h>

#include "analysis/ast/lower.h"
#include "analysis/ast/lowering.h"
#include "analysis/identifier/normal_form.h"

namespace lattice {

Ast lower(const SyntaxTree& tree) { return Lowering(tree).run(tree.root()); }

Ast Lowering::run(Node root) {
  const AstId module = add(AstKind::Module, root, AstId::none(), AstRole::None);
  if (root.has_error()) {
    // Preorder: the first node in error is the first in the text.
    Node at = root;
    for (bool down = true; down;) {
      down = false;
      for (const Node child : at.children_and_tokens()) {
        if (!child.has_error() && !child.is_missing()) continue;
        at = child;
        down = !child.is_error() && !child.is_missing();
        break;
      }
    }
    ast_.problem = fmt::format("syntax error near line {}", at.begin().line);
  }
  for (const Node child : root.children()) statement(child, module, AstRole::Body);
  return std::move(ast_);
}

AstId Lowering::add(AstKind kind, Node node, AstId parent, AstRole role, std::string_view text) {
  AstNode made;
  made.kind = kind;
  made.role = role;
  made.range = node.range();
  made.position = node.begin();
  made.text = text;
  return ast_.add(made, parent);
}

std::string_view Lowering::identifier(Node node) {
  const std::string_view text = node.text();
  return is_ascii(text) ? text : ast_.keep(normal_form(text));
}

bool Lowering::descend(Node node) {
  if (depth_ >= kMaxAstDepth) {
    if (ast_.problem.empty()) {
      ast_.problem = fmt::format("the code nests too deeply near line {}", node.begin().line);
    }
    return false;
  }
  ++depth_;
  return true;
}

void Lowering::body(Node block, AstId parent, AstRole role) {
  for (const Node child : block.children()) statement(child, parent, role);
}

void Lowering::statement(Node node, AstId parent, AstRole role) {
  if (!descend(node)) return;
  switch (node.kind()) {
    case Kind::IfStatement:
      if_statement(node, parent, role);
      break;
    case Kind::ForStatement:
      for_statement(node, parent, role);
      break;
    case Kind::WhileStatement:
      while_statement(node, parent, role);
      break;
    case Kind::WithStatement:
      with_statement(node, parent, role);
      break;
    case Kind::TryStatement:
      try_statement(node, parent, role);
      break;
    case Kind::MatchStatement:
      match_statement(node, parent, role);
      break;
    case Kind::FunctionDefinition:
    case Kind::ClassDefinition:
      definition(node, Node(), parent, role);
      break;
    case Kind::DecoratedDefinition:
      definition(node.child(Field::Definition), node, parent, role);
      break;
    case Kind::ImportStatement:
    case Kind::ImportFromStatement:
    case Kind::FutureImportStatement:
      import_statement(node, parent, role);
      break;
    default:
      simple_statement(node, parent, role);
  }
  --depth_;
}

void Lowering::simple_statement(Node node, AstId parent, AstRole role) {
  switch (node.kind()) {
    case Kind::ExpressionStatement:
      return expression_statement(node, parent, role);
    case Kind::ReturnStatement: {
      const AstId made = add(AstKind::Return, node, parent, role);
      if (const Node value = node.child_at(0)) expression(value, made, AstRole::Value);
      return;
    }
    case Kind::DeleteStatement: {
      const AstId made = add(AstKind::Delete, node, parent, role);
      const Node targets = strip_parentheses(node.child_at(0));
      if (targets.is(Kind::ExpressionList)) {
        for (const Node target : targets.children()) {
          expression(target, made, AstRole::Target, AstContext::Delete);
        }
      } else {
        expression(targets, made, AstRole::Target, AstContext::Delete);
      }
      return;
    }
    case Kind::AssertStatement: {
      const AstId made = add(AstKind::Assert, node, parent, role);
      expression(node.child_at(0), made, AstRole::Test);
      if (const Node message = node.child_at(1)) expression(message, made, AstRole::Message);
      return;
    }
    case Kind::RaiseStatement: {
      const AstId made = add(AstKind::Raise, node, parent, role);
      for (const Node child : node.children()) {
        const bool cause = child.field() == Field::Cause;
        expression(child, made, cause ? AstRole::Cause : AstRole::Exception);
      }
      return;
    }
    case Kind::GlobalStatement:
    case Kind::NonlocalStatement: {
      const bool global = node.is(Kind::GlobalStatement);
      const AstId made = add(global ? AstKind::Global : AstKind::Nonlocal, node, parent, role);
      for (const Node name : node.children()) {
        add(AstKind::Declared, name, made, AstRole::Name, identifier(name));
      }
      return;
    }
    case Kind::TypeAliasStatement: {
      const AstId made = add(AstKind::TypeAlias, node, parent, role);
      const Node left = node.child(Field::Left).child_at(0);
      const Node name = left.is(Kind::Identifier) ? left : left.child_at(0);
      if (name.is(Kind::Identifier)) {
        expression(name, made, AstRole::Target, AstContext::Store);
      }
      if (const Node value = node.child(Field::Right)) expression(value, made, AstRole::Value);
      return;
    }
    case Kind::PassStatement:
      add(AstKind::Pass, node, parent, role);
      return;
    case Kind::BreakStatement:
      add(AstKind::Break, node, parent, role);
      return;
    case Kind::ContinueStatement:
      add(AstKind::Continue, node, parent, role);
      return;
    default: {
      // `print x`, `exec x` and what the parser could not fit in: an expression nobody knows.
      const AstId made = add(AstKind::Expr, node, parent, role);
      const AstId value = add(AstKind::Unknown, node, made, AstRole::Value);
      for (const Node child : node.children()) expression(child, value, AstRole::Element);
    }
  }
}

void Lowering::expression_statement(Node node, AstId parent, AstRole role) {
  const Node first = node.child_at(0);
  if (first.is(Kind::Assignment)) return assignment(node, first, parent, role);
  if (first.is(Kind::AugmentedAssignment)) {
    const AstId made = add(AstKind::AugAssign, node, parent, role);
    expression(first.child(Field::Left), made, AstRole::Target, AstContext::Store);
    expression(first.child(Field::Right), made, AstRole::Value);
    return;
  }
  const AstId made = add(AstKind::Expr, node, parent, role);
  if (node.child(Kind::Comma))
    return sequence(AstKind::Tuple, node, made, AstRole::Value, AstContext::Load);
  expression(first, made, AstRole::Value);
}

void Lowering::assignment(Node statement, Node node, AstId parent, AstRole role) {
  if (const Node type = node.child(Field::Type)) {
    const AstId made = add(AstKind::AnnAssign, statement, parent, role);
    expression(node.child(Field::Left), made, AstRole::Target, AstContext::Store);
    expression(type, made, AstRole::Annotation);
    if (const Node value = node.child(Field::Right)) expression(value, made, AstRole::Value);
    return;
  }
  const AstId made = add(AstKind::Assign, statement, parent, role);
  Node at = node;
  // `a = b = 1` nests to the right.
  while (at.is(Kind::Assignment)) {
    expression(at.child(Field::Left), made, AstRole::Target, AstContext::Store);
    at = at.child(Field::Right);
  }
  if (at) expression(at, made, AstRole::Value);
}

void Lowering::if_statement(Node node, AstId parent, AstRole role) {
  const AstId made = add(AstKind::If, node, parent, role);
  expression(node.child(Field::Condition), made, AstRole::Test);
  body(node.child(Field::Consequence), made, AstRole::Body);
  AstId inner = made;
  unsigned opened = 0;
  for (const Node child : node.children()) {
    if (child.is(Kind::ElifClause)) {
      if (!descend(child)) break;
      ++opened;
      inner = add(AstKind::If, child, inner, AstRole::Orelse);
      ast_[inner].range.end = node.range().end;
      expression(child.child(Field::Condition), inner, AstRole::Test);
      body(child.child(Field::Consequence), inner, AstRole::Body);
    } else if (child.is(Kind::ElseClause)) {
      body(child.child(Field::Body), inner, AstRole::Orelse);
    }
  }
  depth_ -= opened;
}

void Lowering::for_statement(Node node, AstId parent, AstRole role) {
  const bool async = bool(node.child(Kind::KwAsync));
  const AstId made = add(async ? AstKind::AsyncFor : AstKind::For, node, parent, role);
  expression(node.child(Field::Left), made, AstRole::Target, AstContext::Store);
  expression(node.child(Field::Right), made, AstRole::Iter);
  body(node.child(Field::Body), made, AstRole::Body);
  if (const Node other = node.child(Kind::ElseClause)) {
    body(other.child(Field::Body), made, AstRole::Orelse);
  }
}

void Lowering::while_statement(Node node, AstId parent, AstRole role) {
  const AstId made = add(AstKind::While, node, parent, role);
  expression(node.child(Field::Condition), made, AstRole::Test);
  body(node.child(Field::Body), made, AstRole::Body);
  if (const Node other = node.child(Kind::ElseClause)) {
    body(other.child(Field::Body), made, AstRole::Orelse);
  }
}

void Lowering::with_statement(Node node, AstId parent, AstRole role) {
  const bool async = bool(node.child(Kind::KwAsync));
  const AstId made = add(async ? AstKind::AsyncWith : AstKind::With, node, parent, role);
  for (const Node item : node.child(Kind::WithClause).children()) {
    const Node value = item.child(Field::Value);
    // `with (a, b):` has two items, written as one tuple.
    if (value.is(Kind::Tuple)) {
      for (const Node part : value.children()) with_item(part, made);
    } else {
      with_item(value, made);
    }
  }
  body(node.child(Field::Body), made, AstRole::Body);
}

void Lowering::with_item(Node value, AstId parent) {
  const AstId made = add(AstKind::WithItem, value, parent, AstRole::Item);
  if (!value.is(Kind::AsPattern)) return expression(value, made, AstRole::Context);
  expression(value.child_at(0), made, AstRole::Context);
  if (const Node alias = value.child(Field::Alias)) {
    expression(alias.child_at(0), made, AstRole::Variable, AstContext::Store);
  }
}

void Lowering::try_statement(Node node, AstId parent, AstRole role) {
  const AstId made = add(AstKind::Try, node, parent, role);
  body(node.child(Field::Body), made, AstRole::Body);
  for (const Node clause : node.children()) {
    if (clause.is_any(Kind::ExceptClause, Kind::ExceptGroupClause)) {
      const AstId handler = add(AstKind::ExceptHandler, clause, made, AstRole::Handler);
      if (clause.is(Kind::ExceptGroupClause)) ast_[made].groups = true;
      for (const Node part : clause.children()) {
        if (part.is(Kind::Block)) {
          body(part, handler, AstRole::Body);
        } else if (part.is(Kind::AsPattern)) {
          expression(part.child_at(0), handler, AstRole::Type);
          const Node name = part.child(Field::Alias).child_at(0);
          if (name.is(Kind::Identifier)) ast_[handler].text = identifier(name);
        } else {
          expression(part, handler, AstRole::Type);
        }
      }
    } else if (clause.is(Kind::ElseClause)) {
      body(clause.child(Field::Body), made, AstRole::Orelse);
    } else if (clause.is(Kind::FinallyClause)) {
      body(clause.child(Kind::Block), made, AstRole::Final);
    }
  }
}

void Lowering::match_statement(Node node, AstId parent, AstRole role) {
  const AstId made = add(AstKind::Match, node, parent, role);
  for (const Node child : node.children()) {
    if (child.field() == Field::Subject) expression(child, made, AstRole::Subject);
  }
  for (const Node clause : node.child(Field::Body).children()) {
    if (!clause.is(Kind::CaseClause)) continue;
    const AstId branch = add(AstKind::MatchCase, clause, made, AstRole::Case);
    size_t patterns = 0;
    bool wildcard = false;
    for (const Node part : clause.children()) {
      if (part.is(Kind::CasePattern)) {
        ++patterns;
        const Node inside = part.child_at(0);
        wildcard = part.text() == "_" || (inside.is(Kind::DottedName) && inside.child_count() == 1);
        pattern(part, branch, AstRole::Target);
      }
    }
    const Node guard = clause.child(Field::Guard);
    if (guard) expression(guard.child_at(0), branch, AstRole::Guard);
    ast_[branch].irrefutable = wildcard && patterns == 1 && !guard;
    body(clause.child(Field::Consequence), branch, AstRole::Body);
  }
}

void Lowering::definition(Node node, Node decorated, AstId parent, AstRole role) {
  const bool is_class = node.is(Kind::ClassDefinition);
  AstKind kind = is_class ? AstKind::ClassDef : AstKind::FunctionDef;
  if (!is_class && node.child(Kind::KwAsync)) kind = AstKind::AsyncFunctionDef;
  const AstId made = add(kind, node, parent, role, identifier(node.child(Field::Name)));
  for (const Node child : decorated.children()) {
    if (child.is(Kind::Decorator)) expression(child.child_at(0), made, AstRole::Decorator);
  }
  if (is_class) {
    if (const Node bases = node.child(Field::Superclasses)) arguments(bases, made, AstRole::Base);
  } else {
    parameters(node.child(Field::Parameters), made);
    if (const Node type = node.child(Field::ReturnType)) expression(type, made, AstRole::Returns);
  }
  body(node.child(Field::Body), made, AstRole::Body);
}

void Lowering::import_statement(Node node, AstId parent, AstRole role) {
  if (node.is(Kind::ImportStatement)) {
    const AstId made = add(AstKind::Import, node, parent, role);
    for (const Node name : node.children()) import_name(name, made);
    return;
  }
  const bool future = node.is(Kind::FutureImportStatement);
  const Node module = node.child(Field::ModuleName);
  const std::string_view from = future ? std::string_view("__future__") : module.text();
  const AstId made = add(AstKind::ImportFrom, node, parent, role, from);
  for (const Node name : node.children()) {
    if (name.field() == Field::ModuleName) continue;
    if (name.is(Kind::WildcardImport)) {
      add(AstKind::Alias, name, made, AstRole::Name, "*");
    } else {
      import_name(name, made);
    }
  }
}

void Lowering::import_name(Node node, AstId parent) {
  if (!node.is(Kind::AliasedImport)) {
    add(AstKind::Alias, node, parent, AstRole::Name, identifier(node));
    return;
  }
  const AstId made =
      add(AstKind::Alias, node, parent, AstRole::Name, identifier(node.child(Field::Name)));
  ast_[made].alias = identifier(node.child(Field::Alias));
}

}  // namespace lattice
