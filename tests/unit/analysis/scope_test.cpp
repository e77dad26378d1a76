#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analysis/identifier/mangle.h"
#include "analysis/identifier/normal_form.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/parse.h"

using namespace lattice;

namespace {

ScopeTable scopes_of(std::string text) {
  return resolve(parse(SourceFile("a.py", std::move(text))));
}

/// The first scope with this name.
ScopeId scope_named(const ScopeTable& table, std::string_view name) {
  for (const ScopeId id : table.scopes.ids()) {
    if (table.scopes[id].name == name) return id;
  }
  return {};
}

const Symbol& symbol(const ScopeTable& table, std::string_view scope, std::string_view name) {
  const SymbolId id = table.find(scope_named(table, scope), name);
  INFO(scope << "." << name);
  REQUIRE(id.valid());
  return table.symbols[id];
}

std::vector<BindingKind> kinds(const ScopeTable& table, const Symbol& symbol) {
  std::vector<BindingKind> result;
  for (const BindingId id : symbol.bindings) result.push_back(table.bindings[id].kind);
  return result;
}

}  // namespace

TEST_CASE("the example in scope_table.h") {
  const ScopeTable table = scopes_of(
      "total = 0\ndef add(n):\n    global total\n    total += n\n    return [n + i for i in R]\n");
  const SymbolId total = table.find(ScopeTable::kModule, "total");
  CHECK(symbol(table, "add", "total").visibility == Visibility::GlobalExplicit);
  CHECK(symbol(table, "add", "total").owner == total);
  CHECK(symbol(table, "add", "total").references.size() == 1);
  CHECK(kinds(table, symbol(table, "add", "total")) ==
        std::vector{BindingKind::AugmentedAssignment});
  CHECK(symbol(table, "add", "n").visibility == Visibility::Cell);
  CHECK(symbol(table, "listcomp", "n").visibility == Visibility::Free);
  CHECK(symbol(table, "listcomp", "n").owner == table.find(scope_named(table, "add"), "n"));
  CHECK(symbol(table, "listcomp", "i").visibility == Visibility::Local);
  CHECK(symbol(table, "add", "R").visibility == Visibility::GlobalImplicit);
  CHECK(!symbol(table, "add", "R").owner);
}

TEST_CASE("every binding kind is made by the Python that documents it") {
  const auto only = [](const char* text, const char* scope, const char* name) {
    const ScopeTable table = scopes_of(text);
    const auto found = kinds(table, symbol(table, scope, name));
    INFO(text);
    REQUIRE(found.size() == 1);
    return found[0];
  };
  CHECK(only("x = 1", "top", "x") == BindingKind::Assignment);
  CHECK(only("[*x, (y, z)] = 1", "top", "y") == BindingKind::Assignment);
  CHECK(only("x: int = 1", "top", "x") == BindingKind::AnnotatedAssignment);
  CHECK(only("x: int", "top", "x") == BindingKind::Annotation);
  CHECK(only("x += 1", "top", "x") == BindingKind::AugmentedAssignment);
  CHECK(only("(n := 1)", "top", "n") == BindingKind::Walrus);
  CHECK(only("for row in rows: pass", "top", "row") == BindingKind::LoopVariable);
  CHECK(only("[x for x in xs]", "listcomp", "x") == BindingKind::ComprehensionVariable);
  CHECK(only("with a as (b, c): pass", "top", "c") == BindingKind::WithTarget);
  CHECK(only("try: pass\nexcept E as e: pass", "top", "e") == BindingKind::ExceptName);
  CHECK(only("match a:\n case [x, *r]: pass", "top", "r") == BindingKind::MatchCapture);
  CHECK(only("match a:\n case {**r}: pass", "top", "r") == BindingKind::MatchCapture);
  CHECK(only("match a:\n case C(k=v) as x: pass", "top", "x") == BindingKind::MatchCapture);
  CHECK(only("match a:\n case C(k=v) as x: pass", "top", "v") == BindingKind::MatchCapture);
  CHECK(only("import a.b", "top", "a") == BindingKind::Import);
  CHECK(only("import a.b as c", "top", "c") == BindingKind::Import);
  CHECK(only("from a import b as c", "top", "c") == BindingKind::ImportFrom);
  CHECK(only("def f(): pass", "top", "f") == BindingKind::FunctionDefinition);
  CHECK(only("class C: pass", "top", "C") == BindingKind::ClassDefinition);
  CHECK(only("def f(a, *b, c=1, **d): pass", "f", "d") == BindingKind::Parameter);
  CHECK(only("del x", "top", "x") == BindingKind::Delete);
  CHECK(only("def f[T](a: T): pass", "f", "T") == BindingKind::TypeParameter);
  CHECK(only("type A = int", "top", "A") == BindingKind::TypeAlias);
}

TEST_CASE("names of a class are not visible from its methods") {
  const ScopeTable table = scopes_of("x = 1\nclass C:\n    x = 2\n    def f(self): return x\n");
  CHECK(symbol(table, "f", "x").visibility == Visibility::GlobalImplicit);
  CHECK(symbol(table, "f", "x").owner == table.find(ScopeTable::kModule, "x"));
}

TEST_CASE("defaults, decorators and annotations belong to the scope around") {
  const ScopeTable table = scopes_of("@dec\ndef f(a=d, b: t = 1) -> r:\n    pass\n");
  for (const char* name : {"dec", "d", "t", "r"}) {
    CHECK(symbol(table, "top", name).has(SymbolFlag::Referenced));
    CHECK(!table.find(scope_named(table, "f"), name));
  }
}

TEST_CASE("annotations as text are no references") {
  const ScopeTable table =
      scopes_of("from __future__ import annotations\nx: T = 1\ndef f(a: U) -> V: pass\n");
  CHECK(table.annotations_are_text);
  for (const char* name : {"T", "U", "V"}) CHECK(!table.find(ScopeTable::kModule, name));
}

TEST_CASE("walrus in a comprehension binds outside of it") {
  const ScopeTable table = scopes_of("def f():\n    return [y := x for x in z]\n");
  CHECK(symbol(table, "f", "y").visibility == Visibility::Cell);
  CHECK(symbol(table, "f", "y").bindings.size() == 1);
  CHECK(symbol(table, "listcomp", "y").owner == table.find(scope_named(table, "f"), "y"));
  const ScopeTable module = scopes_of("[y := x for x in z]\n");
  CHECK(symbol(module, "listcomp", "y").owner == module.find(ScopeTable::kModule, "y"));
}

TEST_CASE("nonlocal names reach through functions and past classes") {
  const ScopeTable table = scopes_of(
      "def a():\n x = 1\n class C:\n  def b(self):\n   def c():\n    nonlocal x\n    x = 2\n");
  const SymbolId owner = table.find(scope_named(table, "a"), "x");
  CHECK(table.symbols[owner].visibility == Visibility::Cell);
  CHECK(symbol(table, "c", "x").owner == owner);
  CHECK(symbol(table, "b", "x").visibility == Visibility::Free);
}

TEST_CASE("super uses __class__") {
  const ScopeTable table = scopes_of("class C:\n    def f(self): super().f()\n");
  CHECK(symbol(table, "f", "__class__").visibility == Visibility::Free);
  CHECK(!symbol(table, "f", "__class__").owner);
}

TEST_CASE("private names are mangled") {
  CHECK(mangle("_C", "__x") == "_C__x");
  CHECK(mangle("__", "__x") == "__x");
  CHECK(mangle("C", "__x__") == "__x__");
  CHECK(mangle("", "__x") == "__x");
  const ScopeTable table = scopes_of("class C:\n    __x = 1\n    def f(self): return __x\n");
  CHECK(symbol(table, "C", "_C__x").has(SymbolFlag::Assigned));
  CHECK(symbol(table, "f", "_C__x").has(SymbolFlag::Referenced));
}

TEST_CASE("identifiers are compared in normal form") {
  CHECK(normal_form("ｗｗｗ") == "www");
  CHECK(normal_form("ﬁ") == "fi");
  CHECK(normal_form("e\xCC\x81") == "é");
  CHECK(normal_form("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB") == "한");
  CHECK(normal_form("東京_é") == "東京_é");
  CHECK(normal_form("\xFF\xC3") == "\xFF\xC3");
  const ScopeTable table = scopes_of("ﬁ = 1\nprint(fi)\n");
  CHECK(symbol(table, "top", "fi").references.size() == 1);
}

TEST_CASE("scopes and symbols are found by node") {
  const ScopeTable table = scopes_of("def f(a=d):\n    return a\n");
  const Node function = table.tree.root().child_at(0);
  const ScopeId inner = table.scope_opened_by(function);
  CHECK(table.scopes[inner].name == "f");
  CHECK(table.scope_of(function) == ScopeTable::kModule);
  CHECK(table.scope_of(table.tree.node_at({8, 9})) == ScopeTable::kModule);
  CHECK(table.scope_of(table.tree.node_at({6, 7})) == inner);
  const Node returned = function.child(Field::Body).child_at(0).child_at(0);
  CHECK(returned.text() == "a");
  CHECK(table.symbol_at(returned) == table.find(inner, "a"));
  CHECK(table.is_within(inner, ScopeTable::kModule));
  CHECK(!table.is_within(ScopeTable::kModule, inner));
  CHECK(!table.scope_opened_by(returned));
  CHECK(!table.symbol_at(function));
}

TEST_CASE("bindings and references are in document order") {
  const ScopeTable table = scopes_of("x = 1\nprint(x)\nx += 2\ndel x\n");
  const Symbol& x = symbol(table, "top", "x");
  CHECK(kinds(table, x) == std::vector{BindingKind::Assignment, BindingKind::AugmentedAssignment,
                                       BindingKind::Delete});
  REQUIRE(x.references.size() == 2);
  CHECK(!table.references[x.references[0]].augmented);
  CHECK(table.references[x.references[1]].augmented);
}

TEST_CASE("a star import is noted on its scope") {
  CHECK(scopes_of("from m import *\n").scopes[ScopeTable::kModule].star_import);
  CHECK(!scopes_of("from m import a\n").scopes[ScopeTable::kModule].star_import);
}

TEST_CASE("scopes nested too deeply are merged, with one diagnostic") {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "lambda x: ";
  const ScopeTable table = scopes_of("f = " + text + "x\n");
  CHECK(table.scopes.size() == kDeepestScope + 1);
  REQUIRE(table.diagnostics.size() == 1);
  CHECK(table.diagnostics[0].kind == DiagnosticKind::ScopesTooDeep);
}
