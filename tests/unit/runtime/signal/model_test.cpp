// Random graphs against the model that computes everything anew.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "tests/unit/runtime/signal/toy.h"

using namespace lattice;
using namespace lattice::toy;

namespace {

/// A memo or an effect: sums some of the nodes below it, chosen by the value of one of them.
struct Formula {
  size_t chooser = 0;
  std::vector<size_t> even, odd;
  int modulus = 0;
  bool fails = false;
};

#if defined(__SANITIZE_THREAD__)
constexpr uint64_t kOperations = 50'000;
#else
constexpr uint64_t kOperations = 1'000'000;
#endif

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  size_t below(size_t bound) { return engine_() % bound; }
  bool one_in(size_t n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

struct Graphs {
  static constexpr int kFailed = 1'000'000;
  static constexpr size_t kSignals = 8;
  static constexpr size_t kMemos = 24;
  static constexpr size_t kEffects = 8;

  explicit Graphs(uint32_t seed) : random(seed) {
    for (size_t i = 0; i < kSignals; ++i) {
      nodes.push_back(signal(world, static_cast<int>(i)));
      formulas.emplace_back();
    }
    for (size_t i = 0; i < kMemos; ++i) add_memo();
    watches.resize(kEffects);
    seen.resize(kEffects);
    watched.resize(kEffects);
    for (size_t i = 0; i < kEffects; ++i) start(i);
  }

  ~Graphs() {
    for (Ref& watch : watches) watch.dispose();
  }

  Formula formula(size_t below) {
    Formula made;
    made.chooser = random.below(below);
    for (size_t i = random.below(4); i-- > 0;) made.even.push_back(random.below(below));
    for (size_t i = random.below(4); i-- > 0;) made.odd.push_back(random.below(below));
    made.modulus = random.one_in(2) ? 0 : 2 + static_cast<int>(random.below(5));
    made.fails = random.one_in(10);
    return made;
  }

  /// The function of a memo with any way to read the nodes.
  template <class Read>
  static int compute(const Formula& formula, Read read) {
    const int choice = read(formula.chooser);
    int sum = choice;
    for (const size_t i : choice % 2 == 0 ? formula.even : formula.odd) sum += read(i);
    if (formula.fails && sum % 7 == 3) throw Failure{sum};
    sum %= 1000;
    return formula.modulus != 0 ? sum % formula.modulus : sum;
  }

  void add_memo() {
    const size_t index = nodes.size();
    formulas.push_back(formula(index));
    nodes.push_back(memo(world, [this, index] {
      ++runs;
      return compute(formulas[index], [this](size_t i) { return nodes[i](); });
    }));
  }

  void start(size_t i) {
    watched[i] = formula(nodes.size());
    watches[i] = effect(world, [this, i] {
      ++runs;
      try {
        seen[i] = compute(watched[i], [this](size_t node) { return nodes[node](); });
      } catch (const Failure&) {
        seen[i] = kFailed;
      }
    });
  }

  /// What node `i` is, by the model. Failures come as `Failure`.
  int expected(size_t i) {
    if (i < kSignals) return nodes[i]->value;
    return compute(formulas[i], [this](size_t below) { return expected_cached(below); });
  }
  int expected_cached(size_t i) {
    if (const int value = model[i]; value != kFailed) return value;
    throw Failure{0};
  }
  void compute_model() {
    model.assign(nodes.size(), 0);
    for (size_t i = 0; i < nodes.size(); ++i) {
      try {
        model[i] = expected(i);
      } catch (const Failure&) {
        model[i] = kFailed;
      }
    }
  }

  int actual(size_t i) {
    try {
      return nodes[i]();
    } catch (const Failure&) {
      return kFailed;
    }
  }

  bool effects_agree() {
    for (size_t i = 0; i < kEffects; ++i) {
      int value = kFailed;
      try {
        value = compute(watched[i], [this](size_t node) { return expected_cached(node); });
      } catch (const Failure&) {
      }
      if (seen[i] != value) return false;
    }
    return true;
  }

  Random random;
  World world;
  std::vector<Ref> nodes;
  std::vector<Formula> formulas, watched;
  std::vector<Ref> watches;
  std::vector<int> seen, model;
  uint64_t runs = 0;
};

bool step(Graphs& graphs, uint64_t& operations) {
  Random& random = graphs.random;
  const size_t kind = random.below(20);
  ++operations;
  if (kind < 10) {
    graphs.nodes[random.below(Graphs::kSignals)].set(static_cast<int>(random.below(12)));
  } else if (kind < 13) {
    const Batch batch(graphs.world);
    for (size_t i = 1 + random.below(6); i-- > 0; ++operations)
      graphs.nodes[random.below(Graphs::kSignals)].set(static_cast<int>(random.below(12)));
  } else if (kind < 17) {
    const size_t i = random.below(graphs.nodes.size());
    graphs.compute_model();
    return graphs.actual(i) == graphs.model[i];
  } else if (kind < 19) {
    const size_t i = random.below(Graphs::kEffects);
    graphs.watches[i].dispose();
    graphs.start(i);
  } else {
    graphs.compute_model();
    if (!graphs.effects_agree()) return false;
    for (size_t i = 0; i < graphs.nodes.size(); ++i, ++operations)
      if (graphs.actual(i) != graphs.model[i]) return false;
    // Memos that lost their last observer in there are computed once more, then nothing may run.
    for (size_t i = 0; i < graphs.nodes.size(); ++i) graphs.actual(i);
    const uint64_t runs = graphs.runs;
    for (size_t i = 0; i < graphs.nodes.size(); ++i) graphs.actual(i);
    return graphs.runs == runs;
  }
  return true;
}

}  // namespace

TEST_CASE("a million random operations agree with computing everything anew") {
  const char* const given = std::getenv("LATTICE_SEED");
  const uint32_t first = given != nullptr ? static_cast<uint32_t>(std::atoi(given)) : 1;
  uint64_t operations = 0;
  for (uint32_t seed = first; operations < kOperations; ++seed) {
    Graphs graphs(seed);
    for (int i = 0; i < 2'000; ++i) {
      if (step(graphs, operations)) continue;
      FAIL("seed " << seed << " (LATTICE_SEED), operation " << i);
    }
  }
  CHECK(operations >= kOperations);
}
