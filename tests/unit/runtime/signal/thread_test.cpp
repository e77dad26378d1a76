// Threads that read, write and compute the same graph; run under TSan, too.
#include <catch2/catch.hpp>
#include <condition_variable>
#include <thread>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;
using namespace lattice::toy;

TEST_CASE("threads write and read one graph; at rest all is up to date") {
  constexpr int kThreads = 4;
  constexpr int kWrites = 2'000;
  World world(true);
  std::vector<Ref> heads;
  for (int i = 0; i < kThreads; ++i) heads.push_back(signal(world, 0));
  const Ref sum = memo(world, [&] {
    int total = 0;
    for (const Ref& head : heads) total += head();
    return total;
  });
  const Ref twice = memo(world, [&] { return sum() * 2; });
  std::atomic<int> seen{0};
  const Ref watch = effect(world, [&] { seen = twice(); });
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i <= kWrites; ++i) {
        heads[t].set(i);
        // Its own write is visible at once.
        if (twice() < 2 * i) std::abort();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(twice() == 2 * kThreads * kWrites);
  CHECK(seen == 2 * kThreads * kWrites);
}

TEST_CASE("threads come and go with effects and memos of their own") {
  World world(true);
  const Ref head = signal(world, 0);
  const Ref shared = memo(world, [&] { return head() % 10; });
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        // Another thread may still be running the effect when it is disposed of here.
        const Ref own = memo(world, [shared, t] { return shared() + t; });
        const Ref watch = effect(world, [own] { own(); });
        head.set(i * 4 + t);
        watch.dispose();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(shared() == head() % 10);
  CHECK(head->node.subs != nullptr);
  CHECK(shared->node.subs == nullptr);
}

TEST_CASE("nobody waits for a memo that another thread computes") {
  World world(true);
  std::mutex mutex;
  std::condition_variable changed;
  bool inside = false, leave = false;
  const Ref head = signal(world, 1);
  const std::thread::id main = std::this_thread::get_id();
  const Ref slow = memo(world, [&] {
    const int value = head();
    if (std::this_thread::get_id() != main) {
      std::unique_lock lock(mutex);
      inside = true;
      changed.notify_all();
      changed.wait(lock, [&] { return leave; });
    }
    return value * 10;
  });
  // Computed twice: `head` changes meanwhile.
  std::thread other([&] { CHECK(slow() == 20); });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inside; });
  }
  CHECK(slow() == 10);
  std::atomic<int> seen{0}, runs{0};
  const Ref watch = effect(world, [&] { ++runs, seen = slow(); });
  CHECK(seen == 10);
  // The other thread is computing with the old value; what it finds is out of date.
  head.set(2);
  {
    const std::scoped_lock lock(mutex);
    leave = true;
  }
  changed.notify_all();
  other.join();
  CHECK(seen == 20);
  CHECK(slow() == 20);
  head.set(3);
  CHECK(seen == 30);
}
