// What runs, in which order, and why not more.
#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;
using namespace lattice::toy;

using Log = std::vector<std::string>;

TEST_CASE("a memo is lazy, computed once, cached until what it read changes") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 1);
  const Ref twice = memo(world, [&] { return ++runs, count() * 2; });
  CHECK(runs == 0);
  CHECK(twice() == 2);
  CHECK(twice() == 2);
  CHECK(runs == 1);
  count.set(4);
  CHECK(runs == 1);
  CHECK(twice() == 8);
  CHECK(runs == 2);
}

TEST_CASE("an effect runs once now, then on each change, not on equal writes") {
  World world;
  std::vector<int> seen;
  const Ref count = signal(world, 0);
  const Ref log = effect(world, [&] { seen.push_back(count()); });
  count.set(1);
  count.set(1);
  count.set(2);
  CHECK(seen == std::vector<int>{0, 1, 2});
  log.dispose();
  count.set(3);
  CHECK(seen.size() == 3);
}

TEST_CASE("a diamond is free of glitches and runs once") {
  World world;
  Log log;
  const Ref head = signal(world, 1);
  const Ref left = memo(world, [&] { return log.emplace_back("left"), head() + 1; });
  const Ref right = memo(world, [&] { return log.emplace_back("right"), head() * 10; });
  const Ref sum = memo(world, [&] { return log.emplace_back("sum"), left() + right(); });
  const Ref watch = effect(world, [&] { log.push_back("effect " + std::to_string(sum())); });
  log.clear();
  head.set(2);
  CHECK(log == Log{"left", "sum", "right", "effect 23"});
}

TEST_CASE("early cutoff: what did not change does not run what reads it") {
  World world;
  Log log;
  const Ref head = signal(world, 1);
  const Ref odd = memo(world, [&] { return log.emplace_back("odd"), head() % 2; });
  const Ref next = memo(world, [&] { return log.emplace_back("next"), odd() + 1; });
  const Ref watch = effect(world, [&] { log.push_back("effect " + std::to_string(next())); });
  log.clear();
  head.set(3);
  CHECK(log == Log{"odd"});
  head.set(4);
  CHECK(log == Log{"odd", "odd", "next", "effect 1"});
}

TEST_CASE("dependencies are asked in order: one that is no longer needed does not run") {
  World world;
  Log log;
  const Ref has = signal(world, 1);
  const Ref divisor = signal(world, 2);
  const Ref quotient =
      memo(world, [&] { return log.push_back("/" + std::to_string(divisor())), 10 / divisor(); });
  const Ref watch = effect(world, [&] { log.push_back(std::to_string(has() ? quotient() : -1)); });
  log.clear();
  {
    const Batch batch(world);
    divisor.set(0);
    has.set(0);
  }
  CHECK(log == Log{"-1"});
  divisor.set(5);
  CHECK(log == Log{"-1"});
}

TEST_CASE("a batch that ends where it began runs nothing") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 0);
  const Ref watch = effect(world, [&] { ++runs, count(); });
  {
    const Batch batch(world);
    count.set(1);
    count.set(0);
  }
  CHECK(runs == 1);
  {
    const Batch outer(world);
    {
      const Batch inner(world);
      count.set(5);
    }
    CHECK(runs == 1);
    CHECK(count() == 5);
  }
  CHECK(runs == 2);
}

TEST_CASE("what was read within a batch is what is known") {
  World world;
  std::vector<int> seen;
  const Ref count = signal(world, 0);
  const Ref first = effect(world, [&] { count(); });
  Ref second;
  {
    const Batch batch(world);
    count.set(1);
    first.dispose();
    second = effect(world, [&] { seen.push_back(count()); });
    count.set(0);
  }
  CHECK(seen == std::vector<int>{1, 0});
}

TEST_CASE("effects run in the order of their creation") {
  World world;
  Log log;
  const Ref a = signal(world, 0);
  const Ref b = signal(world, 0);
  const Ref first = effect(world, [&] { b(), log.emplace_back("first"); });
  const Ref second = effect(world, [&] { a(), log.emplace_back("second"); });
  const Ref third = effect(world, [&] { b(), log.emplace_back("third"); });
  log.clear();
  {
    const Batch batch(world);
    a.set(1);
    b.set(1);
  }
  CHECK(log == Log{"first", "second", "third"});
}

TEST_CASE("dependencies are dynamic; stable ones make no links") {
  World world;
  const Ref which = signal(world, 0);
  const Ref left = signal(world, 1);
  const Ref right = signal(world, 2);
  int runs = 0;
  const Ref watch = effect(world, [&] { ++runs, which() ? right() : left(); });
  right.set(3);
  CHECK(runs == 1);
  which.set(1);
  CHECK(runs == 2);
  left.set(4);
  CHECK(runs == 2);
  const uint64_t made = world.graph.links_made();
  for (int i = 10; i < 100; ++i) right.set(i);
  CHECK(runs == 92);
  CHECK(world.graph.links_made() == made);
}

TEST_CASE("a value read many times, others in between, is one link") {
  World world;
  const Ref a = signal(world, 1);
  const Ref b = signal(world, 2);
  const Ref sum = memo(world, [&] {
    int total = 0;
    for (int i = 0; i < 10; ++i) total += a() + b();
    return total;
  });
  CHECK(sum() == 30);
  CHECK(world.graph.links_made() == 2);
}

TEST_CASE("a memo that loses its last observer forgets and unsubscribes") {
  World world;
  int runs = 0;
  const Ref count = signal(world, 1);
  const Ref low = memo(world, [&] { return ++runs, count() + 1; });
  const Ref high = memo(world, [&] { return low() + 1; });
  const Ref watch = effect(world, [&] { high(); });
  CHECK(runs == 1);
  watch.dispose();
  CHECK(world.drops == 2);
  CHECK(count->node.subs == nullptr);
  CHECK(low->node.deps == nullptr);
  CHECK(high() == 3);
  CHECK(runs == 2);
}

TEST_CASE("untracked reads do not subscribe") {
  World world;
  int runs = 0;
  const Ref a = signal(world, 1);
  const Ref b = signal(world, 2);
  const Ref watch = effect(world, [&] { ++runs, a(), untrack([&] { return b(); }); });
  b.set(3);
  CHECK(runs == 1);
  a.set(2);
  CHECK(runs == 2);
}
