#include <catch2/catch.hpp>
#include <string>

#include "frontend/syntax/dump.h"
#include "frontend/syntax/node.h"
#include "frontend/syntax/parse.h"

using namespace lattice;

namespace {

SyntaxTree parse_text(std::string text) { return parse(SourceFile("a.py", std::move(text))); }

}  // namespace

TEST_CASE("a tree prints as indented constructs with positions") {
  CHECK(dump(parse_text("x = f(1)  # why\n")) ==
        "(module 1:0-2:0)\n"
        "  (expression_statement 1:0-1:8)\n"
        "    (assignment 1:0-1:8)\n"
        "      left: (identifier 1:0-1:1 `x`)\n"
        "      right: (call 1:4-1:8)\n"
        "        function: (identifier 1:4-1:5 `f`)\n"
        "        arguments: (argument_list 1:5-1:8)\n"
        "          (integer 1:6-1:7 `1`)\n");
}

TEST_CASE("children leave out tokens, comments and line continuations") {
  const SyntaxTree tree = parse_text("f(a, # one\n  b, \\\n  c)\n");
  const Node call = tree.root().child_at(0).child_at(0);
  REQUIRE(call.is(Kind::Call));
  const Node arguments = call.child(Field::Arguments);
  CHECK(arguments.child_count() == 3);
  CHECK(arguments.child_at(2).text() == "c");
  CHECK(!arguments.child_at(3));
  CHECK(arguments.child(Kind::LeftParen).text() == "(");
}

TEST_CASE("fields reach tokens too") {
  const SyntaxTree tree = parse_text("a += 1\n");
  const Node statement = tree.root().child_at(0).child_at(0);
  CHECK(statement.child(Field::Operator).is(Kind::PlusEqual));
  CHECK(statement.child(Field::Left).field() == Field::Left);
}

TEST_CASE("parents, subtrees and order") {
  const SyntaxTree tree = parse_text("def f():\n    return x\n");
  const Node function = tree.root().child_at(0);
  const Node name = tree.node_at({20, 21});
  CHECK(name.text() == "x");
  CHECK(name.parent().is(Kind::ReturnStatement));
  CHECK(function.contains(name));
  CHECK(!name.contains(function));
  CHECK(function.id() < name.id());
  CHECK(!tree.root().parent());
}

TEST_CASE("the null node ends chains quietly") {
  const Node none = Node().child(Field::Left).child(Kind::Call).child_at(3).parent();
  CHECK(!none);
  CHECK(none.text().empty());
  CHECK(none.children().empty());
  CHECK(none.is(Kind::Null));
}

TEST_CASE("parentheses are stripped, tuples are not") {
  const SyntaxTree tree = parse_text("((x))\n(x,)\n");
  CHECK(strip_parentheses(tree.root().child_at(0).child_at(0)).is(Kind::Identifier));
  CHECK(strip_parentheses(tree.root().child_at(1).child_at(0)).is(Kind::Tuple));
}

TEST_CASE("errors are nodes and become diagnostics") {
  const SyntaxTree tree = parse_text("x = 1\ny = = 2\nz = 3\n");
  CHECK(tree.has_error());
  CHECK(tree.root().is(Kind::Module));
  CHECK(!tree.root().child_at(0).has_error());
  const auto found = tree.diagnostics();
  REQUIRE(!found.empty());
  CHECK(tree.source().position(found[0].range.begin).line == 2);
}

TEST_CASE("what only looks like a statement of another Python is read as Python 3") {
  const SyntaxTree type = parse_text("type(x).y = 1\ntype X = int\n");
  CHECK(type.root().child_at(0).child_at(0).is(Kind::Assignment));
  CHECK(type.root().child_at(1).is(Kind::TypeAliasStatement));
  const SyntaxTree print = parse_text("print >>f, x\nprint(x)\nexec('x')\n");
  CHECK(!print.has_error());
  CHECK(print.root().child_at(0).is(Kind::ExpressionStatement));
  CHECK(print.root().child_at(0).child_at(0).child(Field::Left).text() == "print");
  CHECK(parse_text("print 'hello'\n").has_error());
}

TEST_CASE("a line inside brackets may be indented less than its statement") {
  const SyntaxTree tree =
      parse_text("if a:\n    if b:\n        (c.\n  d)\n        e = ...\nf = 1.\n");
  CHECK(!tree.has_error());
  CHECK(tree.root().child_count() == 2);
}

TEST_CASE("a splat holds all of its operand") {
  CHECK(dump(parse_text("[*a.b(c)[d] + e, f]\n")) ==
        "(module 1:0-2:0)\n"
        "  (expression_statement 1:0-1:19)\n"
        "    (list 1:0-1:19)\n"
        "      (list_splat 1:1-1:15)\n"
        "        (binary_operator 1:2-1:15)\n"
        "          left: (subscript 1:2-1:11)\n"
        "            value: (call 1:2-1:8)\n"
        "              function: (attribute 1:2-1:5)\n"
        "                object: (identifier 1:2-1:3 `a`)\n"
        "                attribute: (identifier 1:4-1:5 `b`)\n"
        "              arguments: (argument_list 1:5-1:8)\n"
        "                (identifier 1:6-1:7 `c`)\n"
        "            subscript: (identifier 1:9-1:10 `d`)\n"
        "          right: (identifier 1:14-1:15 `e`)\n"
        "      (identifier 1:17-1:18 `f`)\n");
}

TEST_CASE("a comment after a block is not part of it") {
  const SyntaxTree tree = parse_text("if a:\n    b  # one\n    # two\nc\n");
  CHECK(tree.root().child_at(0).end() == Position{2, 5});
}

TEST_CASE("parents and subtrees agree in every node") {
  const SyntaxTree tree = parse_text(
      "x = *a.b, *c(d, *e.f()) if g else h  # z\nf('a', *b.c(), *d[0][1] or e)\n[*f(*g(*h.i))]\n");
  for (uint32_t i = 1; i < tree.node_count(); ++i) {
    const Node node = tree.node(NodeId(i));
    INFO(node.text());
    CHECK(node.parent().contains(node));
    CHECK(node.parent().range().contains(node.range()));
    bool listed = false;
    for (const Node child : node.parent().children_and_tokens()) listed |= child == node;
    CHECK(listed);
  }
}

TEST_CASE("line ends of every kind give the same tree") {
  const std::string text = "if a:\n    b = 1\nc = '''x\ny'''\n";
  std::string windows, classic;
  for (const char c : text) {
    windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    classic += c == '\n' ? '\r' : c;
  }
  const std::string expected = dump(parse_text("if a:\n    b = 1\nc = 1\n"));
  CHECK(dump(parse_text("if a:\r    b = 1\rc = 1\r")) == expected);
  CHECK(dump(parse_text("if a:\r\n    b = 1\r\nc = 1\r\n")) == expected);
  CHECK(!parse_text(windows).has_error());
  CHECK(!parse_text(classic).has_error());
}

TEST_CASE("a tree outlives the source it was given and its own copies") {
  Node name;
  SyntaxTree kept = parse_text("");
  {
    const SyntaxTree tree = parse_text("abc\n");
    kept = tree;
    name = tree.root().child_at(0).child_at(0);
  }
  CHECK(name.text() == "abc");
}

TEST_CASE("kinds.def and fields.def cover the grammar") {
  // Constructs of all kinds, so that a renamed or new kind of the grammar shows as Unknown.
  const SyntaxTree tree = parse_text(
      "import a.b as c\nfrom .x import (y as z,)\nfrom q import *\nassert a, b\nglobal g\n"
      "@d\nclass A[T: int](B, m=M):\n    x: int = 1\n    def f(self, /, a, *, b: int = 2, **k) -> "
      "r: ...\n"
      "async def h():\n    async with a as b, c: await d\n    async for i in j: yield i\n    else: "
      "pass\n"
      "match x:\n    case [a, *_] | {'k': 1, **r} if a: pass\n    case A(b=-1+2j) as c: pass\n    "
      "case _: pass\n"
      "try: pass\nexcept* E as e: raise X from e\nelse: pass\nfinally: pass\n"
      "f'{a!r:>{w}} {{' 'b' \"\\n\"\ntype X[T] = list[T]\nlambda x, *y: (x if y else ~x)\n"
      "del a[1:2, ...]\nx @= y\nx = not a is not b not in c < 1.5\n[*a, {**b}, {1}, (i async for i "
      "in j)]\n"
      "while (n := 1): break\nelse: continue\nnonlocal v\nreturn None, True, False\n");
  CHECK(!tree.has_error());
  for (uint32_t i = 0; i < tree.node_count(); ++i) {
    const Node node = tree.node(NodeId(i));
    INFO(node.text());
    CHECK(!node.is(Kind::Unknown));
  }
  CHECK(to_string(Kind::PlusEqual) == "+=");
  CHECK(is_token(Kind::KwIf));
  CHECK(!is_token(Kind::IfStatement));
}
