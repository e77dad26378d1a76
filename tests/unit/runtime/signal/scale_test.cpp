// Ten million nodes in a row: no operation recurses.
#include <catch2/catch.hpp>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kNodes = 1'000'000;
#else
constexpr size_t kNodes = 10'000'000;
#endif

/// A chain in one array: node i is node i - 1 plus one.
class Chain : public ReactiveHost {
 public:
  explicit Chain(size_t count) : graph(*this), nodes(count), values(count) {
    for (size_t i = 1; i < count; ++i) nodes[i].flags = kReactiveMemo | kReactiveDirty;
  }
  ReactiveOutcome run(ReactiveNode& node, ReactiveTracker&) override {
    ++runs;
    if (&node == &effect) {
      graph.read(nodes.back(), tracker);
      seen = values.back();
      return ReactiveOutcome::Same;
    }
    const auto i = static_cast<size_t>(&node - nodes.data());
    if (i == 1)
      graph.track(nodes[0], tracker);
    else
      graph.read(nodes[i - 1], tracker);
    const int value = values[i - 1] + 1;
    const bool same = value == values[i];
    values[i] = value;
    return same ? ReactiveOutcome::Same : ReactiveOutcome::Changed;
  }
  void clean_up(ReactiveEffect&, ReactiveTracker&) override {}
  ReactiveLitter assign(ReactiveNode&, void* payload, bool) override {
    values[0] = *static_cast<int*>(payload);
    return nullptr;
  }
  ReactiveSettled settle(ReactiveNode&) override { return {true, nullptr}; }
  ReactiveLitter drop(ReactiveNode&) override { return ++drops, nullptr; }
  void discard(ReactiveLitter) override {}
  void retain(ReactiveNode&) override { ++references; }
  void release(ReactiveNode&) override { --references; }

  ReactiveGraph graph;
  ReactiveTracker tracker;
  std::vector<ReactiveNode> nodes;
  std::vector<int> values;
  ReactiveEffect effect;
  int seen = 0;
  size_t runs = 0, drops = 0;
  int64_t references = 0;
};

}  // namespace

TEST_CASE("ten million nodes in a row are updated and dropped without recursion") {
  Chain chain(kNodes);
  for (size_t i = 1; i < kNodes; ++i) chain.graph.read(chain.nodes[i], chain.tracker);
  chain.effect.flags = kReactiveEffect;
  chain.graph.start(chain.effect, chain.tracker);
  CHECK(chain.seen == static_cast<int>(kNodes) - 1);
  chain.runs = 0;
  int value = 5;
  chain.graph.write(chain.nodes[0], &value, chain.tracker);
  CHECK(chain.runs == kNodes);
  CHECK(chain.seen == static_cast<int>(kNodes) + 4);
  chain.graph.dispose(chain.effect, chain.tracker);
  CHECK(chain.drops == kNodes - 1);
  CHECK(chain.nodes[0].subs == nullptr);
  CHECK(chain.references == 0);
}
