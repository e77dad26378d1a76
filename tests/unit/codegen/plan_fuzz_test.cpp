// Any bytes get a plan: truncations and random edits of scripts, and random bytes. Run under the
// address and undefined-behaviour sanitizers; the seed is printed by Catch2 (`--rng-seed`).
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "analysis/cell/dump.h"
#include "codegen/plan/dump.h"
#include "codegen/plan/json.h"

using namespace lattice;

namespace {

constexpr std::string_view kScript = R"py("""doc"""
from __future__ import annotations
import streamlit as st, numpy as np
from datetime import datetime as dt
from random import *
@st.cache_data(ttl=3)
def load(n: int = 3, *a, k=[1], **kw) -> list:
    global seen
    return [x for x in range(n) if (seen := x)]
def page(df, cols):
    """page"""
    left, right = st.columns(2)
    with left, cols[0] as c:
        for i, (a, *b) in enumerate(df.items()):
            if a and (n := b) or not i: st.write(f"{a!r:>{i}} {dt.now():%H}", *b)
            elif a is None: continue
            else: return load(i).mean(axis=0)[1:2, ::3]
    try: del df
    except (KeyError, E) as e: raise X(e) from None
    else: pass
    finally: st.stop()
    def inner():
        nonlocal n; n = lambda q, *r: q + n
    return page(**{"df": 1}), {**cols}, {1, 2}
class A(B, metaclass=M):
    x: int
    async def f(self): return [await y async for y in self]
match st.session_state.get("a"):
    case [1, a, *r] if a: pass
    case {"k": v, **rest} | A(x=q): print(v, file=f)
    case _: x.y[0] = a if b else -c ** ~d
while x < 1 < y: x += 1; break
PAGES = {"a": page}
PAGES[x]()
"""# bare"""
type X[T] = int
)py";

void exercise(const std::string& text) {
  const Analysis analysis = analyze(SourceFile("app.py", text));
  const GuardPlan guards = plan(analysis);
  CHECK(nlohmann::json::accept(to_json(guards)));
  dump_plan(guards);
  dump_cells(analysis);
  dump_effects(analysis);
  dump(analysis.ast());
}

}  // namespace

TEST_CASE("every truncation of a script gets a plan") {
  for (size_t size = 0; size <= kScript.size(); ++size) {
    exercise(std::string(kScript.substr(0, size)));
    exercise(std::string(kScript.substr(size)));
  }
}

TEST_CASE("random edits of a script get a plan") {
  std::minstd_rand random(Catch::rngSeed());
  constexpr std::string_view kBytes =
      "()[]{}:,.=*@\"'\n \t;#\\\xff\x80\0fbx01-+<>|"
      "ifor";
  for (int round = 0; round < 1500; ++round) {
    std::string text(kScript);
    for (size_t edits = 1 + random() % 6; edits > 0; --edits) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = kBytes[random() % kBytes.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 20);
          break;
        case 2:
          text.insert(at, 1, kBytes[random() % kBytes.size()]);
          break;
        default: {
          const size_t from = random() % text.size();
          text.insert(at, text.substr(from, random() % 40));
        }
      }
      if (text.empty()) text.push_back('x');
    }
    exercise(text);
  }
}

TEST_CASE("random bytes get a plan") {
  std::minstd_rand random(Catch::rngSeed() + 1);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 300, '\0');
    for (char& byte : text) byte = static_cast<char>(random());
    exercise(text);
  }
}
