// What the engine keeps when its script is edited, and when a run is left to an older engine.
#include <catch2/catch.hpp>

#include "runtime/composer/composer.h"
#include "tests/unit/runtime/fake_host.h"

namespace lattice::testing {
namespace {

const int kFrame = 0;

/// Cells `target = f(read)` at module scope, one a line from `line` on.
Program program_of(FakeHost& host, const std::vector<std::string>& reads, uint32_t line = 1) {
  Program program;
  for (const std::string& read : reads) {
    Cell cell;
    cell.id = static_cast<uint32_t>(program.cells.size());
    cell.line = line + cell.id;
    cell.label = read;
    cell.globals.push_back(host.intern(read));
    program.cells.push_back(cell);
  }
  return program;
}

struct Outcome {
  bool ran = false;
  Box* value = nullptr;
};

/// Runs cell `id`, which computes `value`, in the group where the engine is.
Outcome cell(Composer& composer, uint32_t id, Box* value) {
  if (composer.enter(id, {}, &kFrame) == Enter::Skip)
    return {false, static_cast<Box*>(composer.outputs(id).front().get())};
  const Value output = value;
  return {true, static_cast<Box*>(composer.complete(std::span(&output, 1)).front().get())};
}

void finish(Composer& composer) {
  composer.commit(&kFrame);
  composer.end();
}

std::string reason(const Composer& composer, size_t entry) {
  return words(composer.trace().entries.at(entry).reason);
}

}  // namespace

TEST_CASE("cells keep their records under new numbers") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  host.variable("y") = host.atom(2);
  Composer composer(host, program_of(host, {"x", "y"}));
  composer.begin({});
  Box* const made = host.object(10);
  cell(composer, 0, made);
  cell(composer, 1, host.atom(20));
  finish(composer);

  // A new cell comes first, the second one is gone.
  Adoption adoption;
  adoption.cells = {1, std::nullopt};
  composer.adopt(program_of(host, {"z", "x"}), adoption);
  composer.begin({});
  CHECK(cell(composer, 0, host.atom(30)).ran);
  CHECK(reason(composer, 0) == "its code is new");
  const Outcome kept = cell(composer, 1, host.object(10));
  CHECK_FALSE(kept.ran);
  CHECK(kept.value == made);
  finish(composer);
}

TEST_CASE("a kept cell still looks at what it reads") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  Composer composer(host, program_of(host, {"x"}));
  composer.begin({});
  cell(composer, 0, host.atom(10));
  finish(composer);
  Adoption adoption;
  adoption.cells = {0};
  composer.adopt(program_of(host, {"x"}, 7), adoption);
  host.variable("x") = host.atom(2);
  composer.begin({});
  CHECK(cell(composer, 0, host.atom(11)).ran);
  CHECK(reason(composer, 0) == "`x` 1 -> 2");
  finish(composer);
}

TEST_CASE("calls and loops keep their groups when their lines move") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  Composer composer(host, program_of(host, {"x", "x", "x"}));
  const int inner = 0;
  const auto run = [&](const std::string& function, uint32_t line, uint32_t loop, uint32_t id) {
    std::vector<bool> ran;
    composer.begin({});
    for (uint64_t place = 1; place <= 2; ++place) {
      composer.enter_call(function, {line, place}, &inner);
      composer.enter_loop(loop, &inner);
      for (int i = 0; i < 2; ++i) {
        composer.next_iteration(loop, &inner);
        const bool skipped = composer.enter(id, {}, &inner) == Enter::Skip;
        ran.push_back(!skipped);
        if (!skipped) composer.complete({});
      }
      composer.leave_loop(loop, &inner);
      composer.leave_call(&inner);
    }
    finish(composer);
    return ran;
  };
  CHECK(run("f:2", 5, 1, 2) == std::vector<bool>(4, true));
  CHECK(run("f:2", 5, 1, 2) == std::vector<bool>(4, false));

  Adoption adoption;
  adoption.cells = {std::nullopt, 0, 1};
  adoption.functions = {{"f:2", "f:4"}};
  adoption.lines = {{2, 3, 4}, {5, 5, 9}};
  composer.adopt(program_of(host, {"x", "x"}), adoption);
  CHECK(run("f:4", 9, 0, 1) == std::vector<bool>(4, false));

  // The call is another one now.
  adoption.cells = {0, 1};
  adoption.functions = {{"f:4", "f:4"}};
  adoption.lines = {{4, 5, 4}};
  composer.adopt(program_of(host, {"x", "x"}), adoption);
  CHECK(run("f:4", 9, 0, 1) == std::vector<bool>(4, true));
}

TEST_CASE("lines outside of what moved have no new line") {
  Adoption adoption;
  adoption.lines = {{2, 4, 12}, {8, 8, 1}};
  CHECK_FALSE(adoption.line(1));
  CHECK(adoption.line(2) == 12U);
  CHECK(adoption.line(4) == 14U);
  CHECK_FALSE(adoption.line(5));
  CHECK(adoption.line(8) == 1U);
  CHECK_FALSE(adoption.line(9));
}

TEST_CASE("who changes what in place is found out anew after an edit") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  Composer composer(host, program_of(host, {"x", "list"}));
  const auto run = [&] {
    composer.begin({});
    host.variable("list") = cell(composer, 0, host.object(10)).value;
    if (composer.enter(1, {}, &kFrame) == Enter::Run) {
      host.variable("list")->number += 1;
      composer.complete({});
    }
    finish(composer);
  };
  run();
  run();
  CHECK(reason(composer, 0).find("changed in place") != std::string::npos);
  Adoption adoption;
  adoption.cells = {0, std::nullopt};
  composer.adopt(program_of(host, {"x"}), adoption);
  composer.begin({});
  const Outcome anew = cell(composer, 0, host.object(10));
  CHECK(anew.ran);
  CHECK(anew.value->number == 10);
  finish(composer);
  composer.begin({});
  CHECK_FALSE(cell(composer, 0, host.object(10)).ran);
  finish(composer);
}

TEST_CASE("a forked engine knows finished cells and shares nothing that can change") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  Composer old(host, program_of(host, {"x", "x", "x"}));
  old.begin({});
  cell(old, 0, host.atom(10));
  cell(old, 1, host.object(20));
  REQUIRE(old.enter(2, {}, &kFrame) == Enter::Run);

  Composer young(host, program_of(host, {"x", "x", "x"}));
  young.fork_from(old);
  young.begin({});
  CHECK_FALSE(cell(young, 0, host.atom(10)).ran);
  // This host cannot copy objects.
  CHECK(cell(young, 1, host.object(20)).ran);
  CHECK(cell(young, 2, host.atom(30)).ran);
  finish(young);

  // The old one goes on undisturbed.
  CHECK(old.is_active(2, &kFrame));
  const Value late = host.atom(31);
  old.complete(std::span(&late, 1));
  finish(old);
}

TEST_CASE("nothing is left behind by edits and forks") {
  FakeHost host;
  host.variable("x") = host.atom(1);
  const int before = host.references();
  {
    Composer composer(host, program_of(host, {"x", "x"}));
    composer.begin({});
    cell(composer, 0, host.object(1, {host.object(2)}));
    cell(composer, 1, host.atom(3));
    finish(composer);
    Composer other(host, program_of(host, {"x", "x"}));
    other.fork_from(composer);
    Adoption adoption;
    adoption.cells = {std::nullopt, 0};
    composer.adopt(program_of(host, {"x"}), adoption);
  }
  CHECK(host.references() == before);
}

}  // namespace lattice::testing
