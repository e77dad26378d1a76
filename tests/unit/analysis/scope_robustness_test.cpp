#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "analysis/scope/dump.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/dump.h"
#include "frontend/syntax/parse.h"

using namespace lattice;

namespace {

const std::vector<std::string>& snippets() {
  static const std::vector<std::string> texts = {
      "from __future__ import annotations\nimport os.path as p, sys\nfrom . import *\n",
      "class A[T: int](B, metaclass=M):\n    __x: int = 1\n    def f(self, /, a=1, *b: T, c, **d) "
      "-> T:\n"
      "        nonlocal q\n        return super().f(__x)\n",
      "match x:\n    case [a, *_] | {'k': v, **r} if a: pass\n    case A(b=-1+2j) as c: pass\n",
      "try:\n    pass\nexcept* E as e:\n    raise X from e\nelse:\n    del a, b[0]\nfinally: "
      "pass\n",
      "async def h():\n    async with a as b, c as (d, e): await f\n    return [y := x async for x "
      "in z]\n",
      "x = f'{a!r:>{w}} {lambda: 1} {{' rb'\\x00' '''\nmulti'''\n",
      "type X[T] = list[T]\nprint >>f, x\ntype(x).y = 1\nexec('x')\nglobal g\n",
      "if (n := 10) > 5 and not a is not b: lambda x, *y: (x if y else ~x)\nelif b:\n\tc\n",
      "(a.\n b)[1:2, ...] @= {**b, 'k': {i: j for i in j for j in k if l}}\n# coding: x\n\\\n",
      "x = *a.b, *c(d, *e.f()) if g else h # z\nf('a', *b.c(), *d[0] or e)\n*a.b, c = [*d()]\n",
      "d\xC3\xA9j\xC3\xA0 = \xEF\xBD\x97\xEF\xBD\x97 + \xE6\x9D\xB1\nx: y = yield z\nwhile 1: "
      "break\n",
  };
  return texts;
}

/// Everything up to the scopes; the value only keeps the work from being optimised away.
size_t exercise(const std::string& text) {
  const SyntaxTree tree = parse(SourceFile("a.py", text));
  const ScopeTable table = resolve(tree);
  size_t work = dump(tree).size() + dump_scopes_json(table, {}).size() + tree.diagnostics().size();
  // Invariants that hold for any text.
  for (uint32_t i = 1; i < tree.node_count(); ++i) {
    const Node node = tree.node(NodeId(i));
    if (!node.parent().contains(node) || node == node.parent()) std::abort();
    if (node.subtree_end() > node.parent().subtree_end()) std::abort();
    if (node.range().begin > node.range().end || node.range().end > text.size()) std::abort();
  }
  for (const SymbolId id : table.symbols.ids()) {
    const Symbol& symbol = table.symbols[id];
    if (symbol.owner && table.symbols[symbol.owner].name != symbol.name) std::abort();
    if (symbol.visibility == Visibility::Local && symbol.owner != id) std::abort();
  }
  return work;
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  size_t below(size_t limit) {
    return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
  }

  std::string bytes() {
    std::string text(below(300), '\0');
    for (char& c : text) c = static_cast<char>(below(256));
    return text;
  }

  /// Characters that mean something to the parser.
  std::string marks() {
    static constexpr char kMarks[] = "()[]{}:=,.;'\"\\\n\r\t\f #@*-+<>!|&^~%abfx01_\0";
    std::string text(below(300), '\0');
    for (char& c : text) c = kMarks[below(sizeof kMarks - 1)];
    return text;
  }

  std::string program() {
    std::string text;
    for (size_t i = 0, count = 1 + below(5); i < count; ++i)
      text += snippets()[below(snippets().size())];
    return text;
  }

  std::string truncated() {
    std::string text = program();
    text.resize(below(text.size() + 1));
    return text;
  }

  /// A piece of one program in the middle of another, and some bytes changed.
  std::string spliced() {
    std::string text = program();
    const std::string other = program();
    const size_t from = below(other.size());
    text.insert(below(text.size()), other.substr(from, below(80)));
    text.erase(below(text.size()), below(20));
    for (size_t i = below(4); i > 0 && !text.empty(); --i) {
      text[below(text.size())] = static_cast<char>(below(256));
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("random texts never crash or hang the scopes") {
  const char* chosen = std::getenv("LATTICE_SEED");
  const auto seed =
      chosen != nullptr ? static_cast<uint32_t>(std::strtoul(chosen, nullptr, 10)) : 1U;
  Generator generator(seed);
  for (int round = 0; round < 500; ++round) {
    INFO("LATTICE_SEED=" << seed << " round " << round);
    CHECK(exercise(generator.bytes()) > 0);
    CHECK(exercise(generator.marks()) > 0);
    CHECK(exercise(generator.truncated()) > 0);
    CHECK(exercise(generator.spliced()) > 0);
  }
}

TEST_CASE("every prefix of a program is survived") {
  std::string all;
  for (const std::string& text : snippets()) all += text;
  for (size_t size = 0; size <= all.size(); size += 3) CHECK(exercise(all.substr(0, size)) > 0);
}

TEST_CASE("deep nesting costs no stack in the scopes either") {
  for (const char* open : {"(", "[", "{", "f(", "x[", "lambda x: ", "not ", "a.", "a + (",
                           "[x for x in ", "[lambda: [y := x for x in z] for z in ", "f'{"}) {
    std::string text;
    for (int i = 0; i < 10000; ++i) text += open;
    INFO(open);
    CHECK(exercise(text) > 0);
    CHECK(exercise(text + "x") > 0);
  }
  std::string blocks;
  for (size_t depth = 0; depth < 1000; ++depth) blocks += std::string(depth, ' ') + "def f():\n";
  CHECK(exercise(blocks + std::string(1000, ' ') + "x") > 0);
}
