#pragma once
// A host whose values are integers and whose functions are C++: signals, memos and effects as a
// test would write them, with counted references.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "runtime/signal/graph.h"

namespace lattice::toy {

struct Failure {
  int code;
  friend bool operator==(const Failure&, const Failure&) = default;
};
/// Like a keyboard interrupt: no value, no failure.
struct Interrupt {};

struct Object {
  ReactiveEffect node;
  std::atomic<int> references{1};
  std::function<int()> function;
  int value = 0;
  std::optional<int> failure;
  std::optional<int> known;
  std::vector<std::function<void()>> cleanups;
  bool is_memo = false;
  bool is_effect = false;
};

class World : public ReactiveHost {
 public:
  explicit World(bool threaded = false) : graph(*this, threaded) {}
  /// Effects and what they read keep each other alive; there is no collector here.
  ~World() override {
    while (!effects.empty()) graph.dispose((*effects.begin())->node, tracker());
  }

  static Object& object(ReactiveNode& node) {
    // `node` is the first member.
    return reinterpret_cast<Object&>(static_cast<ReactiveEffect&>(node));
  }

  ReactiveOutcome run(ReactiveNode& node, ReactiveTracker& tracker) override {
    Object& self = object(node);
    if (self.is_effect) {
      try {
        self.function();
      } catch (const Failure& failure) {
        errors.push_back(failure.code);
        if (!self.node.deps && node.run == 1) graph.dispose(self.node, tracker);
      } catch (const Interrupt&) {
        return ReactiveOutcome::Aborted;
      }
      return ReactiveOutcome::Same;
    }
    int value = 0;
    std::optional<int> failure;
    try {
      value = self.function();
    } catch (const Failure& thrown) {
      failure = thrown.code;
    } catch (const Interrupt&) {
      return ReactiveOutcome::Aborted;
    }
    const ReactiveGraph::Guard guard(graph);
    const bool has_value = node.is(kReactiveHostFlag);
    const bool same = has_value && !failure && !self.failure && value == self.value;
    self.value = value;
    self.failure = failure;
    node.flags |= kReactiveHostFlag;
    return same ? ReactiveOutcome::Same : ReactiveOutcome::Changed;
  }

  void clean_up(ReactiveEffect& effect, ReactiveTracker&) override {
    std::vector<std::function<void()>> cleanups;
    {
      const ReactiveGraph::Guard guard(graph);
      if (effect.is(kReactiveDisposed)) effects.erase(&object(effect));
      cleanups.swap(object(effect).cleanups);
    }
    for (auto it = cleanups.rbegin(); it != cleanups.rend(); ++it) (*it)();
  }

  ReactiveLitter assign(ReactiveNode& signal, void* payload, bool first) override {
    Object& self = object(signal);
    if (first) self.known = self.value;
    self.value = *static_cast<int*>(payload);
    return nullptr;
  }

  ReactiveSettled settle(ReactiveNode& signal) override {
    Object& self = object(signal);
    const bool changed = !self.known || *self.known != self.value;
    self.known.reset();
    return {changed, nullptr};
  }

  ReactiveLitter drop(ReactiveNode& memo) override {
    memo.flags &= ~kReactiveHostFlag;
    ++drops;
    return nullptr;
  }
  void discard(ReactiveLitter) override {}

  void retain(ReactiveNode& node) override { ++object(node).references; }
  void release(ReactiveNode& node) override {
    Object& self = object(node);
    if (--self.references > 0) return;
    graph.destroy(node, tracker());
    ++destroyed;
    delete &self;
  }

  static ReactiveTracker& tracker() {
    static thread_local ReactiveTracker current;
    return current;
  }

  ReactiveGraph graph;
  std::set<Object*> effects;
  std::vector<int> errors;
  std::atomic<int> drops{0};
  std::atomic<int> destroyed{0};
};

/// A counted reference to an object of a world.
class Ref {
 public:
  Ref() = default;
  Ref(World& world, Object* adopted) : world_(&world), object_(adopted) {}
  Ref(const Ref& other) : world_(other.world_), object_(other.object_) {
    if (object_ != nullptr) ++object_->references;
  }
  Ref(Ref&& other) noexcept
      : world_(other.world_), object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(world_, other.world_);
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_ != nullptr) world_->release(object_->node);
  }
  Object* operator->() const { return object_; }
  Object& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }

  int operator()() const { return get(); }
  int get() const {
    ReactiveTracker& tracker = World::tracker();
    if (!object_->is_memo) {
      world_->graph.track(object_->node, tracker);
      const ReactiveGraph::Guard guard(world_->graph);
      return object_->value;
    }
    switch (world_->graph.read(object_->node, tracker)) {
      case ReactiveRead::Cycle:
        throw Failure{-1};
      case ReactiveRead::Aborted:
        throw Interrupt{};
      case ReactiveRead::Busy: {
        const ReactiveTracker saved = std::exchange(tracker, ReactiveTracker{});
        tracker.running = saved.running;
        tracker.pure = true;
        const int value = object_->function();
        tracker = saved;
        return value;
      }
      case ReactiveRead::Fresh:
        break;
    }
    const ReactiveGraph::Guard guard(world_->graph);
    if (object_->failure) throw Failure{*object_->failure};
    return object_->value;
  }
  /// Throws Failure -2 inside a memo, -3 in a cycle of effects.
  void set(int value) const {
    ReactiveTracker& tracker = World::tracker();
    switch (ReactiveGraph::may_write(tracker)) {
      case ReactiveWrite::InMemo:
        throw Failure{-2};
      case ReactiveWrite::Cycle:
        throw Failure{-3};
      case ReactiveWrite::Allowed:
        break;
    }
    {
      const ReactiveGraph::Guard guard(world_->graph);
      if (object_->value == value) return;
    }
    if (!world_->graph.write(object_->node, &value, tracker)) throw Interrupt{};
  }
  void dispose() const { world_->graph.dispose(object_->node, World::tracker()); }

 private:
  World* world_ = nullptr;
  Object* object_ = nullptr;
};

inline Ref signal(World& world, int value) {
  auto* object = new Object;
  object->value = value;
  return {world, object};
}

inline Ref memo(World& world, std::function<int()> function) {
  auto* object = new Object;
  object->is_memo = true;
  object->node.flags = kReactiveMemo | kReactiveDirty;
  object->function = std::move(function);
  return {world, object};
}

inline Ref effect(World& world, std::function<void()> function) {
  auto* object = new Object;
  object->is_effect = true;
  object->node.flags = kReactiveEffect;
  object->function = [function = std::move(function)] { return function(), 0; };
  const Ref made(world, object);
  {
    const ReactiveGraph::Guard guard(world.graph);
    world.effects.insert(object);
  }
  if (!world.graph.start(object->node, World::tracker())) throw Interrupt{};
  return made;
}

inline void on_cleanup(std::function<void()> function) {
  World::object(*World::tracker().owner).cleanups.push_back(std::move(function));
}

class Batch {
 public:
  explicit Batch(World& world) : world_(world) { world_.graph.begin_batch(); }
  ~Batch() { world_.graph.end_batch(World::tracker()); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

 private:
  World& world_;
};

template <class Function>
auto untrack(Function function) {
  ReactiveTracker& tracker = World::tracker();
  ReactiveNode* const observer = std::exchange(tracker.observer, nullptr);
  const auto value = function();
  tracker.observer = observer;
  return value;
}

}  // namespace lattice::toy
