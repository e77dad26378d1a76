// Effects: the queue, what they own, how they end.
#include <algorithm>
#include <utility>

#include "runtime/signal/graph.h"

namespace lattice {

void ReactiveGraph::enqueue(ReactiveNode& node) {
  if (node.is(kReactiveQueued)) return;
  node.flags |= kReactiveQueued;
  host_.retain(node);
  queue_.push_back(static_cast<ReactiveEffect*>(&node));
}

// Rounds: what effects write queues effects for the next one. Each round in the order of creation,
// so an owner comes before what it owns, and disposes of it.
bool ReactiveGraph::flush(ReactiveTracker& tracker) {
  bool completed = true;
  for (tracker.round = 1; completed && batches_ == 0 && !queue_.empty(); ++tracker.round) {
    std::vector<ReactiveEffect*> round;
    round.swap(queue_);
    const auto earlier = [](const ReactiveEffect* a, const ReactiveEffect* b) {
      return a->serial < b->serial;
    };
    if (!std::ranges::is_sorted(round, earlier)) std::ranges::sort(round, earlier);
    size_t done = 0;
    while (done < round.size() && completed) {
      ReactiveEffect& effect = *round[done++];
      effect.flags &= ~kReactiveQueued;
      // One that runs on another thread queues itself again when it ends.
      if (!effect.is(kReactiveDisposed | kReactiveRunning))
        completed = refresh_effect(effect, tracker);
      released_.push_back(&effect);
    }
    queue_.insert(queue_.begin(), round.begin() + static_cast<std::ptrdiff_t>(done), round.end());
    // The next round takes the memory of this one.
    if (queue_.empty()) {
      round.clear();
      queue_.swap(round);
    }
  }
  tracker.round = 0;
  return completed;
}

bool ReactiveGraph::refresh_effect(ReactiveEffect& effect, ReactiveTracker& tracker) {
  switch (check(effect, tracker)) {
    case Verdict::Clean:
      return true;
    case Verdict::Aborted:
      if (!effect.is(kReactiveDisposed)) enqueue(effect);
      return false;
    case Verdict::Stale:
      break;
  }
  end_children(effect, tracker);
  clean_up(effect, tracker);
  if (effect.is(kReactiveDisposed | kReactiveRunning)) return true;
  return run(effect, tracker) != ReactiveOutcome::Aborted;
}

bool ReactiveGraph::start(ReactiveEffect& effect, ReactiveTracker& tracker) {
  bool completed = true;
  {
    const Guard guard(*this);
    effect.serial = ++serial_;
    if (tracker.owner != nullptr && !tracker.owner->is(kReactiveDisposed)) {
      ReactiveEffect& owner = *tracker.owner;
      effect.owner = &owner;
      effect.older = owner.children;
      if (owner.children != nullptr) owner.children->younger = &effect;
      owner.children = &effect;
      host_.retain(effect);
    }
    completed = run(effect, tracker) != ReactiveOutcome::Aborted;
    if (completed && !queue_.empty() && idle(tracker)) completed = flush(tracker);
  }
  drain(tracker);
  return completed;
}

void ReactiveGraph::dispose(ReactiveEffect& effect, ReactiveTracker& tracker) {
  {
    const Guard guard(*this);
    if (effect.is(kReactiveDisposed)) return;
    host_.retain(effect);
    leave_owner(effect);
    end_effect(effect);
    end_children(effect, tracker);
    clean_up(effect, tracker);
    released_.push_back(&effect);
  }
  drain(tracker);
}

void ReactiveGraph::leave_owner(ReactiveEffect& effect) {
  if (effect.owner == nullptr) return;
  (effect.younger != nullptr ? effect.younger->older : effect.owner->children) = effect.older;
  if (effect.older != nullptr) effect.older->younger = effect.younger;
  effect.owner = effect.older = effect.younger = nullptr;
  released_.push_back(&effect);
}

void ReactiveGraph::end_effect(ReactiveEffect& effect) {
  effect.flags = (effect.flags | kReactiveDisposed) & ~(kReactiveStale | kReactiveAwaiting);
  effect.deps_tail = nullptr;
  cut_after(effect, nullptr);
}

/// All that `effect` owns, children before their owners, younger before older. The references of
/// the owners go to the caller.
std::vector<ReactiveEffect*> ReactiveGraph::take_children(ReactiveEffect& effect) {
  std::vector<ReactiveEffect*> taken;
  std::vector<ReactiveEffect*> open{&effect};
  while (!open.empty()) {
    ReactiveEffect* const owner = open.back();
    open.pop_back();
    if (owner != &effect) taken.push_back(owner);
    ReactiveEffect* child = owner->children;
    owner->children = nullptr;
    while (child != nullptr) {
      open.push_back(child);
      ReactiveEffect* const older = child->older;
      child->owner = child->older = child->younger = nullptr;
      child = older;
    }
  }
  std::ranges::reverse(taken);
  return taken;
}

void ReactiveGraph::end_children(ReactiveEffect& effect, ReactiveTracker& tracker) {
  if (effect.children == nullptr) return;
  const std::vector<ReactiveEffect*> children = take_children(effect);
  for (ReactiveEffect* const child : children) end_effect(*child);
  for (ReactiveEffect* const child : children) {
    clean_up(*child, tracker);
    released_.push_back(child);
  }
}

void ReactiveGraph::clean_up(ReactiveEffect& effect, ReactiveTracker& tracker) {
  ReactiveNode* const observer = std::exchange(tracker.observer, nullptr);
  ReactiveEffect* const owner = std::exchange(tracker.owner, nullptr);
  {
    const Unlocked unlocked(*this);
    host_.clean_up(effect, tracker);
  }
  tracker.observer = observer;
  tracker.owner = owner;
}

}  // namespace lattice
