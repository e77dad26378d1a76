// The dumps of cells and of the abstract tree.
#include "analysis/cell/cell.h"

#include <catch2/catch.hpp>

#include "analysis/analyze.h"
#include "analysis/cell/dump.h"

using namespace lattice;

namespace {

Analysis analysed(const std::string& text) { return analyze(SourceFile("app.py", text)); }

}  // namespace

TEST_CASE("cells print with reads, writes, flags and reasons") {
  CHECK(
      dump_cells(analysed("import streamlit as st, time\n"
                          "x = st.slider(\"x\", 0, 9)\n"
                          "a, b = x, time.time()\n"
                          "st.write(a + b)\n"
                          "def f():\n"
                          "  st.write(a)\n")) ==
      "0 expr line 2 [pure] `st.slider(\"x\", 0, 9)` globals(st)\n"
      "1 stmt line 3 [definite] `a, b = x, time.time()` globals(x time) writes(a b) always: reads "
      "the clock: `time.time()`\n"
      "2 expr line 4 [discard pure] `st.write(a + b)` globals(st a b)\n"
      "3 stmt line 5 [definite pure] `def f():` writes(f)\n"
      "4 expr line 6 [discard pure] `st.write(a)` globals(st a)\n");
}

TEST_CASE("effects print by function and by cell") {
  CHECK(dump_effects(analysed("import streamlit as st, random\n"
                              "def draw():\n  return random.random()\n"
                              "st.write(draw())\n")) == "draw Random\ncell1 line 4 Random Draws\n");
}

TEST_CASE("the abstract tree has CPython's shape and positions") {
  CHECK(dump(analysed("a = (b) = [c, *d][0]\nif x:\n  pass\nelif y: pass\n").ast()) ==
        "Module 1:0\n"
        "  body: Assign 1:0\n"
        "    target: Name 1:0 a (store)\n"
        "    target: Name 1:5 b (store)\n"
        "    value: Subscript 1:10\n"
        "      value: List 1:10\n"
        "        element: Name 1:11 c\n"
        "        element: Starred 1:14\n"
        "          value: Name 1:15 d\n"
        "      index: Constant 1:18 0\n"
        "  body: If 2:0\n"
        "    test: Name 2:3 x\n"
        "    body: Pass 3:2\n"
        "    orelse: If 4:0\n"
        "      test: Name 4:5 y\n"
        "      body: Pass 4:8\n");
}

TEST_CASE("labels are one line and count characters") {
  const Analysis analysis = analysed("f(\"äöü\",\n   2)\nx = [" + std::string(100, '1') + "]\n");
  CHECK(analysis.split().cells[CellId(0)].label == "f(\"äöü\", 2)");
  CHECK(analysis.split().cells[CellId(1)].label == "[" + std::string(58, '1') + "…");
}

TEST_CASE("names resolve through scopes as Python does") {
  const Analysis analysis = analysed("x = 1\nclass A:\n  x = 2\n  def f(self):\n    return x\n");
  const Names& names = analysis.names();
  const Ast& ast = analysis.ast();
  unsigned reads = 0;
  for (uint32_t i = 0; i < ast.size(); ++i) {
    const AstId id(i);
    if (ast[id].kind != AstKind::Name || ast[id].context != AstContext::Load) continue;
    ++reads;
    CHECK(names.resolve("x", names.scope_of(id)).scope == names.module());
  }
  CHECK(reads == 1);
}
