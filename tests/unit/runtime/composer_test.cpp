#include "runtime/composer/composer.h"

#include <catch2/catch.hpp>

#include "tests/unit/runtime/script.h"

namespace lattice::testing {

TEST_CASE("a cell whose reads did not change is skipped and gives its old value") {
  Script script{{"y", {"x"}}};
  for (int run = 0; run < 2; ++run) {
    script.begin();
    script.host.variable("x") = script.host.atom(3);
    const bool ran = script.cell(0, [&] { return script.host.object(6); });
    CHECK(ran == (run == 0));
    CHECK(script.host.variable("y")->number == 6);
    script.finish();
  }
  script.begin();
  script.host.variable("x") = script.host.atom(4);
  CHECK(script.cell(0, [&] { return script.host.object(8); }));
  CHECK(script.reason(0) == "`x` 3 -> 4");
  script.finish();
}

TEST_CASE("an equal result is backdated, so that what depends on it is skipped") {
  Script script{{"half", {"x"}}, {"shown", {"half"}}};
  for (int run = 0; run < 2; ++run) {
    script.begin();
    script.host.variable("x") = script.host.atom(run);
    CHECK(script.cell(0, [&] { return script.host.object(5); }));
    CHECK(script.cell(1, [&] { return script.host.atom(1); }) == (run == 0));
    script.finish();
  }
}

TEST_CASE("equal objects that share parts in another way make a cell run") {
  Script script{{"same", {"a", "b"}}};
  const auto run = [&](bool alias) {
    script.begin();
    auto* part = script.host.object(1);
    auto* first = script.host.object(5);
    first->links = {part};
    auto* second = first;
    if (!alias) {
      second = script.host.object(5);
      second->links = {part};
    }
    script.host.variable("a") = first;
    script.host.variable("b") = second;
    const bool ran = script.cell(0, [&] { return script.host.atom(alias); });
    script.finish();
    return ran;
  };
  CHECK(run(false));
  CHECK_FALSE(run(false));
  CHECK(run(true));
  CHECK_FALSE(run(true));
}

TEST_CASE("who changes an object in place and who made it run in every interaction") {
  Script script{{"list", {}}, {"len_before", {"list"}}, {"done", {"list"}}, {"after", {"list"}}};
  const auto run = [&] {
    script.begin();
    std::vector<bool> ran;
    ran.push_back(script.cell(0, [&] { return script.host.object(0); }));
    ran.push_back(script.cell(1, [&] { return script.host.atom(0); }));
    ran.push_back(script.cell(2, [&] {
      script.host.variable("list")->number = 1;
      return script.host.atom(1);
    }));
    ran.push_back(script.cell(3, [&] { return script.host.atom(1); }));
    script.finish();
    return ran;
  };
  CHECK(run() == std::vector<bool>{true, true, true, true});
  // The creator runs, so the reader before the change finds an equal object; the reader after it
  // too.
  CHECK(run() == std::vector<bool>{true, false, true, false});
  CHECK(run() == std::vector<bool>{true, false, true, false});
  CHECK(script.reason(0) == "its result is changed in place in line 3: `done`");
  CHECK(script.reason(2) == "it changes `list` in place");
}

TEST_CASE("a cell whose result holds a read needs the same object, not an equal one") {
  Script script{{"a", {"x"}}, {"holder", {"a"}}};
  for (int run = 0; run < 2; ++run) {
    script.begin();
    script.host.variable("x") = script.host.atom(run);
    script.cell(0, [&] { return script.host.object(run); });
    const bool ran =
        script.cell(1, [&] { return script.host.object(9, {script.host.variable("a")}); });
    CHECK(ran);
    if (run == 1) CHECK(script.reason(1) == "`a` is another object and the result holds it");
    script.finish();
  }
}

TEST_CASE("equal contents that share objects in another way are not equal") {
  Script script{{"same", {"a", "b"}}};
  Box* one = script.host.object(1);
  script.begin();
  script.host.variable("a") = script.host.variable("b") = one;
  script.cell(0, [&] { return script.host.atom(1); });
  script.finish();
  script.begin();
  script.host.variable("a") = script.host.object(1);
  script.host.variable("b") = script.host.object(1);
  CHECK(script.cell(0, [&] { return script.host.atom(0); }));
  script.finish();
}

TEST_CASE("an object that the session holds is made anew in each run") {
  Script script{{"a", {}}};
  script.begin();
  script.cell(0, [&] { return script.host.object(1); });
  Box* kept = script.host.variable("a");
  script.finish();
  script.begin({kept});
  CHECK(script.cell(0, [&] { return script.host.object(1); }));
  CHECK(script.host.variable("a") != kept);
  script.finish();
}

TEST_CASE("a change by a callback makes the creator run") {
  Script script{{"a", {}}};
  script.begin();
  script.cell(0, [&] { return script.host.object(1); });
  script.finish();
  script.composer->changed_outside();
  script.begin();
  CHECK_FALSE(script.cell(0, [&] { return script.host.object(1); }));
  script.finish();
  script.host.variable("a")->number = 2;
  script.composer->changed_outside();
  script.begin();
  CHECK(script.cell(0, [&] { return script.host.object(1); }));
  script.finish();
}

TEST_CASE("a cell that was left by an exception is not remembered, what it changed is") {
  Script script{{"a", {}}, {"b", {"a"}}};
  script.begin();
  script.cell(0, [&] { return script.host.object(1); });
  REQUIRE(script.composer->enter(1, {}, &script.frame) == Enter::Run);
  script.host.variable("a")->number = 2;
  script.composer->end();
  script.begin();
  CHECK(script.cell(0, [&] { return script.host.object(1); }));
  CHECK(script.cell(1, [&] { return script.host.atom(1); }));
  script.finish();
}

TEST_CASE("guards of other frames are inert while a cell runs") {
  Script script{{"a", {}}, {"b", {}}};
  const int other = 0;
  script.begin();
  REQUIRE(script.composer->enter(0, {}, &script.frame) == Enter::Run);
  CHECK(script.composer->enter(1, {}, &other) == Enter::Run);
  CHECK_FALSE(script.composer->is_active(1, &other));
  CHECK(script.composer->is_active(0, &script.frame));
  script.composer->end();
}

TEST_CASE("iterations have records of their own, and those no longer reached are dropped") {
  Script script{{"y", {"i"}}, {"loop", {}}};
  const auto run = [&](int count) {
    int ran = 0;
    script.begin();
    script.composer->enter_loop(1, &script.frame);
    for (int i = 0; i < count; ++i) {
      script.composer->next_iteration(1, &script.frame);
      script.host.variable("i") = script.host.atom(i);
      ran += script.cell(0, [&] { return script.host.object(i); }) ? 1 : 0;
    }
    script.composer->leave_loop(1, &script.frame);
    script.finish();
    return ran;
  };
  CHECK(run(3) == 3);
  CHECK(run(4) == 1);
  CHECK(run(2) == 0);
  CHECK(run(4) == 2);
}

TEST_CASE("a run of too many iterations goes on without guards and names the loop") {
  Script script{{"y", {}}, {"outer", {}}, {"inner", {}}};
  const auto run = [&](int outer, int inner) {
    script.begin();
    script.composer->enter_loop(1, &script.frame);
    for (int i = 0; i < outer && script.composer->running(); ++i) {
      script.composer->next_iteration(1, &script.frame);
      script.composer->enter_loop(2, &script.frame);
      for (int k = 0; k < inner && script.composer->running(); ++k)
        script.composer->next_iteration(2, &script.frame);
      script.composer->leave_loop(2, &script.frame);
    }
    const bool ended_with_guards = script.composer->running();
    script.composer->leave_loop(1, &script.frame);
    script.finish();
    return ended_with_guards;
  };
  CHECK(run(3, 3));
  CHECK_FALSE(script.composer->outgrown().has_value());
  CHECK_FALSE(run(1, 20'000));
  CHECK(script.composer->outgrown() == 2U);
  // Neither is long by itself: then the outer one.
  CHECK_FALSE(run(400, 400));
  CHECK(script.composer->outgrown() == 1U);
  CHECK(run(3, 3));
  CHECK_FALSE(script.composer->outgrown().has_value());
}

TEST_CASE("a handler goes on in its own group, whatever the exception left") {
  Script script{{"inner", {}}, {"after", {}}, {"next", {"n"}}};
  const int called = 0;
  const auto run = [&](bool raises) {
    int ran = 0;
    script.begin();
    script.host.variable("n") = script.host.atom(1);
    script.composer->enter_loop(1, &script.frame);
    for (int i = 0; i < 2; ++i) {
      script.composer->next_iteration(1, &script.frame);
      script.composer->enter_call("f:1", CallSite{0, 7}, &called);
      script.composer->enter_loop(2, &called);
      script.composer->next_iteration(2, &called);
      if (script.composer->enter(0, {}, &called) == Enter::Run && !raises) {
        const Value output = script.host.atom(i);
        script.composer->complete(std::span(&output, 1));
      }
      if (!raises) {
        script.composer->leave_loop(2, &called);
        script.composer->leave_call(&called);
      }
      script.composer->caught(1, true, &script.frame);
      CHECK_FALSE(script.composer->has_active());
      ran += script.cell(1, [&] { return script.host.object(i); }) ? 1 : 0;
    }
    script.composer->leave_loop(1, &script.frame);
    ran += script.cell(2, [&] { return script.host.object(5); }) ? 1 : 0;
    script.finish();
    return ran;
  };
  CHECK(run(false) == 3);
  CHECK(run(true) == 0);
  CHECK(run(false) == 0);
}

TEST_CASE("a handler inside a running cell is not seen") {
  Script script{{"a", {}}};
  const int called = 0;
  script.begin();
  REQUIRE(script.composer->enter(0, {}, &script.frame) == Enter::Run);
  script.composer->caught(std::nullopt, false, &called);
  CHECK(script.composer->is_active(0, &script.frame));
  script.composer->end();
}

TEST_CASE("what runs while an exception is handled leaves no record") {
  Script script{{"a", {}}};
  const auto run = [&](Value handled) {
    script.begin();
    script.host.handled_now = handled;
    const bool ran = script.cell(0, [&] { return script.host.object(1); });
    const std::string reason = ran ? script.reason(0) : "";
    script.host.handled_now = nullptr;
    script.finish();
    return reason;
  };
  int error = 0;
  CHECK(run(nullptr) == "first run");
  CHECK(run(nullptr).empty());
  CHECK(run(&error) == "an exception is handled around it");
  CHECK(run(nullptr) == "an exception is handled around it");
  CHECK(run(nullptr).empty());
}

TEST_CASE("the same cell in two calls has two records") {
  Script script{{"y", {"i"}}};
  const auto run = [&](int first, int second) {
    int ran = 0;
    script.begin();
    const int frame = 0;
    uint64_t site = 0;
    for (const int value : {first, second}) {
      script.composer->enter_call("f:1", CallSite{0, ++site}, &frame);
      script.host.variable("i") = script.host.atom(value);
      ran += script.cell(0, [&] { return script.host.object(value); }) ? 1 : 0;
      script.composer->leave_call(&frame);
    }
    script.finish();
    return ran;
  };
  CHECK(run(1, 2) == 2);
  CHECK(run(1, 2) == 0);
  CHECK(run(1, 3) == 1);
}

TEST_CASE("state outside the variables is a read, and effects are repeated") {
  Script script{{"a", {}}};
  Value key = script.host.intern("key");
  const auto run = [&] {
    script.begin();
    const bool ran = script.cell(0, [&] {
      script.composer->note_external(key, script.host.externals[key]);
      script.composer->active_effects() = Held(script.host, script.host.atom(42));
      return script.host.atom(1);
    });
    script.finish();
    return ran;
  };
  script.host.externals[key] = script.host.atom(1);
  CHECK(run());
  CHECK_FALSE(run());
  CHECK(script.host.replayed == std::vector<int>{42});
  script.host.externals[key] = script.host.atom(2);
  CHECK(run());
  script.host.effect_problem = "it stands in another container";
  CHECK(run());
  CHECK(script.reason(0) == "it stands in another container");
}

TEST_CASE("an opaque read or result makes a cell run every time") {
  Script script{{"a", {}}, {"b", {"a"}}};
  for (int run = 0; run < 2; ++run) {
    script.begin();
    CHECK(script.cell(0, [&] {
      Box* box = script.host.object(1);
      box->opaque = true;
      return box;
    }));
    CHECK(script.cell(1, [&] { return script.host.atom(1); }));
    script.finish();
  }
}

TEST_CASE("skipping an owned object that did not change takes no snapshot") {
  Script script{{"a", {}}, {"b", {"a"}}};
  for (int run = 0; run < 2; ++run) {
    script.begin();
    script.host.snapshots = 0;
    script.cell(0, [&] { return script.host.object(1); });
    script.cell(1, [&] { return script.host.atom(1); });
    if (run == 1) CHECK(script.host.snapshots == 0);
    script.finish();
  }
}

TEST_CASE("clearing releases everything that was kept") {
  Script script{{"a", {}}, {"b", {"a"}}};
  script.begin();
  script.cell(0, [&] { return script.host.object(1); });
  script.cell(1, [&] { return script.host.object(2, {script.host.variable("a")}); });
  script.finish();
  CHECK(script.host.references() > 0);
  script.composer->clear();
  CHECK(script.host.references() == 0);
}

}  // namespace lattice::testing
