#pragma once
// The graph of signals, memos and effects: push "something changed", pull what really did.
//
// Invariants:
//   all subscribers of a node that is stale are stale, or use a link of an older run;
//   no function runs unless one of its dependencies has another value than in its last run;
//   no recursion: propagating, checking, dropping and disposing keep their own stacks;
//   user code runs only in `ReactiveHost::run`, `clean_up`, `release` and `discard`, never under
//   the lock, and whatever it does to the graph is noticed afterwards.
//
// Threads: with `threaded` each operation takes the one lock of the graph, and lets go of it while
// user code runs; so no operation waits for user code, and no two threads can wait for each other.
// A memo that another thread is computing is computed by the reader for itself (`Busy`). Without
// `threaded` the host serializes the operations (CPython: the GIL).

#include <cstdint>
#include <mutex>
#include <vector>

#include "runtime/signal/host.h"
#include "runtime/signal/link_pool.h"
#include "runtime/signal/node.h"

namespace lattice {

/// What a thread is doing. One for each thread; the host finds it.
struct ReactiveTracker {
  /// The functions that run on this thread, innermost first.
  struct Running {
    const ReactiveNode* node;
    const Running* outer;
  };
  /// Who subscribes to what is read; null: nobody.
  ReactiveNode* observer = nullptr;
  /// The effect that owns what is created.
  ReactiveEffect* owner = nullptr;
  const Running* running = nullptr;
  /// Inside a memo: no writes.
  bool pure = false;
  bool draining = false;
  /// The round of the flush in progress on this thread; 0: none.
  uint32_t round = 0;
  /// The host's own note of where `observer` was set.
  const void* context = nullptr;
};

enum class ReactiveRead : uint8_t {
  Fresh,
  /// Another thread computes the memo: compute it without the graph.
  Busy,
  /// The memo needs its own value.
  Cycle,
  Aborted,
};

enum class ReactiveWrite : uint8_t {
  Allowed,
  InMemo,
  /// Effects have been writing what they read for `kMostRounds` rounds.
  Cycle,
};

class ReactiveGraph {
 public:
  static constexpr uint32_t kMostRounds = 100;

  explicit ReactiveGraph(ReactiveHost& host, bool threaded = false)
      : host_(host), threaded_(threaded) {}
  ReactiveGraph(const ReactiveGraph&) = delete;
  ReactiveGraph& operator=(const ReactiveGraph&) = delete;

  /// Holds the lock, for a host that looks at its nodes outside of the calls above.
  class Guard {
   public:
    explicit Guard(ReactiveGraph& graph) : graph_(graph) {
      if (graph_.threaded_) graph_.mutex_.lock();
    }
    ~Guard() {
      if (graph_.threaded_) graph_.mutex_.unlock();
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    ReactiveGraph& graph_;
  };

  /// The observer reads a signal.
  void track(ReactiveNode& signal, ReactiveTracker& tracker) {
    if (tracker.observer == nullptr) return;
    const Guard guard(*this);
    // The observer knows the new value, so the old one must no longer count as known.
    if (signal.is(kReactiveDirty)) settle(signal);
    link(signal, *tracker.observer);
  }
  /// Brings a memo up to date; the observer reads it.
  ReactiveRead read(ReactiveNode& memo, ReactiveTracker& tracker) {
    {
      const Guard guard(*this);
      if (!memo.is(kReactiveStale | kReactiveRunning)) {
        if (tracker.observer != nullptr) link(memo, *tracker.observer);
        return ReactiveRead::Fresh;
      }
    }
    return read_stale(memo, tracker);
  }
  /// Whether this thread may write now.
  static ReactiveWrite may_write(const ReactiveTracker& tracker);
  /// Writes a signal and, outside of batches and effects, runs the effects. Precondition:
  /// `may_write`. False: interrupted, the effects left over run in the next flush.
  bool write(ReactiveNode& signal, void* payload, ReactiveTracker& tracker);

  /// Starts an effect: owned by the tracker's effect, run once now. False: interrupted.
  bool start(ReactiveEffect& effect, ReactiveTracker& tracker);
  /// Ends an effect and all it owns. Idempotent.
  void dispose(ReactiveEffect& effect, ReactiveTracker& tracker);
  /// Runs a piece of an effect's function that was suspended: `step()`, with reads added to the
  /// dependencies; nothing when it is disposed of. False: interrupted.
  template <class Step>
  bool resume(ReactiveEffect& effect, ReactiveTracker& tracker, Step step);

  void begin_batch();
  /// The outermost end runs the effects. False: interrupted.
  bool end_batch(ReactiveTracker& tracker);

  /// The object around the node goes away. Precondition: it has no subscribers.
  void destroy(ReactiveNode& node, ReactiveTracker& tracker) { unsubscribe(node, tracker); }
  /// Forgets the dependencies; a memo has to run again.
  void unsubscribe(ReactiveNode& node, ReactiveTracker& tracker);

  /// How many links were ever made: constant while dependencies are stable.
  [[nodiscard]] uint64_t links_made() const { return pool_.taken(); }

 private:
  class Unlocked;
  class Checking;
  struct RunScope;
  enum class Verdict : uint8_t { Clean, Stale, Aborted };

  // graph.cpp
  void link(ReactiveNode& dep, ReactiveNode& sub);
  void add_link(ReactiveNode& dep, ReactiveNode& sub, ReactiveLink* prev, ReactiveLink* next);
  void cut_after(ReactiveNode& sub, ReactiveLink* last);
  void cut(ReactiveLink& link, bool observed);
  void drop_unobserved();
  void drain(ReactiveTracker& tracker);
  [[nodiscard]] bool idle(const ReactiveTracker& tracker) const {
    return batches_ == 0 && tracker.round == 0 && tracker.running == nullptr;
  }

  // pull.cpp
  void propagate(ReactiveLink* link);
  void spread(ReactiveLink* link);
  void settle(ReactiveNode& signal);
  void wake(ReactiveNode& memo);
  ReactiveRead read_stale(ReactiveNode& memo, ReactiveTracker& tracker);
  ReactiveRead refresh_memo(ReactiveNode& memo, ReactiveTracker& tracker);
  Verdict check(ReactiveNode& root, ReactiveTracker& tracker);
  ReactiveOutcome run(ReactiveNode& node, ReactiveTracker& tracker);
  void finish_run(ReactiveNode& node);

  // effect.cpp
  void enqueue(ReactiveNode& effect);
  bool flush(ReactiveTracker& tracker);
  bool refresh_effect(ReactiveEffect& effect, ReactiveTracker& tracker);
  std::vector<ReactiveEffect*> take_children(ReactiveEffect& effect);
  void leave_owner(ReactiveEffect& effect);
  void end_effect(ReactiveEffect& effect);
  void end_children(ReactiveEffect& effect, ReactiveTracker& tracker);
  void clean_up(ReactiveEffect& effect, ReactiveTracker& tracker);

  ReactiveHost& host_;
  const bool threaded_;
  std::mutex mutex_;
  LinkPool pool_;
  /// Links cut while some check holds pointers to links; given back when none does.
  ReactiveLink* limbo_ = nullptr;
  uint32_t checks_ = 0;
  uint32_t batches_ = 0;
  uint64_t serial_ = 0;
  /// Each queued effect is retained.
  std::vector<ReactiveEffect*> queue_;
  std::vector<ReactiveNode*> unobserved_;
  /// Work for `drain`.
  std::vector<ReactiveNode*> released_;
  std::vector<ReactiveLitter> litter_;
  std::vector<ReactiveLink*> stack_;
};

/// Lets go of the lock while user code runs.
class ReactiveGraph::Unlocked {
 public:
  explicit Unlocked(ReactiveGraph& graph) : graph_(graph) {
    if (graph_.threaded_) graph_.mutex_.unlock();
  }
  ~Unlocked() {
    if (graph_.threaded_) graph_.mutex_.lock();
  }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;

 private:
  ReactiveGraph& graph_;
};

/// Makes a node the observer of this thread.
struct ReactiveGraph::RunScope {
  RunScope(ReactiveNode& node, ReactiveTracker& current)
      : tracker(current), saved(current), entry{&node, current.running} {
    tracker.observer = &node;
    tracker.pure = node.is(kReactiveMemo);
    tracker.owner = node.is(kReactiveEffect) ? static_cast<ReactiveEffect*>(&node) : nullptr;
    tracker.running = &entry;
  }
  ~RunScope() { tracker = saved; }
  RunScope(const RunScope&) = delete;
  RunScope& operator=(const RunScope&) = delete;

  ReactiveTracker& tracker;
  const ReactiveTracker saved;
  const ReactiveTracker::Running entry;
};

// Stable dependencies are met again in the same order: no search, no allocation.
inline void ReactiveGraph::link(ReactiveNode& dep, ReactiveNode& sub) {
  ReactiveLink* const prev = sub.deps_tail;
  if (prev != nullptr && prev->dep == &dep) return;
  ReactiveLink* const next = prev != nullptr ? prev->next_dep : sub.deps;
  if (next != nullptr && next->dep == &dep) {
    next->run = sub.run;
    sub.deps_tail = next;
    return;
  }
  // Read before in this run, with others in between: its youngest link says so.
  const ReactiveLink* const last = dep.subs_tail;
  if (last != nullptr && last->sub == &sub && last->run == sub.run) return;
  add_link(dep, sub, prev, next);
}

template <class Step>
bool ReactiveGraph::resume(ReactiveEffect& effect, ReactiveTracker& tracker, Step step) {
  bool completed = true;
  {
    const Guard guard(*this);
    if (effect.is(kReactiveDisposed)) return true;
    effect.flags |= kReactivePieces;
    {
      const RunScope scope(effect, tracker);
      const Unlocked unlocked(*this);
      step();
    }
    if (effect.is(kReactiveDisposed)) cut_after(effect, nullptr);
    if (!queue_.empty() && idle(tracker)) completed = flush(tracker);
  }
  drain(tracker);
  return completed;
}

}  // namespace lattice
