// Objects that are looked at for longer than it takes to make them anew.
#include "runtime/record/looks.h"

#include <catch2/catch.hpp>

#include "tests/unit/runtime/script.h"

namespace lattice::testing {

TEST_CASE("looks that cost more than they save are given up, and tried again") {
  Looks looks;
  int closed = 0, first = -1;
  for (int run = 0; run < 40; ++run) {
    if (looks.closes(false)) {
      if (first < 0) first = run;
      ++closed;
      continue;
    }
    looks.looked(0.010);
    looks.ran(0.020);
  }
  CHECK(first == 4);
  // 16 runs, then four to find out, then 32.
  CHECK(closed == 16 + 40 - 4 - 16 - 4);
}

TEST_CASE("looks that save more than they cost go on") {
  Looks looks;
  for (int run = 0; run < 100; ++run) {
    CHECK_FALSE(looks.closes(false));
    looks.looked(0.010);
    looks.saved(0.011);
  }
}

TEST_CASE("looks that take a small part of the time go on while something may be skipped") {
  Looks possible, hopeless;
  bool closed = false;
  for (int run = 0; run < 8; ++run) {
    CHECK_FALSE(possible.closes(false));
    closed |= hopeless.closes(true);
    for (Looks* looks : {&possible, &hopeless}) {
      looks->looked(0.010);
      looks->ran(0.500);
    }
  }
  CHECK(closed);
}

TEST_CASE("looks that nobody feels go on") {
  Looks looks;
  for (int run = 0; run < 100; ++run) {
    CHECK_FALSE(looks.closes(true));
    looks.looked(0.0001);
  }
}

TEST_CASE("nobody looks inside an object for which that does not pay, and what uses it runs") {
  // Every look takes a second, every cell one, too: a host's clock goes on when it is asked.
  Script script{{"made", {"n"}}, {"seen", {"made"}}};
  std::vector<int> looks;
  for (int run = 0; run < 12; ++run) {
    script.begin();
    script.host.variable("n") = script.host.atom(run);
    script.host.snapshots = 0;
    CHECK(script.cell(0, [&] { return script.host.object(run, {script.host.object(7)}); }));
    CHECK(script.cell(1, [&] { return script.host.atom(run); }));
    script.finish();
    looks.push_back(script.host.looked_inside);
    script.host.looked_inside = 0;
  }
  CHECK(looks.front() > 0);
  CHECK(looks.back() == 0);
  // The same value again: whoever cannot be compared runs all the same.
  script.begin();
  CHECK(script.cell(0, [&] { return script.host.object(11, {script.host.object(7)}); }));
  CHECK(script.cell(1, [&] { return script.host.atom(11); }));
  script.finish();
}

TEST_CASE("what was given to something opaque may be changed by whoever uses that") {
  // `box.add(list)` hides the list; `box.use()` changes it.
  Script script{{"list", {}},
                {"box", {}},
                {"added", {"box", "list"}},
                {"used", {"box"}},
                {"shown", {"list", "n"}}};
  std::vector<int> shown;
  for (int run = 0; run < 3; ++run) {
    script.begin();
    script.host.variable("n") = script.host.atom(run);
    script.cell(0, [&] { return script.host.object(0); });
    script.cell(1, [&] {
      Box* box = script.host.object(1);
      box->opaque = true;
      return box;
    });
    script.cell(2, [&] { return script.host.atom(0); });
    script.cell(3, [&] {
      ++script.host.variable("list")->number;
      return script.host.atom(0);
    });
    script.cell(4, [&] {
      shown.push_back(script.host.variable("list")->number);
      return script.host.atom(run);
    });
    script.finish();
  }
  CHECK(shown == std::vector<int>{1, 1, 1});
}

}  // namespace lattice::testing
