// Pushing staleness up to the effects, pulling values down to what was written.
#include <algorithm>
#include <array>

#include "runtime/signal/graph.h"

namespace lattice {
namespace {

/// A stack of links; shallow graphs need no memory for it.
class LinkStack {
 public:
  bool empty() const { return size_ == 0; }
  void push(ReactiveLink* link) {
    if (size_ < kNear)
      near_[size_] = link;
    else
      far_.push_back(link);
    ++size_;
  }
  ReactiveLink* pop() {
    --size_;
    if (size_ < kNear) return near_[size_];
    ReactiveLink* const link = far_.back();
    far_.pop_back();
    return link;
  }
  bool leads_to(const ReactiveNode& dep) const {
    const auto leads = [&dep](const ReactiveLink* link) {
      return link->sub != nullptr && link->dep == &dep;
    };
    return std::any_of(near_.begin(), near_.begin() + std::min(size_, kNear), leads) ||
           std::ranges::any_of(far_, leads);
  }
  void clear() {
    size_ = 0;
    far_.clear();
  }

 private:
  static constexpr size_t kNear = 32;
  size_t size_ = 0;
  std::array<ReactiveLink*, kNear> near_;
  std::vector<ReactiveLink*> far_;
};

bool runs_here(const ReactiveNode& node, const ReactiveTracker& tracker) {
  for (const auto* entry = tracker.running; entry != nullptr; entry = entry->outer)
    if (entry->node == &node) return true;
  return false;
}

}  // namespace

/// While it exists, cut links stay readable.
class ReactiveGraph::Checking {
 public:
  explicit Checking(ReactiveGraph& graph) : graph_(graph) { ++graph_.checks_; }
  ~Checking() {
    if (--graph_.checks_ > 0) return;
    while (ReactiveLink* const link = graph_.limbo_) {
      graph_.limbo_ = link->next_sub;
      graph_.pool_.give_back(link);
    }
  }
  Checking(const Checking&) = delete;
  Checking& operator=(const Checking&) = delete;

 private:
  ReactiveGraph& graph_;
};

// Everything above `link` may have changed.
void ReactiveGraph::propagate(ReactiveLink* link) {
  stack_.clear();
  for (;;) {
    ReactiveNode& sub = *link->sub;
    ReactiveLink* above = nullptr;
    if (!sub.is(kReactiveStale)) {
      if (!sub.is(kReactiveRunning)) {
        sub.flags |= kReactivePending;
        if (sub.is(kReactiveEffect))
          enqueue(sub);
        else
          above = sub.subs;
      } else if (link->run == sub.run) {
        // It has read the old value in this run. If it has not, it is going to read the new one.
        sub.flags |= kReactivePending;
        if (sub.is(kReactiveMemo)) above = sub.subs;
      }
    }
    ReactiveLink* const next = link->next_sub;
    if (above != nullptr) {
      if (next != nullptr) stack_.push_back(next);
      link = above;
    } else if (next != nullptr) {
      link = next;
    } else if (!stack_.empty()) {
      link = stack_.back();
      stack_.pop_back();
    } else {
      return;
    }
  }
}

// The dependency has changed: whoever was going to ask knows the answer.
void ReactiveGraph::spread(ReactiveLink* link) {
  for (; link != nullptr; link = link->next_sub)
    if (link->sub->is(kReactivePending)) link->sub->flags |= kReactiveDirty;
}

void ReactiveGraph::settle(ReactiveNode& signal) {
  signal.flags &= ~kReactiveStale;
  const ReactiveSettled settled = host_.settle(signal);
  if (settled.litter != nullptr) litter_.push_back(settled.litter);
  if (settled.changed) spread(signal.subs);
}

// Whoever went on without the value of `memo`, because another thread computed it, goes again.
void ReactiveGraph::wake(ReactiveNode& memo) {
  stack_.clear();
  for (ReactiveLink* link = memo.subs; link != nullptr;) {
    ReactiveNode& sub = *link->sub;
    ReactiveLink* const next = link->next_sub;
    ReactiveLink* above = nullptr;
    if (sub.is(kReactiveAwaiting)) {
      sub.flags = (sub.flags & ~kReactiveAwaiting) | kReactivePending;
      if (!sub.is(kReactiveEffect))
        above = sub.subs;
      else if (!sub.is(kReactiveRunning))
        enqueue(sub);
    }
    if (next != nullptr && above != nullptr) stack_.push_back(next);
    link = above != nullptr ? above : next;
    if (link == nullptr && !stack_.empty()) {
      link = stack_.back();
      stack_.pop_back();
    }
  }
}

ReactiveRead ReactiveGraph::read_stale(ReactiveNode& memo, ReactiveTracker& tracker) {
  ReactiveRead result = ReactiveRead::Fresh;
  {
    const Guard guard(*this);
    result = refresh_memo(memo, tracker);
    ReactiveNode* const observer = tracker.observer;
    if (observer != nullptr && result != ReactiveRead::Aborted) {
      link(memo, *observer);
      // Stale again already (by another thread): so is what reads it.
      if (result != ReactiveRead::Cycle && memo.is(kReactiveStale | kReactiveRunning)) {
        observer->flags |= kReactivePending;
        if (memo.is(kReactiveRunning | kReactiveAwaiting)) observer->flags |= kReactiveAwaiting;
      }
    }
    // Only what waited for a memo computed here.
    if (!queue_.empty() && idle(tracker) && !flush(tracker)) result = ReactiveRead::Aborted;
  }
  drain(tracker);
  return result;
}

ReactiveRead ReactiveGraph::refresh_memo(ReactiveNode& memo, ReactiveTracker& tracker) {
  // Other threads may write faster than this one computes; then its readers are told.
  constexpr int kAttempts = 3;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (memo.is(kReactiveRunning)) {
      memo.flags |= kReactiveCyclic;
      if (runs_here(memo, tracker)) return ReactiveRead::Cycle;
      memo.flags |= kReactiveContended;
      return ReactiveRead::Busy;
    }
    if (!memo.is(kReactiveStale)) break;
    const Verdict verdict = check(memo, tracker);
    if (verdict == Verdict::Aborted) return ReactiveRead::Aborted;
    if (verdict == Verdict::Clean || memo.is(kReactiveRunning)) continue;
    const ReactiveOutcome outcome = run(memo, tracker);
    if (outcome == ReactiveOutcome::Aborted) return ReactiveRead::Aborted;
    if (outcome == ReactiveOutcome::Changed) spread(memo.subs);
  }
  return ReactiveRead::Fresh;
}

// Asks the dependencies of `root` in the order they were read, deepest first, until one of them has
// changed; runs the memos below that have to. Each memo is decided before what reads it.
//
// Functions run in between, and they may cut links that lie on the stack. Such links are kept
// readable (`Checking`) and recognized by their null subscriber; then all starts again: what was
// decided so far is no longer stale, so nothing runs twice.
ReactiveGraph::Verdict ReactiveGraph::check(ReactiveNode& root, ReactiveTracker& tracker) {
  if (root.is(kReactiveDirty)) return Verdict::Stale;
  const Checking checking(*this);
  LinkStack stack;
  ReactiveNode* sub = &root;
  ReactiveLink* link = root.deps;
  const auto restart = [&] {
    stack.clear();
    sub = &root;
    link = root.deps;
  };
  for (;;) {
    if (link != nullptr && sub->is(kReactivePending) && !sub->is(kReactiveDirty)) {
      ReactiveNode& dep = *link->dep;
      if (dep.is(kReactiveRunning)) {
        // Its value is not final. Whoever reads it now learns whether that is a cycle.
        sub->flags |= kReactiveDirty;
      } else if (!dep.is(kReactiveStale)) {
        link = link->next_dep;
      } else if (!dep.is(kReactiveMemo)) {
        settle(dep);
      } else if (dep.is(kReactiveDirty)) {
        const ReactiveOutcome outcome = run(dep, tracker);
        if (outcome == ReactiveOutcome::Aborted) return Verdict::Aborted;
        if (link->sub == nullptr) {
          restart();
        } else if (outcome == ReactiveOutcome::Changed) {
          spread(dep.subs);
        }
      } else if (dep.is(kReactiveCyclic) && (&dep == &root || stack.leads_to(dep))) {
        sub->flags |= kReactiveDirty;
      } else {
        stack.push(link);
        sub = &dep;
        link = dep.deps;
      }
      continue;
    }
    // `sub` is decided.
    if (stack.empty()) {
      if (sub->is(kReactiveDirty)) return Verdict::Stale;
      sub->flags &= ~kReactivePending;
      return Verdict::Clean;
    }
    if (!sub->is(kReactiveDirty)) {
      sub->flags &= ~kReactivePending;
    } else if (!sub->is(kReactiveRunning)) {
      ReactiveNode& dep = *sub;
      const ReactiveOutcome outcome = run(dep, tracker);
      if (outcome == ReactiveOutcome::Aborted) return Verdict::Aborted;
      link = stack.pop();
      if (link->sub == nullptr) {
        restart();
        continue;
      }
      if (outcome == ReactiveOutcome::Changed) spread(dep.subs);
      sub = link->sub;
      continue;
    }
    link = stack.pop();
    if (link->sub == nullptr) {
      restart();
      continue;
    }
    sub = link->sub;
  }
}

ReactiveOutcome ReactiveGraph::run(ReactiveNode& node, ReactiveTracker& tracker) {
  node.flags &= ~(kReactiveStale | kReactiveAwaiting | kReactiveContended);
  node.flags |= kReactiveRunning;
  ++node.run;
  node.deps_tail = nullptr;
  // Its function may let go of the last reference.
  host_.retain(node);
  ReactiveOutcome outcome = ReactiveOutcome::Same;
  {
    const RunScope scope(node, tracker);
    const Unlocked unlocked(*this);
    outcome = host_.run(node, tracker);
  }
  cut_after(node, node.deps_tail);
  node.flags &= ~kReactiveRunning;
  if (outcome == ReactiveOutcome::Aborted && node.is(kReactiveMemo)) node.flags |= kReactiveDirty;
  finish_run(node);
  if (node.is(kReactiveContended)) {
    node.flags &= ~kReactiveContended;
    if (outcome == ReactiveOutcome::Same) outcome = ReactiveOutcome::Changed;
    wake(node);
  }
  {
    const Unlocked unlocked(*this);
    host_.release(node);
  }
  return outcome;
}

void ReactiveGraph::finish_run(ReactiveNode& node) {
  if (!node.is(kReactiveEffect)) return;
  if (node.is(kReactiveDisposed)) {
    cut_after(node, nullptr);
  } else if (node.is(kReactiveDirty) ||
             (node.is(kReactivePending) && !node.is(kReactiveAwaiting))) {
    // It wrote what it reads.
    enqueue(node);
  }
}

}  // namespace lattice
