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

TEST_CASE("an effect owns what it creates") {
  World world;
  Log log;
  const Ref outer_count = signal(world, 0);
  const Ref inner_count = signal(world, 0);
  const Ref outer = effect(world, [&] {
    const int n = outer_count();
    on_cleanup([&log, n] { log.push_back("clean outer " + std::to_string(n)); });
    effect(world, [&, n] {
      on_cleanup([&log, n] { log.push_back("clean inner " + std::to_string(n)); });
      log.push_back("inner " + std::to_string(n) + std::to_string(inner_count()));
    });
  });
  inner_count.set(1);
  CHECK(log == Log{"inner 00", "clean inner 0", "inner 01"});
  log.clear();
  {
    const Batch batch(world);
    inner_count.set(2);
    outer_count.set(1);
  }
  CHECK(log == Log{"clean inner 0", "clean outer 0", "inner 12"});
  log.clear();
  outer.dispose();
  CHECK(log == Log{"clean inner 1", "clean outer 1"});
  CHECK(inner_count->node.subs == nullptr);
}

TEST_CASE("an effect may dispose of itself while it runs") {
  World world;
  Ref self;
  int runs = 0;
  const Ref count = signal(world, 0);
  self = effect(world, [&] {
    ++runs;
    if (count() == 1) self.dispose();
    count();
  });
  count.set(1);
  count.set(2);
  CHECK(runs == 2);
  CHECK(count->node.subs == nullptr);
}

TEST_CASE("a function may dispose of the effect that asks for it") {
  World world;
  Ref watch;
  const Ref count = signal(world, 0);
  const Ref low = memo(world, [&] {
    if (count() == 1) watch.dispose();
    return count();
  });
  const Ref high = memo(world, [&] { return low() + 1; });
  int runs = 0;
  watch = effect(world, [&] { ++runs, high(); });
  count.set(1);
  CHECK(runs == 1);
  CHECK(high() == 2);
}

TEST_CASE("an effect lives as long as what it reads, and no longer") {
  World world;
  int seen = 0;
  {
    const Ref count = signal(world, 0);
    {
      const Ref middle = memo(world, [count] { return count() + 1; });
      effect(world, [middle] { middle(); }).dispose();
      // The memo and the effect keep nothing alive here: `count` must be free to go.
      const Ref again = memo(world, [&world, c = &*count] {
        world.graph.track(c->node, World::tracker());
        return c->value;
      });
      effect(world, [&, m = &*again] {
        world.graph.read(m->node, World::tracker());
        seen = m->value;
      });
    }
    count.set(5);
    CHECK(seen == 5);
    // Only the disposed effect and its memo are gone.
    CHECK(world.destroyed == 2);
    world.graph.dispose(World::object(*count->node.subs->sub->subs->sub).node, World::tracker());
    CHECK(world.destroyed == 4);
  }
  CHECK(world.destroyed == 5);
}

TEST_CASE("a memo created and read inside another one keeps its place") {
  World world;
  const Ref count = signal(world, 1);
  const Ref outer = memo(world, [&] { return memo(world, [&] { return count() * 3; })() + 1; });
  int seen = 0;
  const Ref watch = effect(world, [&] { seen = outer(); });
  count.set(2);
  CHECK(seen == 7);
}

TEST_CASE("reads of later pieces of an effect are added to its dependencies") {
  World world;
  const Ref a = signal(world, 1);
  const Ref b = signal(world, 2);
  int runs = 0;
  const Ref watch = effect(world, [&] { ++runs, a(); });
  for (int i = 0; i < 3; ++i)
    world.graph.resume(watch->node, World::tracker(), [&] { b(), a(), b(); });
  CHECK(world.graph.links_made() == 2);
  b.set(3);
  CHECK(runs == 2);
  b.set(4);
  CHECK(runs == 2);
  watch.dispose();
  CHECK(a->node.subs == nullptr);
}
