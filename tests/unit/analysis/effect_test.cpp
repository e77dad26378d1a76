// What the effect tables say of small statements.
#include <catch2/catch.hpp>

#include "analysis/analyze.h"

using namespace lattice;

namespace {

Analysis analysed(const std::string& text) { return analyze(SourceFile("app.py", text)); }

/// Why the last cell of a script always runs; empty if it need not.
std::string why(const std::string& text) {
  const Analysis analysis = analysed(text);
  const Split& split = analysis.split();
  REQUIRE_FALSE(split.cells.empty());
  return split.cells[CellId(static_cast<uint32_t>(split.cells.size() - 1))].always;
}

bool is_pure(const std::string& text) {
  const Analysis analysis = analysed(text);
  const Split& split = analysis.split();
  REQUIRE_FALSE(split.cells.empty());
  return split.cells[CellId(static_cast<uint32_t>(split.cells.size() - 1))].pure;
}

}  // namespace

TEST_CASE("every effect has a name and words") {
  for (size_t i = 0; i < static_cast<size_t>(Effect::Count); ++i) {
    const auto effect = static_cast<Effect>(i);
    CHECK_FALSE(name_of(effect).empty());
    CHECK_FALSE(phrase_of(effect).empty());
    CHECK((first_always(EffectSet(effect)) == effect) == runs_always(effect));
  }
}

TEST_CASE("clocks are found under any name and named in the reason") {
  CHECK(why("import time\nx = time.time()\n") == "reads the clock: `time.time()`");
  CHECK(why("import time as t\nx = [t.time_ns() for _ in a]\n") ==
        "reads the clock: `t.time_ns()`");
  CHECK(why("from datetime import datetime as dt\nx = f(dt.now())\n") ==
        "reads the clock: `dt.now()`");
  CHECK(why("import datetime\nx = datetime.date.today().year\n") ==
        "reads the clock: `datetime.date.today()`");
  CHECK(why("from time import *\nx = perf_counter()\n") == "reads the clock: `perf_counter()`");
  CHECK(why("import time\nclock = time.time\nx = clock()\n") == "reads the clock: `clock()`");
  CHECK(why("def f():\n  import time\n  return time.time()\nx = f()\n") ==
        "reads the clock: `time.time()`");
  CHECK(why("x = thing.now()\n") == "reads the clock: `thing.now()`");
  CHECK_FALSE(why("import pandas as pd\nx = pd.to_datetime(\"today\")\n").empty());
}

TEST_CASE("a name that means something else has no effect") {
  CHECK(why("time = clock()\nx = time.time()\n").empty());
  CHECK(why("def open(x): return x\ny = open(1)\n").empty());
  CHECK(why("import datetime\nx = datetime.timedelta(1)\n").empty());
}

TEST_CASE("seeded generators are quiet, fresh seeds and the global stream are not") {
  const std::string imports = "import numpy as np, random\nfrom numpy.random import default_rng\n";
  CHECK(why(imports + "x = np.random.default_rng(7)\n").empty());
  CHECK(why(imports + "x = default_rng(seed=s)\n").empty());
  CHECK(why(imports + "x = random.Random(1)\n").empty());
  CHECK_FALSE(why(imports + "x = np.random.default_rng()\n").empty());
  CHECK_FALSE(why(imports + "x = np.random.RandomState(None)\n").empty());
  CHECK_FALSE(why(imports + "x = random.random()\n").empty());
  CHECK_FALSE(why(imports + "np.random.seed(0)\n").empty());
  CHECK_FALSE(why("x = df.sample(3)\n").empty());
  CHECK(why("x = df.sample(3, random_state=0)\n").empty());
  CHECK(why("x = rng.sample(people, 3)\n").empty());
}

TEST_CASE("network, processes and written files always run; files that are read are inputs") {
  CHECK(why("import pandas as pd\nx = pd.read_csv(p)\n").empty());
  CHECK(why("import pandas as pd\nx = pd.read_parquet(p)\n") ==
        "reads a file with native code: `pd.read_parquet(p)`");
  CHECK(why("import pandas as pd\nx = pd.read_csv(\"https://a.b/c.csv\")\n") ==
        "uses the network: `pd.read_csv(\"https://a.b/c.csv\")`");
  CHECK(why("x = open(p).read()\n").empty());
  CHECK(why("open(p, \"a\").write(t)\n") == "writes a file: `open(p, \"a\")`");
  CHECK_FALSE(why("open(p, mode=\"r+\").write(t)\n").empty());
  CHECK(why("x = p.read_text()\n").empty());
  CHECK_FALSE(why("df.to_csv(\"out.csv\")\n").empty());
  CHECK(why("x = df.to_csv(index=False)\n").empty());
  CHECK_FALSE(why("import requests\nx = requests.get(u).json()\n").empty());
  CHECK_FALSE(why("import os\nx = os.environ[\"A\"]\n").empty());
  CHECK(why("import os\nx = os.path.join(a, b)\n").empty());
}

TEST_CASE("printing is recorded, unless it goes to a file") {
  CHECK(why("print(1)\n").empty());
  CHECK_FALSE(why("print(1, file=f)\n").empty());
}

TEST_CASE("the current figure of pyplot makes all of pyplot run") {
  const std::string imports = "import matplotlib.pyplot as plt\nimport streamlit as st\n";
  CHECK(why(imports + "fig, ax = plt.subplots()\n").empty());
  CHECK(why(imports + "st.pyplot(fig)\n").empty());
  CHECK_FALSE(why(imports + "st.pyplot()\n").empty());
  CHECK_FALSE(why(imports + "plt.title(\"x\")\nfig, ax = plt.subplots()\n").empty());
  CHECK(why(imports + "ax.plot(x, y)\n").empty());
  CHECK(why("import seaborn as sns\nsns.lineplot(x, ax=ax)\n").empty());
  CHECK_FALSE(why("import seaborn as sns\nsns.lineplot(x)\n").empty());
}

TEST_CASE("cached functions are ordinary calls, until values expire or are cleared") {
  const std::string head = "import streamlit as st, time\n";
  const std::string body = "def load(): return time.time()\n";
  CHECK(why(head + "@st.cache_data\n" + body + "x = load()\n").empty());
  CHECK(why(head + "@st.cache_data(ttl=None)\n" + body + "x = load()\n").empty());
  CHECK_FALSE(why(head + "@st.cache_data(ttl=60)\n" + body + "x = load()\n").empty());
  CHECK_FALSE(why(head + "@st.cache_data\n" + body + "load.clear()\nx = load()\n").empty());
  CHECK_FALSE(
      why(head + "@st.cache_data\n" + body + "st.cache_data.clear()\nx = load()\n").empty());
  CHECK_FALSE(why(head + "@st.cache_resource\n" + body + "x = load()\n").empty());
  CHECK_FALSE(why(head + body + "x = load()\n").empty());
}

TEST_CASE("effects of functions reach their callers, methods and tables of functions") {
  const std::string head = "import time\ndef a(): return time.time()\ndef b(): return a()\n";
  CHECK_FALSE(why(head + "x = b()\n").empty());
  CHECK_FALSE(why(head + "x = list(map(b, xs))\n").empty());
  CHECK_FALSE(why(head + "T = {\"a\": a}\nx = T[k]()\n").empty());
  CHECK(why(head + "T = {\"a\": a}\nx = list(T)[0]\n") ==
        why(head + "T = {\"a\": a}\nx = list(T)\n"));
  CHECK_FALSE(why(head + "class C:\n  def m(self): return a()\nx = c.m()\n").empty());
  CHECK(why(head + "class C:\n  def m(self): return a()\n").empty());
  CHECK_FALSE(why(head + "class C:\n  def __init__(self): self.t = a()\nx = C()\n").empty());
  CHECK_FALSE(why("import time\nf = lambda: time.time()\nx = f()\n").empty());
}

TEST_CASE("callbacks of widgets run elsewhere") {
  const std::string head = "import streamlit as st, time\ndef save(): x = time.time()\n";
  CHECK(why(head + "st.button(\"a\", on_click=save)\n").empty());
  CHECK(why(head + "st.button(\"a\", on_click=lambda: save())\n").empty());
}

TEST_CASE("session state is read and written") {
  const auto effects = [](const std::string& text) {
    const Analysis analysis = analysed("import streamlit as st\n" + text);
    return analysis.split().cells[CellId(0)].effects.set;
  };
  CHECK(effects("st.session_state.a = f()\n").has(Effect::SessionWrite));
  CHECK(effects("st.session_state[\"a\"] += 1\n").has(Effect::SessionWrite));
  CHECK(effects("st.session_state.update(a=1)\n").has(Effect::SessionWrite));
  CHECK(effects("x = st.session_state[\"a\"]\n").has(Effect::SessionRead));
  CHECK_FALSE(effects("x = st.session_state[\"a\"]\n").has(Effect::SessionWrite));
}

TEST_CASE("who patches a library, and who mentions what is patched, always runs") {
  const std::string patch = "import pandas as pd, builtins\npd.DataFrame.total = f\n";
  CHECK_FALSE(why(patch).empty());
  CHECK_FALSE(why(patch + "x = frame.total()\n").empty());
  CHECK(why(patch + "x = frame.mean()\n").empty());
  CHECK_FALSE(why("setattr(math, \"half\", f)\nx = math.half(3)\nimport math\n").empty());
  CHECK_FALSE(why("import builtins\nbuiltins.shout = f\nx = shout(3)\n").empty());
  CHECK(why("import streamlit as st\nst.session_state.total = 1\nx = frame.total()\n").empty());
  CHECK(why("frame.total = 1\nx = frame.total\n").empty());
}

TEST_CASE("only calls that certainly change nothing are pure") {
  const std::string imports = "import streamlit as st\nimport pandas as pd, numpy as np\n";
  for (const char* pure :
       {"x = sorted(xs, key=len)", "x = df.groupby(\"a\").agg({\"b\": \"sum\"}).head(3)",
        "x = pd.concat([a, b])", "x = np.where(a > b, a, b)", "st.metric(\"a\", f\"{x:.1f}\")",
        "x = \", \".join(s.upper() for s in xs)", "x = df[df.a > 3]", "x = list(map(str, xs))",
        "x = df.assign(c=lambda d: d.a + 1)", "st.button(\"a\", on_click=f)",
        "left, right = st.columns(2)", "x = df[\"a\"].apply(lambda v: v * 2)"}) {
    INFO(pure);
    CHECK(is_pure(imports + pure + "\n"));
  }
  for (const char* impure :
       {"xs.append(1)", "x = f(df)", "df[\"a\"] = 1", "x = df.drop(\"a\", inplace=True)",
        "x = sorted(xs, key=f)", "x = df.apply(g)", "x = list(map(g, xs))", "x += [1]",
        "x = np.add(a, b, out=c)", "del xs[0]", "x = xs.sort()", "x = df.pipe(g)", "x = h.get(**o)",
        "x = df[\"a\"].apply(lambda v: seen.add(v))", "x.write(1)"}) {
    INFO(impure);
    CHECK_FALSE(is_pure(imports + impure + "\n"));
  }
}

TEST_CASE("nothing is pure where reading may change an object") {
  CHECK_FALSE(is_pure("from collections import defaultdict\nd = defaultdict(list)\nx = d[1]\n"));
  CHECK_FALSE(is_pure("class A:\n  def __add__(self, o): self.n += 1\nx = len(a + b)\n"));
  CHECK_FALSE(is_pure("class A:\n  def get(self): self.n += 1\nx = a.get()\n"));
}
