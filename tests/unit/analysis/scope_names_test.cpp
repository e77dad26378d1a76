#include <catch2/catch.hpp>
#include <string>

#include "analysis/scope/names_used.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/parse.h"

using namespace lattice;

namespace {

std::string list(const ScopeTable& table, const std::vector<NameUse>& uses) {
  std::string text;
  for (const NameUse use : uses) text += std::string(table.name(use.name)) + " ";
  return text;
}

/// "reads | writes | deletes | captured reads | captured writes" of the last statement.
std::string used(const char* text) {
  const ScopeTable table = resolve(parse(SourceFile("a.py", text)));
  const Node module = table.tree.root();
  const NamesUsed names = names_used(table, module.child_at(module.child_count() - 1));
  return list(table, names.reads) + "| " + list(table, names.writes) + "| " +
         list(table, names.deletes) + "| " + list(table, names.captured_reads) + "| " +
         list(table, names.captured_writes);
}

}  // namespace

TEST_CASE("names of simple statements") {
  CHECK(used("y = f(x.z, k=w)") == "f x w | y | | | ");
  CHECK(used("n += 1") == "n | n | | | ");
  CHECK(used("del n, a[i]") == "a i | | n | | ");
  CHECK(used("a.b = c") == "a c | | | | ");
  CHECK(used("x: T = v") == "T v | x | | | ");
  CHECK(used("x: T") == "T | | | | ");
  CHECK(used("import a.b, c as d") == "| a d | | | ");
}

TEST_CASE("comprehensions run where they stand, generators perhaps later") {
  CHECK(used("y = [x * k for x in xs]") == "k xs | y | | | ");
  CHECK(used("y = (x * k for x in xs)") == "k xs | y | | k | ");
  CHECK(used("y = [w := x for x in xs]") == "xs | y w | | | ");
}

TEST_CASE("bodies of functions run later, their defaults now") {
  CHECK(used("def f(a=d): return a + g") == "d | f | | g | ");
  CHECK(used("f = lambda a=d: a + g") == "d | f | | g | ");
  CHECK(used("def f():\n    global n\n    n += 1\n") == "| f | | n | n ");
  CHECK(used("@dec\ndef f(): pass\n") == "dec | f | | | ");
  CHECK(used("def f():\n    v = 1\n    def g(): return v + w\n") == "| f | | w | ");
}

TEST_CASE("class bodies run where they stand, their methods later") {
  CHECK(used("class C(B):\n    x = y\n    def m(self): return z + x\n") == "B y | C | | z x | ");
}

TEST_CASE("what a statement inside a function does is seen from that function") {
  const ScopeTable table =
      resolve(parse(SourceFile("a.py", "def f(p):\n    q = p\n    g = lambda: q + r\n")));
  const Node body = table.tree.root().child_at(0).child(Field::Body);
  const ScopeId f = table.scope_opened_by(table.tree.root().child_at(0));
  const NamesUsed names = names_used(table, body.child_at(1));
  CHECK(list(table, names.writes) == "g ");
  CHECK(list(table, names.captured_reads) == "q r ");
  CHECK(names.captured_reads[0].owner == table.find(f, "q"));
  CHECK(!names.captured_reads[1].owner);
  const NamesUsed both = names_used(table, {body.child_at(0), body.child_at(1)});
  CHECK(list(table, both.reads) == "p ");
  CHECK(list(table, both.writes) == "q g ");
}
