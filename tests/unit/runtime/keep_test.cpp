// Objects that others may look at when a run is over, as they were when it began.
#include <catch2/catch.hpp>

#include "tests/unit/runtime/script.h"

namespace lattice::testing {
namespace {

/// `list = [0]`, `list += step`; somebody looks at `list` between the runs.
struct Watched : Script {
  Watched() : Script{{"list", {}}, {"done", {"list", "step"}}, {"after", {"list"}}} {
    host.images = true;
    host.copies = true;
  }

  std::vector<bool> run(int step) {
    Box* const before = host.variable("list");
    begin();
    if (before != nullptr) {
      const Value kept = before;
      composer->keep(std::span(&kept, 1));
    }
    host.variable("step") = host.atom(step);
    Box*& list = host.variable("list");
    std::vector<bool> ran;
    ran.push_back(cell(0, [&] { return host.object(0); }));
    ran.push_back(cell(1, [&] {
      list->number += step;
      return host.atom(0);
    }));
    ran.push_back(cell(2, [&] { return host.atom(seen = list->number); }));
    finish();
    return ran;
  }
  int seen = -1;
};

using Ran = std::vector<bool>;

}  // namespace

TEST_CASE("what others may look at is used again, and shown as it was at the end") {
  Watched script;
  for (int i = 0; i < 3; ++i) {
    script.run(1);
    script.composer->forget_kept();
  }
  CHECK(script.run(1) == Ran{false, false, false});
  script.composer->forget_kept();
  CHECK(script.run(5) == Ran{false, true, true});
  CHECK(script.seen == 5);
  Box* const list = script.host.variable("list");
  script.composer->show_kept();
  CHECK(list->number == 1);
  CHECK(script.composer->reaches_kept(list));
  script.composer->forget_kept();
  CHECK(list->number == 5);
  CHECK(script.run(5) == Ran{false, false, false});
  script.composer->forget_kept();
  script.host.variables.clear();
  script.composer->clear();
  CHECK(script.host.references() == 0);
}

TEST_CASE("an object changed for the first time is shown as it was") {
  Watched script;
  script.run(0);
  script.composer->forget_kept();
  script.run(3);
  Box* const list = script.host.variable("list");
  CHECK(list->number == 3);
  script.composer->show_kept();
  CHECK(list->number == 0);
  script.composer->forget_kept();
  CHECK(list->number == 3);
}

TEST_CASE("what cannot be copied is not brought into an earlier state") {
  Watched script;
  script.host.copies = false;
  for (int i = 0; i < 3; ++i) {
    script.run(1);
    script.composer->forget_kept();
  }
  CHECK(script.run(5) == Ran{true, true, true});
  CHECK(script.seen == 5);
}

}  // namespace lattice::testing
