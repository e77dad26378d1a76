// Failures, interrupts, cycles and writes that are refused.
#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;
using namespace lattice::toy;

TEST_CASE("a failure is cached, given to each reader, and passes when its cause does") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 0);
  const Ref inverse = memo(world, [&] {
    ++runs;
    if (count() == 0) throw Failure{7};
    return 100 / count();
  });
  CHECK_THROWS_AS(inverse(), Failure);
  CHECK_THROWS_AS(inverse(), Failure);
  CHECK(runs == 1);
  count.set(5);
  CHECK(inverse() == 20);
}

TEST_CASE("an interrupt is not cached") {
  World world;
  bool interrupted = true;
  const Ref count = signal(world, 2);
  const Ref low = memo(world, [&] {
    if (interrupted) throw Interrupt{};
    return count() + 1;
  });
  const Ref high = memo(world, [&] { return low() * 10; });
  CHECK_THROWS_AS(high(), Interrupt);
  interrupted = false;
  CHECK(high() == 30);
}

TEST_CASE("effects left over by an interrupt run with the next change") {
  World world;
  bool interrupted = false;
  std::vector<int> seen;
  const Ref count = signal(world, 0);
  const Ref other = signal(world, 0);
  const Ref low = memo(world, [&] {
    const int value = count();
    if (interrupted) throw Interrupt{};
    return value;
  });
  const Ref first = effect(world, [&] { low(); });
  const Ref second = effect(world, [&] { seen.push_back(low() + other()); });
  interrupted = true;
  CHECK_THROWS_AS(count.set(1), Interrupt);
  interrupted = false;
  other.set(10);
  CHECK(seen == std::vector<int>{0, 11});
}

TEST_CASE("writing inside a memo is refused") {
  World world;
  const Ref count = signal(world, 0);
  const Ref bad = memo(world, [&] { return count.set(1), 0; });
  CHECK_THROWS_AS(bad(), Failure);
  CHECK(bad->failure == -2);
  CHECK(count() == 0);
}

TEST_CASE("a memo that reads itself is a cycle, and recovers") {
  World world;
  Ref self;
  const Ref on = signal(world, 1);
  self = memo(world, [&] { return on() ? self() : 5; });
  CHECK_THROWS_AS(self(), Failure);
  on.set(0);
  CHECK(self() == 5);
  self = Ref();
}

TEST_CASE("memos that read each other are a cycle, and recover") {
  World world;
  Ref left, right;
  const Ref on = signal(world, 1);
  const Ref other = signal(world, 0);
  left = memo(world, [&] { return on() ? right() + 1 : 5; });
  right = memo(world, [&] { return other() + left() * 2; });
  int seen = 0;
  const Ref watch = effect(world, [&] {
    try {
      seen = right();
    } catch (const Failure& failure) {
      seen = failure.code;
    }
  });
  CHECK(seen == -1);
  other.set(1);
  CHECK(seen == -1);
  CHECK_THROWS_AS(left(), Failure);
  on.set(0);
  CHECK(seen == 11);
  CHECK(left() == 5);
}

TEST_CASE("an effect that writes what it reads runs again, until nothing changes") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 0);
  const Ref climb = effect(world, [&] {
    ++runs;
    if (count() < 10) count.set(count() + 1);
  });
  CHECK(count() == 10);
  CHECK(runs == 11);
}

TEST_CASE("an effect that writes before it reads runs once") {
  World world;
  int runs = 0;
  const Ref from = signal(world, 1);
  const Ref to = signal(world, 0);
  const Ref copy = effect(world, [&] { ++runs, to.set(from() * 2), to(); });
  CHECK(runs == 1);
  from.set(2);
  CHECK(runs == 2);
  CHECK(to() == 4);
}

TEST_CASE("effects that never settle end after a hundred rounds") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 0);
  const Ref forever = effect(world, [&] { ++runs, count.set(count() + 1); });
  CHECK(world.errors == std::vector<int>{-3});
  CHECK(runs == 1 + 101);
  CHECK(count() == 1 + 100);
}
