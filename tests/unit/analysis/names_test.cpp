// `Names` says what a name in the abstract tree means, `ScopeTable` what one in the concrete tree
// does, and tests/python/test_scopes_stdlib.py holds the latter to CPython. Both have to agree.
#include "analysis/ast/names.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <unordered_map>

#include "analysis/ast/lower.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/node.h"
#include "frontend/syntax/parse.h"
#include "tests/unit/files.h"

using namespace lattice;

namespace {

/// Where the scope that binds a name begins, in words.
std::string place(const SourceFile& source, bool module, uint32_t begin) {
  return module ? "module" : "line " + std::to_string(source.position(begin).line);
}

std::string by_names(const Ast& ast, const Names& names, AstId id) {
  const ResolvedName found = names.resolve(ast[id].text, names.scope_of(id));
  if (found.binding == nullptr) return "nothing";
  const AstNode& opener = ast[names[found.scope].node];
  return place(ast.source(), found.scope == names.module(), opener.range.begin);
}

std::string by_table(const ScopeTable& table, SymbolId symbol) {
  const SymbolId owner = table.symbols[symbol].owner;
  if (!owner) return "nothing";
  const ScopeId scope = table.symbols[owner].scope;
  return place(table.tree.source(), scope == ScopeTable::kModule,
               table.scopes[scope].node.range().begin);
}

struct Disagreements {
  size_t names = 0;
  std::string text;
};

/// Compares what every name of the file means.
void compare(const SourceFile& source, Disagreements& out) {
  const SyntaxTree tree = parse(source);
  if (tree.has_error()) return;
  const ScopeTable table = resolve(tree);
  std::unordered_map<uint32_t, SymbolId> symbols;
  for (const NodeId id : table.symbol_of_node.ids()) {
    const Node node = tree.node(id);
    if (node.is(Kind::Identifier) && table.symbol_of_node[id]) {
      symbols.emplace(node.range().begin, table.symbol_of_node[id]);
    }
  }
  const Ast ast = lower(tree);
  const Names names(ast);
  for (uint32_t i = 0; i < ast.size(); ++i) {
    const AstId id(i);
    if (ast[id].kind != AstKind::Name) continue;
    const auto symbol = symbols.find(ast[id].range.begin);
    if (symbol == symbols.end()) continue;
    ++out.names;
    const std::string ours = by_names(ast, names, id);
    const std::string checked = by_table(table, symbol->second);
    if (ours == checked) continue;
    out.text += source.path() + ":" + std::to_string(ast[id].position.line) + " `" +
                std::string(ast[id].text) + "` is bound in " + checked + ", not in " + ours + "\n";
  }
}

}  // namespace

TEST_CASE("names mean the same in the abstract tree as in the checked table: every rule") {
  Disagreements found;
  compare(SourceFile("app.py", R"(import a.b, c as d
x = y = 1
def f(p, *q, r=x, **s):
    global x
    x = p
    def g():
        nonlocal p
        p = z = x
        return [z for z in q if (w := z)], w
        def h():
            def i():
                nonlocal z
                z = p
            z = 2
            return z
    return g, lambda t=r: t + p
class C:
    x = 2
    y = x
    def m(self): return x, y, __class__
    [x for i in y]
for i, (j, *k) in x: pass
with f() as h, g() as (m, n): del h
try: pass
except E as e: e
match x:
    case [o, *rest] | {"k": o, **rest}: o
print(len, undefined, (lambda: late)())
late = [i for i in range(3) for j in range(i)]
x += 1
u: int
v: int = 1
)"),
          found);
  CAPTURE(found.text);
  CHECK(found.names > 60);
  CHECK(found.text.empty());
}

TEST_CASE("names mean the same in the abstract tree as in the checked table: standard library") {
  Disagreements found;
  for (const auto& entry : std::filesystem::directory_iterator(LATTICE_STDLIB)) {
    if (entry.path().extension() != ".py") continue;
    const std::string path = entry.path().string();
    compare(SourceFile(path, read_bytes(path)), found);
  }
  CAPTURE(found.text);
  CHECK(found.names > 10'000);
  CHECK(found.text.empty());
}
