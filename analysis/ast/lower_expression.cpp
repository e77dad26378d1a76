#include "analysis/ast/lowering.h"

namespace lattice {

void Lowering::expression(Node node, AstId parent, AstRole role, AstContext context) {
  if (!node || !descend(node)) return;
  node = strip_parentheses(node);
  known_expression(node, parent, role, context);
  --depth_;
}

void Lowering::known_expression(Node node, AstId parent, AstRole role, AstContext context) {
  switch (node.kind()) {
    case Kind::Identifier: {
      const AstId made = add(AstKind::Name, node, parent, role, identifier(node));
      ast_[made].context = context;
      return;
    }
    case Kind::Integer:
    case Kind::Float:
    case Kind::True:
    case Kind::False:
    case Kind::None:
    case Kind::Ellipsis:
      add(AstKind::Constant, node, parent, role, node.text());
      return;
    case Kind::String:
    case Kind::ConcatenatedString:
      return string(node, parent, role);
    case Kind::Attribute: {
      const AstId made =
          add(AstKind::Attribute, node, parent, role, identifier(node.child(Field::Attribute)));
      ast_[made].context = context;
      return expression(node.child(Field::Object), made, AstRole::Value);
    }
    case Kind::Subscript: {
      const AstId made = add(AstKind::Subscript, node, parent, role);
      ast_[made].context = context;
      for (const Node child : node.children()) {
        const bool value = child.field() == Field::Value;
        expression(child, made, value ? AstRole::Value : AstRole::Index);
      }
      return;
    }
    case Kind::Call:
      return call(node, parent, role);
    case Kind::BinaryOperator:
      return operands(AstKind::BinOp, node, parent, role);
    case Kind::BooleanOperator:
      return operands(AstKind::BoolOp, node, parent, role);
    case Kind::ComparisonOperator:
      return operands(AstKind::Compare, node, parent, role);
    case Kind::UnaryOperator:
    case Kind::NotOperator:
      return operands(AstKind::UnaryOp, node, parent, role);
    case Kind::ConditionalExpression: {
      // CPython's order of evaluation: the test first.
      const AstId made = add(AstKind::IfExp, node, parent, role);
      expression(node.child_at(0), made, AstRole::Body);
      expression(node.child_at(1), made, AstRole::Test);
      expression(node.child_at(2), made, AstRole::Orelse);
      return;
    }
    case Kind::NamedExpression: {
      const AstId made = add(AstKind::NamedExpr, node, parent, role);
      expression(node.child(Field::Name), made, AstRole::Target, AstContext::Store);
      return expression(node.child(Field::Value), made, AstRole::Value);
    }
    case Kind::Lambda: {
      const AstId made = add(AstKind::Lambda, node, parent, role);
      parameters(node.child(Field::Parameters), made);
      return expression(node.child(Field::Body), made, AstRole::Body);
    }
    case Kind::Await:
      return operands(AstKind::Await, node, parent, role);
    case Kind::Yield:
      return operands(node.child(Kind::KwFrom) ? AstKind::YieldFrom : AstKind::Yield, node, parent,
                      role);
    case Kind::ListSplat:
    case Kind::ListSplatPattern:
    case Kind::ParenthesizedListSplat: {
      const AstId made = add(AstKind::Starred, node, parent, role);
      ast_[made].context = context;
      return expression(node.child_at(0), made, AstRole::Value, context);
    }
    case Kind::List:
    case Kind::ListPattern:
      return sequence(AstKind::List, node, parent, role, context);
    case Kind::Tuple:
    case Kind::ExpressionList:
    case Kind::PatternList:
      return sequence(AstKind::Tuple, node, parent, role, context);
    case Kind::TuplePattern:
      // `(x) = 1` binds a name, `(x,) = 1` unpacks.
      if (node.child_count() == 1 && !node.child(Kind::Comma)) {
        return expression(node.child_at(0), parent, role, context);
      }
      return sequence(AstKind::Tuple, node, parent, role, context);
    case Kind::Set:
      return sequence(AstKind::Set, node, parent, role, AstContext::Load);
    case Kind::Slice:
      return operands(AstKind::Slice, node, parent, role);
    case Kind::Dictionary: {
      const AstId made = add(AstKind::Dict, node, parent, role);
      for (const Node entry : node.children()) {
        if (entry.is(Kind::Pair)) {
          expression(entry.child(Field::Key), made, AstRole::Key);
          expression(entry.child(Field::Value), made, AstRole::Value);
        } else {
          // `**other`
          const AstId starred = add(AstKind::Starred, entry, made, AstRole::Element);
          expression(entry.child_at(0), starred, AstRole::Value);
        }
      }
      return;
    }
    case Kind::ListComprehension:
      return comprehension(AstKind::ListComp, node, parent, role);
    case Kind::SetComprehension:
      return comprehension(AstKind::SetComp, node, parent, role);
    case Kind::DictionaryComprehension:
      return comprehension(AstKind::DictComp, node, parent, role);
    case Kind::GeneratorExpression:
      return comprehension(AstKind::GeneratorExp, node, parent, role);
    case Kind::Type:
      if (node.child_count() == 1) return expression(node.child_at(0), parent, role);
      [[fallthrough]];
    default: {
      const AstId made = add(AstKind::Unknown, node, parent, role);
      for (const Node child : node.children()) expression(child, made, AstRole::Element);
    }
  }
}

void Lowering::sequence(AstKind kind, Node node, AstId parent, AstRole role, AstContext context) {
  const AstId made = add(kind, node, parent, role);
  ast_[made].context = context;
  for (const Node child : node.children()) expression(child, made, AstRole::Element, context);
}

void Lowering::operands(AstKind kind, Node node, AstId parent, AstRole role) {
  const AstId made = add(kind, node, parent, role);
  for (const Node child : node.children()) expression(child, made, AstRole::Element);
}

void Lowering::call(Node node, AstId parent, AstRole role) {
  const AstId made = add(AstKind::Call, node, parent, role);
  expression(node.child(Field::Function), made, AstRole::Func);
  const Node list = node.child(Field::Arguments);
  if (list.is(Kind::GeneratorExpression)) {
    expression(list, made, AstRole::Argument);
  } else {
    arguments(list, made, AstRole::Argument);
  }
}

void Lowering::arguments(Node list, AstId parent, AstRole positional) {
  for (const Node argument : list.children()) {
    if (argument.is(Kind::KeywordArgument)) {
      const AstId made = add(AstKind::Keyword, argument, parent, AstRole::Keyword,
                             identifier(argument.child(Field::Name)));
      expression(argument.child(Field::Value), made, AstRole::Value);
    } else if (argument.is(Kind::DictionarySplat)) {
      const AstId made = add(AstKind::Keyword, argument, parent, AstRole::Keyword);
      expression(argument.child_at(0), made, AstRole::Value);
    } else {
      expression(argument, parent, positional);
    }
  }
}

void Lowering::parameters(Node list, AstId parent) {
  for (const Node node : list.children()) parameter(node, parent);
}

void Lowering::parameter(Node node, AstId parent) {
  Node name = node;
  Node value;
  Node type;
  switch (node.kind()) {
    case Kind::DefaultParameter:
    case Kind::TypedDefaultParameter:
      name = node.child(Field::Name);
      value = node.child(Field::Value);
      type = node.child(Field::Type);
      break;
    case Kind::TypedParameter:
      name = node.child_at(0);
      type = node.child(Field::Type);
      break;
    default:
      break;
  }
  ParameterKind kind = ParameterKind::Plain;
  if (name.is_any(Kind::ListSplatPattern, Kind::DictionarySplatPattern)) {
    kind =
        name.is(Kind::ListSplatPattern) ? ParameterKind::Variadic : ParameterKind::KeywordVariadic;
    name = name.child_at(0);
  }
  if (!name.is(Kind::Identifier)) return;
  const AstId made = add(AstKind::Parameter, node, parent, AstRole::Parameter, identifier(name));
  ast_[made].parameter = kind;
  if (value) expression(value, made, AstRole::Default);
  if (type) expression(type, made, AstRole::Annotation);
}

void Lowering::comprehension(AstKind kind, Node node, AstId parent, AstRole role) {
  const AstId made = add(kind, node, parent, role);
  AstId clause;
  for (const Node child : node.children()) {
    if (child.field() == Field::Body) {
      if (child.is(Kind::Pair)) {
        expression(child.child(Field::Key), made, AstRole::Key);
        expression(child.child(Field::Value), made, AstRole::Value);
      } else {
        expression(child, made, AstRole::Element);
      }
    } else if (child.is(Kind::ForInClause)) {
      clause = add(AstKind::Comprehension, child, made, AstRole::Generator,
                   child.child(Kind::KwAsync) ? "async" : "");
      bool target = true;
      for (const Node part : child.children()) {
        if (target) {
          expression(part, clause, AstRole::Target, AstContext::Store);
        } else {
          expression(part, clause, AstRole::Iter);
        }
        target = false;
      }
    } else if (child.is(Kind::IfClause) && clause.valid()) {
      expression(child.child_at(0), clause, AstRole::Test);
    }
  }
}

void Lowering::string(Node node, AstId parent, AstRole role) {
  // The prefix decides: any f-string part makes the whole a JoinedStr, bytes have no `str` type.
  bool bytes = false;
  bool formatted = false;
  const auto look = [&](Node part) {
    for (const char c : part.child(Kind::StringStart).text()) {
      bytes |= c == 'b' || c == 'B';
      formatted |= c == 'f' || c == 'F';
    }
  };
  if (node.is(Kind::String)) {
    look(node);
  } else {
    for (const Node part : node.children()) look(part);
  }
  const AstId made =
      add(formatted ? AstKind::JoinedStr : AstKind::Constant, node, parent, role, node.text());
  ast_[made].is_string = !bytes && !formatted;
  if (!formatted) return;
  ast_[made].text = {};
  if (node.is(Kind::String)) return string_parts(node, made);
  for (const Node part : node.children()) string_parts(part, made);
}

void Lowering::string_parts(Node node, AstId parent) {
  if (!descend(node)) return;
  for (const Node part : node.children()) {
    if (part.is_any(Kind::Interpolation, Kind::FormatExpression)) {
      const AstId made = add(AstKind::FormattedValue, part, parent, AstRole::Element);
      expression(part.child(Field::Expression), made, AstRole::Value);
      string_parts(part, made);
    } else if (part.is(Kind::FormatSpecifier)) {
      string_parts(part, parent);
    }
  }
  --depth_;
}

void Lowering::pattern(Node node, AstId parent, AstRole role) {
  if (!descend(node)) return;
  const AstId made = add(AstKind::Pattern, node, parent, role);
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::DottedName:
        if (child.child_count() == 1 && !node.is(Kind::ClassPattern)) {
          captured(child.child_at(0), made);
        } else {
          // `Color.RED` or the class of a pattern: the first name is read.
          add(AstKind::Name, child.child_at(0), made, AstRole::Element,
              identifier(child.child_at(0)));
        }
        break;
      case Kind::Identifier:
        // `as name`, `*rest`, `**rest`; the name of a keyword pattern is no variable.
        if (!node.is(Kind::KeywordPattern)) captured(child, made);
        break;
      default:
        pattern(child, made, AstRole::Element);
    }
  }
  --depth_;
}

void Lowering::captured(Node name, AstId parent) {
  if (name.text() == "_") return;
  const AstId made = add(AstKind::Name, name, parent, AstRole::Element, identifier(name));
  ast_[made].context = AstContext::Store;
}

}  // namespace lattice
