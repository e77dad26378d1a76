#include "runtime/signal/graph.h"

#include <utility>

namespace lattice {

ReactiveWrite ReactiveGraph::may_write(const ReactiveTracker& tracker) {
  if (tracker.pure) return ReactiveWrite::InMemo;
  return tracker.round > kMostRounds ? ReactiveWrite::Cycle : ReactiveWrite::Allowed;
}

bool ReactiveGraph::write(ReactiveNode& signal, void* payload, ReactiveTracker& tracker) {
  bool completed = true;
  {
    const Guard guard(*this);
    const bool known = signal.subs != nullptr;
    const bool first = known && !signal.is(kReactiveDirty);
    if (const ReactiveLitter old = host_.assign(signal, payload, first)) litter_.push_back(old);
    if (known) {
      signal.flags |= kReactiveDirty;
      propagate(signal.subs);
      if (!queue_.empty() && idle(tracker)) completed = flush(tracker);
    }
  }
  drain(tracker);
  return completed;
}

void ReactiveGraph::begin_batch() {
  const Guard guard(*this);
  ++batches_;
}

bool ReactiveGraph::end_batch(ReactiveTracker& tracker) {
  bool completed = true;
  {
    const Guard guard(*this);
    if (batches_ > 0) --batches_;
    if (!queue_.empty() && idle(tracker)) completed = flush(tracker);
  }
  drain(tracker);
  return completed;
}

void ReactiveGraph::unsubscribe(ReactiveNode& node, ReactiveTracker& tracker) {
  {
    const Guard guard(*this);
    cut_after(node, nullptr);
    if (node.is(kReactiveMemo)) node.flags = (node.flags & ~kReactivePending) | kReactiveDirty;
  }
  drain(tracker);
}

void ReactiveGraph::add_link(ReactiveNode& dep, ReactiveNode& sub, ReactiveLink* prev,
                             ReactiveLink* next) {
  if (sub.is(kReactivePieces))
    for (const ReactiveLink* l = sub.deps; l != nullptr; l = l->next_dep)
      if (l->dep == &dep && l->run == sub.run) return;
  ReactiveLink* const last = dep.subs_tail;
  ReactiveLink* const made = pool_.take();
  *made = ReactiveLink{&dep, &sub, next, last, nullptr, sub.run};
  dep.subs_tail = made;
  if (last != nullptr) {
    last->next_sub = made;
  } else {
    // From now on observed: its dependencies keep it alive.
    if (dep.is(kReactiveMemo))
      for (const ReactiveLink* l = dep.deps; l != nullptr; l = l->next_dep) host_.retain(dep);
    dep.subs = made;
  }
  (prev != nullptr ? prev->next_dep : sub.deps) = made;
  sub.deps_tail = made;
  host_.retain(dep);
  if (sub.observed()) host_.retain(sub);
}

// Takes a link out of the subscribers of its dependency; it is out of the list of dependencies.
// `observed`: whether the dependency held a reference to the subscriber.
void ReactiveGraph::cut(ReactiveLink& link, bool observed) {
  ReactiveNode& dep = *link.dep;
  ReactiveNode& sub = *link.sub;
  (link.prev_sub != nullptr ? link.prev_sub->next_sub : dep.subs) = link.next_sub;
  (link.next_sub != nullptr ? link.next_sub->prev_sub : dep.subs_tail) = link.prev_sub;
  if (observed) released_.push_back(&sub);
  link.sub = nullptr;
  if (checks_ > 0) {
    link.next_sub = limbo_;
    limbo_ = &link;
  } else {
    pool_.give_back(&link);
  }
  if (dep.subs == nullptr && dep.is(kReactiveMemo)) {
    for (const ReactiveLink* l = dep.deps; l != nullptr; l = l->next_dep) released_.push_back(&dep);
    // `released_` holds `dep` until the operation ends.
    if (!dep.is(kReactiveRunning)) unobserved_.push_back(&dep);
  }
  released_.push_back(&dep);
}

// Cuts the dependencies of `sub` behind `last`; all when null.
void ReactiveGraph::cut_after(ReactiveNode& sub, ReactiveLink* last) {
  ReactiveLink* link = last != nullptr ? last->next_dep : sub.deps;
  if (link == nullptr) return;
  (last != nullptr ? last->next_dep : sub.deps) = nullptr;
  sub.deps_tail = last;
  const bool observed = sub.observed();
  while (link != nullptr) {
    ReactiveLink* const next = link->next_dep;
    cut(*link, observed);
    link = next;
  }
  drop_unobserved();
}

// What nobody observes any more forgets its value and stops observing, and so on down.
void ReactiveGraph::drop_unobserved() {
  while (!unobserved_.empty()) {
    ReactiveNode& memo = *unobserved_.back();
    unobserved_.pop_back();
    ReactiveLink* link = std::exchange(memo.deps, nullptr);
    memo.deps_tail = nullptr;
    memo.flags = (memo.flags & ~kReactivePending) | kReactiveDirty;
    if (const ReactiveLitter value = host_.drop(memo)) litter_.push_back(value);
    while (link != nullptr) {
      ReactiveLink* const next = link->next_dep;
      cut(*link, false);
      link = next;
    }
  }
}

// Releasing may run anything, also operations of the graph: those leave their own litter to this
// loop, so chains of any length go without recursion.
void ReactiveGraph::drain(ReactiveTracker& tracker) {
  if (tracker.draining) return;
  tracker.draining = true;
  for (;;) {
    ReactiveNode* released = nullptr;
    ReactiveLitter litter = nullptr;
    {
      const Guard guard(*this);
      if (!litter_.empty()) {
        litter = litter_.back();
        litter_.pop_back();
      } else if (!released_.empty()) {
        released = released_.back();
        released_.pop_back();
      } else {
        break;
      }
    }
    if (litter != nullptr) host_.discard(litter);
    if (released != nullptr) host_.release(*released);
  }
  tracker.draining = false;
}

}  // namespace lattice
