#pragma once
// A module whose cells are `name = f(reads)`; the test says what each run computes.

#include <catch2/catch.hpp>

#include "runtime/composer/composer.h"
#include "tests/unit/runtime/fake_host.h"

namespace lattice::testing {

struct Script {
  FakeHost host;
  std::unique_ptr<Composer> composer;
  const int frame = 0;

  struct Line {
    std::string target;
    std::vector<std::string> reads;
  };

  explicit Script(std::initializer_list<Line> lines) {
    Program program;
    for (const Line& line : lines) {
      Cell cell;
      cell.id = static_cast<uint32_t>(program.cells.size());
      cell.line = cell.id + 1;
      cell.label = line.target;
      for (const std::string& name : line.reads) cell.globals.push_back(host.intern(name));
      program.cells.push_back(cell);
      targets.push_back(line.target);
    }
    composer = std::make_unique<Composer>(host, std::move(program));
  }

  void begin(std::vector<Box*> persistent = {}) {
    std::vector<Value> values(persistent.begin(), persistent.end());
    composer->begin(values);
  }

  /// One guarded assignment; true when it ran.
  bool cell(uint32_t id, const std::function<Box*()>& compute) {
    if (composer->enter(id, {}, &frame) == Enter::Skip) {
      host.variable(targets[id]) = static_cast<Box*>(composer->outputs(id).front().get());
      return false;
    }
    Box* value = compute();
    REQUIRE(composer->is_active(id, &frame));
    const Value output = value;
    host.variable(targets[id]) =
        static_cast<Box*>(composer->complete(std::span(&output, 1)).front().get());
    return true;
  }

  void finish() {
    composer->commit(&frame);
    composer->end();
  }

  std::string reason(size_t entry) { return words(composer->trace().entries.at(entry).reason); }

  std::vector<std::string> targets;
};

}  // namespace lattice::testing
