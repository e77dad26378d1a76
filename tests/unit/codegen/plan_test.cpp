// Each rule of the guard plan on a small script: the steps as `lattice dump --stage=plan` prints
// them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "codegen/plan/dump.h"
#include "codegen/plan/guard_plan.h"
#include "codegen/plan/json.h"

using namespace lattice;

namespace {

constexpr const char* kImports = "import streamlit as st\n";

Analysis analysed(const std::string& text) { return analyze(SourceFile("app.py", text)); }

/// The steps of a script after `import streamlit as st`; lines count from the script's own.
std::string steps(const std::string& text) {
  const std::string dumped = dump_plan(plan(analysed(std::string(kImports) + text)));
  return dumped.substr(dumped.find('\n') + 1);
}

const PlanCell& cell_of(const GuardPlan& guards, const std::string& label) {
  for (const PlanCell& cell : guards.cells) {
    if (cell.label == label) return cell;
  }
  FAIL("no cell `" << label << "`");
  return guards.cells.front();
}

GuardPlan planned(const std::string& text) { return plan(analysed(kImports + text)); }

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("names, constants and attributes of streamlit are moved natively") {
  CHECK(steps("x = 1\ny = x\nz = st.session_state.z\ndel x\npass\n") ==
        "native 2:0\nnative 3:0\nnative 4:0\nnative 5:0\nnative 6:0\n");
}

TEST_CASE("bare expressions are cells, because magic draws them; docstrings are not") {
  CHECK(dump_plan(plan(analysed("\"\"\"doc\"\"\"\nimport streamlit as st\nx\n\"text\"\n...\n"))) ==
        "native 1:0\nnative 2:0\nvalue 3:0 0\nvalue 4:0 1\nvalue 5:0 2\n");
  const GuardPlan guards = planned("df\n");
  CHECK(guards.cells.front().discard);
}

TEST_CASE("targets that look inside objects make statement cells") {
  CHECK(steps("a, b = f()\nx[0] = 1\nx.y = 2\nx += 1\nassert x\ndel x[0]\n") ==
        "stmt 2:0 0\nstmt 3:0 1\nstmt 4:0 2\nstmt 5:0 3\nstmt 6:0 4\nstmt 7:0 5\n");
  const GuardPlan guards = planned("a, b = f()\nn += 1\nm += [1]\n");
  CHECK(cell_of(guards, "a, b = f()").writes == Strings{"a", "b"});
  CHECK(cell_of(guards, "a, b = f()").definite);
  CHECK(cell_of(guards, "n += 1").light);
  CHECK_FALSE(cell_of(guards, "m += [1]").light);
}

TEST_CASE("an if is walked, elif is an if inside else") {
  CHECK(steps("if a:\n  st.write(1)\nelif f(b):\n  x = 1\nelse:\n  pass\n") ==
        "if 2:0 0\n  value 3:2 1\nelse\n  if 4:0 2\n    native 5:2\n  else\n    native 7:2\n");
  CHECK(steps("if True:\n  x = 1\nif st.session_state.on:\n  x = 2\n") ==
        "if 2:0 -\n  native 3:2\nif 4:0 -\n  native 5:2\n");
}

TEST_CASE("a test that binds names keeps its if whole") {
  CHECK(steps("if (n := f()):\n  x = n\n") == "stmt 2:0 0\n");
}

TEST_CASE("the main guard is walked with a light test") {
  const std::string script = "def main():\n  st.write(1)\nif __name__ == \"__main__\":\n  main()\n";
  CHECK(steps(script) == "def 2:0 0 guards main:2\n  value 3:2 1\nif 4:0 2\n  call 5:2 main:2()\n");
  CHECK(planned(script).cells[2].light);
}

TEST_CASE("with is walked over containers, asked at run time for names, whole otherwise") {
  CHECK(steps("with st.expander(\"a\"):\n  st.write(1)\n") == "with 2:0 0\n  value 3:2 1\n");
  CHECK(steps("with st.sidebar:\n  st.write(1)\n") == "with 2:0 -\n  value 3:2 0\n");
  CHECK(steps("with col:\n  st.write(1)\n") == "with 2:0 dynamic else 0\n  value 3:2 1\n");
  CHECK(steps("with tabs[0], col.container():\n  pass\n") ==
        "with 2:0 dynamic 1 else 0\n  native 3:2\n");
  CHECK(steps("with st.columns(2)[0] as c:\n  c.write(1)\n") == "with 2:0 0\n  value 3:2 1\n");
  CHECK(steps("with st.spinner(\"wait\"):\n  st.write(1)\n") == "stmt 2:0 0\n");
  CHECK(steps("with open(\"f\") as f:\n  st.write(1)\n") == "stmt 2:0 0\n");
  CHECK(steps("with st.form(\"f\") as (a, b):\n  pass\n") == "stmt 2:0 0\n");
}

TEST_CASE("a class of the script with a method `container` makes no container") {
  CHECK(steps("class Box:\n  def container(self): ...\nwith box.container():\n  st.write(1)\n") ==
        "stmt 2:0 0\nstmt 4:0 1\n");
}

TEST_CASE("loops that draw are walked") {
  CHECK(steps("for x in xs:\n  st.write(x)\n") == "for 2:0 loop 0 over 1\n  value 3:2 2\n");
  CHECK(planned("for x in xs:\n  st.write(x)\n").cells[1].kind == CellKind::Use);
  CHECK(steps("for i, x in enumerate(xs):\n  x\n") == "for 2:0 loop 0 over (1)\n  value 3:2 2\n");
  CHECK(steps("for i in range(n, 9):\n  st.write(i)\n") ==
        "for 2:0 loop 0 over (- -)\n  value 3:2 1\n");
  CHECK(steps("for x in f():\n  col.metric(x)\n") == "for 2:0 loop 0 over 1\n  value 3:2 2\n");
  CHECK(steps("for x in zip(*xs):\n  st.write(x)\n") == "for 2:0 loop 0 over 1\n  value 3:2 2\n");
}

TEST_CASE("loops that do not draw, have an else or odd targets are one cell") {
  CHECK(steps("for x in xs:\n  t += x\n") == "stmt 2:0 0\n");
  CHECK(steps("for x in xs:\n  st.write(x)\nelse:\n  pass\n") == "stmt 2:0 0\n");
  CHECK(steps("for d[0] in xs:\n  st.write(d)\n") == "stmt 2:0 0\n");
  CHECK(steps("while x:\n  st.write(x)\n") == "stmt 2:0 0\n");
}

TEST_CASE("match, classes and async code are one cell") {
  CHECK(steps("match x:\n  case 1: st.write(1)\n") == "stmt 2:0 0\n");
  CHECK(steps("class A:\n  pass\n") == "stmt 2:0 0\n");
  CHECK(steps("async def f():\n  st.write(1)\n") == "stmt 2:0 0\n");
}

TEST_CASE("a try that draws is walked: its body, its handlers, `else` and `finally`") {
  CHECK(steps("try:\n  st.write(1)\nexcept (A, b.C) as e:\n  st.error(e)\nexcept:\n  raise\n"
              "else:\n  x = f()\nfinally:\n  st.write(2)\n") ==
        "try 2:0\n  value 3:2 0\nexcept\n  value 5:2 1\nexcept\n  native 7:2\n"
        "else\n  value 9:2 2\nfinally\n  value 11:2 3\n");
  // What handles an exception belongs to the iteration around it.
  CHECK(steps("for x in xs:\n  try:\n    st.write(1)\n  finally:\n    pass\n") ==
        "for 2:0 loop 0 over 1\n  try 3:2 in loop 0\n    value 4:4 2\n  finally\n    native 6:4\n");
}

TEST_CASE("a try that does not draw is one cell, unless that would always run") {
  CHECK(steps("try:\n  x = f()\nexcept E as e:\n  st.error(e)\n") == "stmt 2:0 0\n");
  const std::string begin = "def f():\n  st.write(1)\n  try:\n    x = 1\n";
  CHECK(steps(begin + "  except E:\n    pass\n") ==
        "def 2:0 0 guards f:2\n  value 3:2 1\n  stmt 4:2 2\n");
  const std::string walked =
      "def 2:0 0 guards f:2\n  value 3:2 1\n  try 4:2\n    native 5:4\n  except\n    native 7:4\n";
  CHECK(steps(begin + "  except E as e:\n    pass\n") == walked);
  CHECK(steps(begin + "  except E:\n    return\n") == walked);
}

TEST_CASE("a try is one cell where its handlers run code, or `finally` follows a return") {
  const auto first = [](const std::string& script) { return steps(script).substr(0, 4); };
  CHECK(first("try:\n  st.write(1)\nexcept errors():\n  pass\n") == "stmt");
  CHECK(first("try:\n  st.write(1)\nexcept* E:\n  pass\n") == "stmt");
  const std::string function = "def f():\n  try:\n    st.write(1)\n    return 1\n  ";
  CHECK(steps(function + "finally:\n    st.write(2)\n") == "def 2:0 0 guards f:2\n  stmt 3:2 1\n");
  CHECK(steps(function + "except E:\n    return 2\n").find("try 3:2") != std::string::npos);
}

TEST_CASE("names are certain in a handler only if they were before the try") {
  const GuardPlan guards = planned(
      "def f(a, d):\n  try:\n    b = f(a)\n    del d\n    st.write(b)\n"
      "  except E as e:\n    g(a, b, d, e)\n  finally:\n    h(a, b, d, e)\n");
  const PlanCell& handler = cell_of(guards, "g(a, b, d, e)");
  CHECK(handler.locals == Strings{"a", "e"});
  CHECK(handler.fetch == Strings{"b", "d"});
  CHECK(cell_of(guards, "h(a, b, d, e)").locals == Strings{"a"});
}

TEST_CASE("calls of functions that draw are seen through, their arguments are cells") {
  CHECK(steps("def show(a, b=1, *c, **d):\n  st.write(a)\nshow(x, f(x), *y, k=[1], **z)\n") ==
        "def 2:0 0 guards show:2\n  value 3:2 1\ncall 4:0 show:2(- 2 3; 4 5)\n");
  const std::string script = "def f():\n  st.write(1)\n  return 1, 2\n";
  CHECK(steps(script + "a = f()\nb, c = f()\n(d, (e, g)) = f()\nx.y = f()\nst.write(f())\n") ==
        "def 2:0 0 guards f:2\n  value 3:2 1\n  value 4:2 2\n"
        "call 5:0 f:2()\ncall 6:0 f:2()\nstmt 7:0 3\nstmt 8:0 4\nvalue 9:0 5\n");
}

TEST_CASE("functions that are decorated, rebound, generators or do not draw carry no guards") {
  const std::string body = "():\n  st.write(1)\n";
  CHECK(planned("def f" + body).functions == Strings{"f:2"});
  CHECK(planned("@d\ndef f" + body).functions.empty());
  CHECK(planned("def f" + body + "f = 1\n").functions.empty());
  CHECK(planned("def f" + body + "def f" + body).functions.empty());
  CHECK(planned("def f" + body + "def g():\n  global f\n").functions.empty());
  CHECK(planned("def f" + body + "from m import *\n").functions.empty());
  CHECK(planned("def f():\n  st.write(1)\n  yield 1\n").functions.empty());
  CHECK(planned("async def f" + body).functions.empty());
  CHECK(planned("def f():\n  return 1\n").functions.empty());
  CHECK(planned("if x:\n  def f():\n    st.write(1)\n").functions == Strings{"f:3"});
  CHECK(planned("for x in y:\n  def f():\n    st.write(1)\n").functions.empty());
}

TEST_CASE("a local name hides the function it is named after") {
  const std::string script =
      "def f():\n  st.write(1)\ndef g(f):\n  st.write(0)\n  f()\n  h = f()\n  return h\n";
  CHECK(steps(script).find("call") == std::string::npos);
}

TEST_CASE("drawing is found through other functions") {
  CHECK(planned("def a():\n  st.write(1)\ndef b():\n  a()\ndef c():\n  return b\n")
            .functions.size() == 3);
}

TEST_CASE("calls through tables and variables are dispatched at run time") {
  const std::string script = "def a():\n  st.write(1)\nPAGES = {\"a\": a}\n";
  CHECK(steps(script + "PAGES[choice]()\n").find("dispatch 5:0") != std::string::npos);
  CHECK(steps(script + "p = PAGES[c]\np()\n").find("dispatch 6:0") != std::string::npos);
  CHECK(steps(script + "p = st.navigation([])\np.run()\n").find("dispatch 6:0") !=
        std::string::npos);
  CHECK(steps(script + "len(x)\n").find("dispatch") == std::string::npos);
  CHECK(steps(script + "PAGES[choice](f(x))\n").find("dispatch") == std::string::npos);
}

TEST_CASE("reads of a function are split by definite assignment") {
  const GuardPlan guards = planned(
      "def f(a):\n"
      "  if a:\n    b = g(a)\n    c = 1\n  else:\n    b = 2\n"
      "  st.write(a, b, c, d)\n"
      "  for i in a:\n    e = i\n"
      "  st.write(e, len(i))\n"
      "  if a:\n    k = 1\n  else:\n    return\n"
      "  st.write(k)\n"
      "  if a:\n    m = 1\n  else:\n    st.stop()\n"
      "  st.write(m)\n"
      "  del a\n"
      "  st.write(a)\n");
  const PlanCell& first = cell_of(guards, "st.write(a, b, c, d)");
  CHECK(first.locals == Strings{"a", "b"});
  CHECK(first.fetch == Strings{"c"});
  CHECK(first.globals == Strings{"st", "d"});
  CHECK(cell_of(guards, "st.write(e, len(i))").fetch == Strings{"e", "i"});
  CHECK(cell_of(guards, "st.write(k)").locals == Strings{"k"});
  CHECK(cell_of(guards, "st.write(m)").locals == Strings{"m"});
  CHECK(cell_of(guards, "st.write(a)").fetch == Strings{"a"});
}

TEST_CASE("nothing of a context manager that may swallow exceptions is certain") {
  const GuardPlan guards = planned(
      "def f(cm):\n  with cm:\n    a = 1\n  st.write(a)\n  with st.container():\n    b = 1\n"
      "  st.write(b)\n");
  CHECK(cell_of(guards, "st.write(a)").fetch == Strings{"a"});
  CHECK(cell_of(guards, "st.write(b)").locals == Strings{"b"});
}

TEST_CASE("names of comprehensions and lambdas inside a cell are its own") {
  const GuardPlan guards = planned(
      "y = [x + k for x in xs]\nz = g(lambda q: q + w)\ntry:\n  def h(p): return p + r\nfinally: "
      "pass\n");
  CHECK(cell_of(guards, "[x + k for x in xs]").globals == Strings{"k", "xs"});
  CHECK(cell_of(guards, "g(lambda q: q + w)").globals == Strings{"g", "w"});
  CHECK(cell_of(guards, "try:").globals == Strings{"r"});
}

TEST_CASE("names that a query mentions in its text are read") {
  const GuardPlan guards = planned("out = df.query(\"x > @low\")\n");
  CHECK(guards.cells.front().globals == Strings{"low", "df"});
}

TEST_CASE("names have Python's normal form") {
  CHECK(planned("def \xEF\xAC\x81(): st.write(\xEF\xAC\x81x)\nfi()\n").functions ==
        Strings{"fi:2"});
}

TEST_CASE("builtins are read only if something shadows them") {
  CHECK(planned("y = len(x)\n").cells.front().globals == Strings{"x"});
  CHECK(planned("def len(x): return 1\ny = len(x)\n").cells.back().globals == Strings{"len", "x"});
  CHECK(planned("from m import *\ny = len(x)\n").cells.back().globals == Strings{"len", "x"});
}

TEST_CASE("walrus names are restored if they are certain") {
  const GuardPlan guards = planned("st.write(a := f(), b := 2)\nst.write(c and (d := 1))\n");
  CHECK(guards.cells[0].walrus == Strings{"a", "b"});
  CHECK_FALSE(guards.cells[0].always);
  CHECK(guards.cells[1].walrus.empty());
  CHECK(guards.cells[1].writes == Strings{"d"});
  CHECK(guards.cells[1].always);
}

TEST_CASE("statements left early, unbinding locals or suspending always run") {
  const auto always = [](const std::string& script, const std::string& label) {
    return cell_of(planned(script), label).always.has_value();
  };
  CHECK(always("def f():\n  st.write(1)\n  while x:\n    return 1\n", "while x:"));
  CHECK(always("for x in xs:\n  st.write(x)\n  with y():\n    break\n", "with y():"));
  CHECK_FALSE(always("while x:\n  break\n", "while x:"));
  CHECK(
      always("while x:\n  pass\nelse:\n  while y:\n    continue\n  else: continue\n", "while x:"));
  CHECK(always("def f():\n  st.write(1)\n  while x:\n    try: x = 1\n    except E as e: pass\n",
               "while x:"));
  CHECK_FALSE(always("try:\n  x = 1\nexcept E as e:\n  pass\n", "try:"));
  CHECK(always("x = [i async for i in y]\n", "x = [i async for i in y]"));
}

TEST_CASE("raise guards its exception, returns their value") {
  CHECK(steps("raise E(1)\n") == "raise 2:0 0\n");
  CHECK(steps("raise E\n") == "native 2:0\n");
  CHECK(steps("raise E(1) from f()\n") == "stmt 2:0 0\n");
  CHECK(steps("def f(x):\n  st.write(1)\n  return x + 1\n  return x\n  return\n") ==
        "def 2:0 0 guards f:2\n  value 3:2 1\n  value 4:2 2\n  native 5:2\n  native 6:2\n");
}

TEST_CASE("definitions inside functions are native, at module scope they are cells") {
  CHECK(steps("def f():\n  st.write(1)\n  def g(): pass\n  class A: pass\n") ==
        "def 2:0 0 guards f:2\n  value 3:2 1\n  native 4:2\n  native 5:2\n");
  const GuardPlan guards = planned("@dec(k)\ndef f(a=d, *, b: T = e) -> R:\n  return z\n");
  CHECK(guards.cells.front().globals == Strings{"dec", "k", "d", "e", "T", "R"});
}

TEST_CASE("closures that see later bindings are listed") {
  const GuardPlan guards = planned(
      "def f(n):\n"
      "  t = 0\n"
      "  a = lambda: n + t\n"
      "  def b():\n    return z\n"
      "  z = 1\n"
      "  def c():\n    nonlocal t\n    t = 1\n"
      "  return [lambda: i for i in n]\n");
  using Late = std::vector<std::pair<std::string, uint32_t>>;
  CHECK(guards.late == Late{{"<lambda>", 4}, {"b", 5}, {"c", 8}});
}

TEST_CASE("a generator inside a function does not make it one") {
  CHECK(planned("def f():\n  def g():\n    yield 1\n  st.write(list(g()))\n").functions ==
        Strings{"f:2"});
}

TEST_CASE("names declared global anywhere are listed") {
  CHECK(planned("def f():\n  global a, b\n  a = 1\n").globals_written == Strings{"a", "b"});
}

TEST_CASE("a script with a syntax error runs plain, with the line") {
  const GuardPlan guards = plan(analysed("x = 1\ny = = 2\n"));
  REQUIRE(guards.reason);
  CHECK(guards.reason->find("line 2") != std::string::npos);
  CHECK(guards.body.empty());
}

TEST_CASE("code that nests too deeply runs plain or as one cell") {
  plan(analysed("x = " + std::string(5000, '(') + "1" + std::string(5000, ')')));
  CHECK(plan(analysed("x = " + std::string(5000, '-') + "1")).reason);
  std::string nested;
  for (int depth = 0; depth < 90; ++depth) nested += std::string(depth, ' ') + "if a:\n";
  nested += std::string(90, ' ') + "st.write(1)\n";
  CHECK_FALSE(plan(analysed(nested)).reason);
}

TEST_CASE("the JSON is valid for any bytes and has the contract's fields") {
  const auto json =
      nlohmann::json::parse(plan_json("x = f('\xff')\nst.write(x)\n", "a.py"), nullptr, false);
  REQUIRE_FALSE(json.is_discarded());
  CHECK(json["reason"].is_null());
  CHECK(json["body"].size() == 2);
  for (const char* field : {"id", "line", "label", "kind", "locals", "fetch", "globals", "writes",
                            "walrus", "module", "definite", "discard", "light", "always", "pure"}) {
    CHECK(json["cells"][0].contains(field));
  }
}

TEST_CASE("a cell is the same one wherever its text stands") {
  const auto identity = [](const GuardPlan& guards, const std::string& label) {
    return cell_of(guards, label).identity;
  };
  const std::string text = "def f():\n    st.write(n)\n\n@deco\ndef g(): pass\n\nx = f2(n)\n";
  const GuardPlan before = planned(text);
  const GuardPlan moved = planned("# A comment\n\nif n:\n    y = 2\n" + text);
  for (const PlanCell& cell : before.cells) CHECK(identity(moved, cell.label) == cell.identity);

  CHECK(identity(planned("def f():\n    st.write(n)  \n    st.write(m)\nf()\n"), "st.write(n)") ==
        identity(planned("def f():\n    st.write(k)\n    st.write(n)\nf()\n"), "st.write(n)"));
  CHECK(identity(planned("def f():\n    st.write(n)\nf()\n"), "st.write(n)") !=
        identity(planned("def g():\n    st.write(n)\ng()\n"), "st.write(n)"));
  // What its names mean is part of it.
  CHECK(identity(planned("st.write(len(n))\n"), "st.write(len(n))") !=
        identity(planned("len = sum\nst.write(len(n))\n"), "st.write(len(n))"));
  // Decorators belong to the definition, comments inside to every cell.
  CHECK(planned("@a\ndef g(): pass\n").cells.front().identity !=
        planned("@b\ndef g(): pass\n").cells.front().identity);
  CHECK(planned("x = f(1,  # one\n      2)\n").cells.front().identity !=
        planned("x = f(1,  # two\n      2)\n").cells.front().identity);
}

TEST_CASE("a step knows all of its lines") {
  const GuardPlan guards = planned("@a\n@b\ndef g():\n    pass\nx = f(\n    1)\n");
  REQUIRE(guards.body.size() == 3);
  CHECK(guards.body[1].line == 4);
  CHECK(guards.body[1].first == 2);
  CHECK(guards.body[1].last == 5);
  CHECK(guards.body[2].first == 6);
  CHECK(guards.body[2].last == 7);
}
