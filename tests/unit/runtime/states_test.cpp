// Objects that are changed in place, on a host that can bring them into earlier states.
#include <catch2/catch.hpp>

#include "tests/unit/runtime/script.h"

namespace lattice::testing {
namespace {

/// `list = [0]`, a reader, `list += step`, a reader; `list` is seen by the readers as a number.
struct Changing : Script {
  Changing()
      : Script{{"list", {"made"}},
               {"before", {"list", "x"}},
               {"done", {"list", "step"}},
               {"after", {"list", "y"}}} {
    host.images = true;
  }

  int made = 0, x = 0, step = 1, y = 0;
  int seen_before = -1, seen_after = -1;

  std::vector<bool> run(const std::vector<Box*>& persistent = {}) {
    begin(persistent);
    host.variable("made") = host.atom(made);
    host.variable("x") = host.atom(x);
    host.variable("step") = host.atom(step);
    host.variable("y") = host.atom(y);
    Box*& list = host.variable("list");
    std::vector<bool> ran;
    ran.push_back(cell(0, [&] { return host.object(made); }));
    ran.push_back(cell(1, [&] { return host.atom(seen_before = list->number); }));
    ran.push_back(cell(2, [&] {
      list->number += step;
      return host.atom(0);
    }));
    ran.push_back(cell(3, [&] { return host.atom(seen_after = list->number); }));
    finish();
    return ran;
  }

  /// Two runs teach who changes what.
  void learn() {
    run();
    CHECK(run() == std::vector<bool>{true, false, true, false});
    CHECK(run() == std::vector<bool>{false, false, false, false});
  }
};

using Ran = std::vector<bool>;

}  // namespace

TEST_CASE("an object changed in place is used again: maker and changer are skipped") {
  Changing script;
  script.learn();
  CHECK(script.host.variable("list")->number == 1);
  CHECK(script.composer->trace().rewinds == 0);
}

TEST_CASE("what is made with an image at once is made only once") {
  Changing script;
  script.host.cheap_images = true;
  script.run();
  CHECK(script.run() == Ran{false, false, true, false});
  CHECK(script.seen_after == 1);
  CHECK(script.run() == Ran{false, false, false, false});
  script.y = 1;
  CHECK(script.run() == Ran{false, false, false, true});
  CHECK(script.seen_after == 1);
}

TEST_CASE("a reader before the change sees the object as it was") {
  Changing script;
  script.learn();
  script.x = 5;
  CHECK(script.run() == Ran{false, true, false, false});
  CHECK(script.seen_before == 0);
  // Callbacks between the runs see it as the run left it.
  CHECK(script.host.variable("list")->number == 1);
  CHECK(script.composer->trace().rewinds == 2);
}

TEST_CASE("a reader after the change sees the object changed") {
  Changing script;
  script.learn();
  script.x = script.y = 5;
  CHECK(script.run() == Ran{false, true, false, true});
  CHECK(script.seen_before == 0);
  CHECK(script.seen_after == 1);
}

TEST_CASE("a change that is another one begins with the object as it was") {
  Changing script;
  script.learn();
  script.step = 7;
  CHECK(script.run() == Ran{false, false, true, true});
  CHECK(script.seen_after == 7);
  CHECK(script.run() == Ran{false, false, false, false});
  script.x = 1;
  CHECK(script.run() == Ran{false, true, false, false});
  CHECK(script.seen_before == 0);
}

TEST_CASE("another object is changed anew") {
  Changing script;
  script.learn();
  script.made = 10;
  CHECK(script.run() == Ran{true, true, true, true});
  CHECK(script.seen_after == 11);
  CHECK(script.run() == Ran{false, false, false, false});
}

TEST_CASE("a run that is left in the middle leaves objects as a full run would") {
  Changing script;
  script.learn();
  script.begin();
  script.host.variable("made") = script.host.atom(0);
  CHECK_FALSE(script.cell(0, [&] { return script.host.object(0); }));
  script.composer->end();
  CHECK(script.host.variable("list")->number == 0);
  CHECK(script.run() == Ran{false, false, false, false});
  CHECK(script.host.variable("list")->number == 1);
}

TEST_CASE("an object that the session keeps is made anew") {
  Changing script;
  script.learn();
  Box* kept = script.host.variable("list");
  CHECK(script.run({kept})[0]);
  CHECK(script.host.variable("list") != kept);
  CHECK(kept->number == 1);
}

TEST_CASE("an object that others may look at is never brought into an earlier state") {
  Changing script;
  script.learn();
  script.composer->keep_still();
  CHECK(script.run() == Ran{true, false, true, false});
  CHECK(script.run() == Ran{true, false, true, false});
}

TEST_CASE("native code that looks inside sees the state of its place") {
  Changing script;
  script.learn();
  script.begin();
  script.host.variable("made") = script.host.atom(0);
  script.cell(0, [&] { return script.host.object(0); });
  CHECK(script.host.variable("list")->number == 1);
  script.composer->settle();
  CHECK(script.host.variable("list")->number == 0);
  script.composer->end();
}

TEST_CASE("a changed object that something new holds is changed by running") {
  Script script{{"list", {}}, {"holder", {"list", "x"}}, {"done", {"list"}}, {"shown", {"holder"}}};
  script.host.images = true;
  int seen = 0;
  const auto run = [&](int x) {
    script.begin();
    script.host.variable("x") = script.host.atom(x);
    Box*& list = script.host.variable("list");
    Ran ran;
    ran.push_back(script.cell(0, [&] { return script.host.object(0); }));
    ran.push_back(script.cell(1, [&] { return script.host.object(100 + x, {list}); }));
    ran.push_back(script.cell(2, [&] {
      ++list->number;
      return script.host.atom(0);
    }));
    ran.push_back(script.cell(3, [&] {
      return script.host.atom(seen = script.host.variable("holder")->links[0]->number);
    }));
    script.finish();
    return ran;
  };
  run(0);
  run(0);
  CHECK(run(0) == Ran{false, false, false, false});
  CHECK(run(1) == Ran{false, true, true, true});
  CHECK(seen == 1);
  // What holds the list is changed in place, too: once made anew, it is used again.
  run(1);
  CHECK(run(1) == Ran{false, false, false, false});
}

TEST_CASE("what was put into a changed object has to be the same object") {
  Script script{{"inner", {"x"}},
                {"outer", {}},
                {"done", {"outer", "inner"}},
                {"grown", {"inner", "y"}},
                {"shown", {"outer", "y"}}};
  script.host.images = true;
  int seen = 0;
  const auto run = [&](int x, int y) {
    script.begin();
    script.host.variable("x") = script.host.atom(x);
    script.host.variable("y") = script.host.atom(y);
    Box*& inner = script.host.variable("inner");
    Box*& outer = script.host.variable("outer");
    script.cell(0, [&] { return script.host.object(0); });
    script.cell(1, [&] { return script.host.object(50); });
    script.cell(2, [&] {
      outer->links = {inner};
      return script.host.atom(0);
    });
    script.cell(3, [&] {
      inner->number += y;
      return script.host.atom(0);
    });
    script.cell(4, [&] { return script.host.atom(seen = outer->links[0]->number); });
    script.finish();
  };
  for (int i = 0; i < 4; ++i) run(0, 1);
  run(1, 2);
  CHECK(seen == 2);
  run(2, 3);
  CHECK(seen == 3);
}

TEST_CASE("all states are released") {
  Changing script;
  script.learn();
  script.step = 2;
  script.run();
  script.host.variables.clear();
  script.composer->clear();
  CHECK(script.host.references() == 0);
}

}  // namespace lattice::testing
