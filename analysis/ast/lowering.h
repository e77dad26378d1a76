#pragma once
// The state of one lowering; private to analysis/ast. Statements and expressions have a file each.
#include "analysis/ast/ast.h"
#include "frontend/syntax/node.h"

namespace lattice {

class Lowering {
 public:
  explicit Lowering(const SyntaxTree& tree) : ast_(tree.source()) {}
  Ast run(Node root);

 private:
  AstId add(AstKind kind, Node node, AstId parent, AstRole role, std::string_view text = {});
  /// A name as Python compares it.
  std::string_view identifier(Node node);
  /// Counts nesting; false (and a problem) when it is too deep to go on.
  bool descend(Node node);

  // lower_statement.cpp
  void body(Node block, AstId parent, AstRole role);
  void statement(Node node, AstId parent, AstRole role);
  void simple_statement(Node node, AstId parent, AstRole role);
  void expression_statement(Node node, AstId parent, AstRole role);
  void assignment(Node statement, Node node, AstId parent, AstRole role);
  void if_statement(Node node, AstId parent, AstRole role);
  void for_statement(Node node, AstId parent, AstRole role);
  void while_statement(Node node, AstId parent, AstRole role);
  void with_statement(Node node, AstId parent, AstRole role);
  void with_item(Node value, AstId parent);
  void try_statement(Node node, AstId parent, AstRole role);
  void match_statement(Node node, AstId parent, AstRole role);
  void definition(Node node, Node decorated, AstId parent, AstRole role);
  void import_statement(Node node, AstId parent, AstRole role);
  void import_name(Node node, AstId parent);

  // lower_expression.cpp
  void expression(Node node, AstId parent, AstRole role, AstContext context = AstContext::Load);
  void known_expression(Node node, AstId parent, AstRole role, AstContext context);
  void sequence(AstKind kind, Node node, AstId parent, AstRole role, AstContext context);
  void operands(AstKind kind, Node node, AstId parent, AstRole role);
  void call(Node node, AstId parent, AstRole role);
  void arguments(Node list, AstId parent, AstRole positional);
  void parameters(Node list, AstId parent);
  void parameter(Node node, AstId parent);
  void comprehension(AstKind kind, Node node, AstId parent, AstRole role);
  void string(Node node, AstId parent, AstRole role);
  void string_parts(Node node, AstId parent);
  void pattern(Node node, AstId parent, AstRole role);
  void captured(Node name, AstId parent);

  Ast ast_;
  unsigned depth_ = 0;
};

}  // namespace lattice
