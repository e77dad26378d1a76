#pragma once
// Signals, memos and effects: a graph of values that keeps itself up to date.
//
//   signal    a value that is written from outside
//   memo      a value computed from others; computed when asked for, kept until they change
//   effect    something done whenever what it read changes
//   link      "`sub` read `dep`": one record in the list of `sub`'s dependencies (in the order of
//             the reads) and in the list of `dep`'s subscribers
//   observed  an effect, or a memo that has subscribers
//
// Worked example: in `double = memo(count * 2); effect(print(double))` there are the links
// count -> double -> effect. A write to `count` marks it Dirty, `double` and the effect Pending,
// and queues the effect (push). The effect then asks its dependencies in order whether they changed
// (pull): `double` finds `count` changed and runs; only if its value differs the effect runs, too.
//
// Who keeps whom alive: a subscriber its dependencies, always; a dependency its subscribers when
// they are observed, because then something happens when it changes. So an effect lives as long as
// what it reads, and a memo that nobody uses goes when its last reference goes. Each such edge is
// one reference, so that a tracing collector can account for all of them.

#include <cstdint>

namespace lattice {

struct ReactiveNode;

struct ReactiveLink {
  ReactiveNode* dep;
  /// Null once the link was cut (see `ReactiveGraph::check`).
  ReactiveNode* sub;
  /// The dependencies of a node are only ever cut behind some point, so there is no way back.
  ReactiveLink* next_dep;
  ReactiveLink* prev_sub;
  ReactiveLink* next_sub;
  /// The version: the run of `sub` that used this link last.
  uint32_t run;
};

// Flags of a node.
constexpr uint32_t kReactiveMemo = 1U << 0U;
constexpr uint32_t kReactiveEffect = 1U << 1U;
/// A signal: written and not asked since. A memo or an effect: has to run.
constexpr uint32_t kReactiveDirty = 1U << 2U;
/// Something further down was written: the dependencies have to be asked.
constexpr uint32_t kReactivePending = 1U << 3U;
/// Its function runs now, on some thread.
constexpr uint32_t kReactiveRunning = 1U << 4U;
/// An effect in the queue.
constexpr uint32_t kReactiveQueued = 1U << 5U;
/// An effect that will not run again.
constexpr uint32_t kReactiveDisposed = 1U << 6U;
/// Another thread wanted the memo while it ran.
constexpr uint32_t kReactiveContended = 1U << 7U;
/// Used a memo that another thread was computing; told when that ends.
constexpr uint32_t kReactiveAwaiting = 1U << 8U;
/// An effect that runs in pieces: what was read in an earlier piece counts as read.
constexpr uint32_t kReactivePieces = 1U << 9U;
/// Was read while it ran: following dependencies may lead back to it.
constexpr uint32_t kReactiveCyclic = 1U << 10U;
/// The flags from here on belong to the host.
constexpr uint32_t kReactiveHostFlag = 1U << 16U;

constexpr uint32_t kReactiveStale = kReactiveDirty | kReactivePending;

/// 40 bytes. The host embeds it in its objects; it must not move while it has links.
struct ReactiveNode {
  ReactiveLink* deps = nullptr;
  /// The last dependency; while the node runs, the last one this run has used so far.
  ReactiveLink* deps_tail = nullptr;
  ReactiveLink* subs = nullptr;
  ReactiveLink* subs_tail = nullptr;
  uint32_t flags = 0;
  /// Counts the runs, to tell links of this run from older ones.
  uint32_t run = 0;

  [[nodiscard]] bool is(uint32_t flag) const { return (flags & flag) != 0; }
  [[nodiscard]] bool observed() const { return is(kReactiveEffect) || subs != nullptr; }
};

/// Effects own the effects created while they run, in the order of creation.
struct ReactiveEffect : ReactiveNode {
  uint64_t serial = 0;
  ReactiveEffect* owner = nullptr;
  /// The youngest child, and the siblings of this one.
  ReactiveEffect* children = nullptr;
  ReactiveEffect* older = nullptr;
  ReactiveEffect* younger = nullptr;
};

}  // namespace lattice
