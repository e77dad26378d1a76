#pragma once
// What the graph needs from whoever owns the values and functions. CPython is one such host
// (python/bindings/signal); the unit tests have another.

#include <cstdint>

#include "runtime/signal/node.h"

namespace lattice {

/// How the run of a node ended.
enum class ReactiveOutcome : uint8_t {
  Same,
  /// The value is another one than before. A failure is a value, too: the host keeps it.
  Changed,
  /// Left without a value (an interrupt): the node has to run again, the caller must unwind.
  Aborted,
};

/// Something the host no longer needs; handed back in `discard`, when anything may happen.
using ReactiveLitter = void*;

struct ReactiveSettled {
  bool changed;
  ReactiveLitter litter;
};

struct ReactiveTracker;

/// `run`, `clean_up`, `release` and `discard` may do anything, also use the graph, and are called
/// without its lock. The others are called under the lock and must not use the graph.
class ReactiveHost {
 public:
  virtual ~ReactiveHost() = default;

  /// Runs the function of a memo or an effect. Reads that go to the graph with `tracker` (the one
  /// of this thread) become its dependencies.
  virtual ReactiveOutcome run(ReactiveNode& node, ReactiveTracker& tracker) = 0;
  /// The effect is about to run again, or is disposed of: two threads may come with one effect, so
  /// its clean-ups are taken as one step.
  virtual void clean_up(ReactiveEffect& effect, ReactiveTracker& tracker) = 0;

  /// Gives a signal the value `payload`. `first`: the value before is the one that subscribers
  /// know; keep it for `settle`.
  virtual ReactiveLitter assign(ReactiveNode& signal, void* payload, bool first) = 0;
  /// Whether a written signal differs from what its subscribers know. Forgets the old value.
  virtual ReactiveSettled settle(ReactiveNode& signal) = 0;
  /// Nobody observes the memo any more; its value may go.
  virtual ReactiveLitter drop(ReactiveNode& memo) = 0;
  virtual void discard(ReactiveLitter litter) = 0;

  /// Counts the references to the object around a node. `release` may destroy it.
  virtual void retain(ReactiveNode& node) = 0;
  virtual void release(ReactiveNode& node) = 0;
};

}  // namespace lattice
