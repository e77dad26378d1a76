// What effects own and how long they live.
#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;
using namespace lattice::toy;

using Log = std::vector<std::string>;

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
