// Objects that are changed in place: their states move on while cells are skipped, and they are
// brought into their state before anybody looks inside. See docs/design/states.md.
#include <algorithm>
#include <utility>

#include "runtime/composer/composer.h"

namespace lattice {
namespace {

bool is_in_loop(const Group* group) {
  for (; group != nullptr; group = group->parent)
    if (group->kind == GroupKind::Iteration) return true;
  return false;
}

}  // namespace

void Composer::go_to(const OwnedRef& owned, const StateRef& state) {
  if (owned->state == state && owned->settled == state) return;
  retired_states_.push_back(owned->state);
  ownership_.enter(owned, state);
  pending_.push_back(owned);
}

/// Moves on to where the recorded run left its objects. True when it looked at objects that are
/// changed in place.
bool Composer::replay_states(Record& record) {
  for (const OwnedRef& owned : record.owned) {
    if (owned == nullptr) continue;
    owned->tick = tick_;
    go_to(owned, owned->initial);
  }
  for (const Change& change : record.changes) go_to(change.owned, change.after);
  if (record.changes.empty())
    return std::ranges::any_of(record.reads, [](const Read& read) {
      return read.owner != nullptr && read.owner->alive && !read.owner->creator->changed_by.empty();
    });
  // A loop may be going through the object: its iterator looks inside without a guard.
  if (still_ || is_in_loop(group_)) settle();
  return true;
}

Reason Composer::verify_states(const Record& record, const Slot& slot) {
  for (const OwnedRef& owned : record.owned) {
    if (owned == nullptr) continue;
    if (!owned->alive) return {ReasonKind::Outside, ""};
    if (!persistent_reach_.empty() && !disjoint(owned->indexed, persistent_reach_))
      return {ReasonKind::Exported, ""};
    if (owned->state == owned->initial) continue;
    if (!rewinds_ || still_ || slot.leaks || owned->initial->image == nullptr ||
        !disjoint(owned->indexed, fixed_reach_))
      return {ReasonKind::InPlace, slot.changed_by};
  }
  for (const Change& change : record.changes) {
    if (!change.owned->alive || change.owned->tick != tick_ ||
        change.owned->state->id != change.before)
      return {ReasonKind::InPlace, "it changes an object in place that is another one now"};
    // They began to look after the recorded run; what is put back is other memory.
    if (is_looked_at(*change.owned))
      return {ReasonKind::InPlace, "others look at the memory it writes to"};
  }
  if (record.changed.empty()) return {ReasonKind::None, ""};
  // What holds a changed object now has to be what held it then: each of them changes.
  for (const OwnedRef& owned : ownership_.touching(record.changed, tick_))
    if (std::ranges::none_of(record.changes,
                             [&](const Change& change) { return change.owned == owned; }))
      return {ReasonKind::Sharing, ""};
  return {ReasonKind::None, ""};
}

void Composer::settle() {
  if (pending_.empty()) return;
  std::vector<OwnedRef> moved;
  for (const OwnedRef& owned : std::exchange(pending_, {})) {
    if (!owned->alive || owned->tick != tick_ || owned->settled == owned->state) continue;
    if (owned->state->image == nullptr) continue;
    host_.put_back(*owned->state->image);
    owned->settled = owned->state;
    ++trace_.rewinds;
    moved.push_back(owned);
  }
  for (const OwnedRef& owned : moved) {
    for (const OwnedRef& other : ownership_.sharing(owned->indexed)) {
      if (std::ranges::find(moved, other) != moved.end()) continue;
      if (other->tick == tick_)
        refresh(other);
      else
        other->settled = nullptr;
    }
    refresh(owned);
  }
}

/// An object was put back: parts of it that no script can hold may be new ones.
void Composer::refresh(const OwnedRef& owned) {
  SnapshotRef now = host_.snapshot(owned->object.get());
  if (now->digest != owned->state->snapshot->digest) {
    // Its image was not what it was taken for. It is not used a second time.
    ++trace_.lost;
    owned->creator->in_place = "its result could not be brought into an earlier state";
    const auto state = std::make_shared<State>();
    state->snapshot = std::move(now);
    retired_states_.push_back(owned->state);
    ownership_.change(owned, state);
    owned->settled = state;
    return;
  }
  if (now->reach == owned->state->snapshot->reach) return;
  retired_snapshots_.push_back(std::exchange(owned->state->snapshot, std::move(now)));
  ownership_.enter(owned, owned->state);
}

void Composer::keep_still() {
  still_ = true;
  settle();
}

/// A cell that changes objects is about to run: only if they are now as the engine thinks is what
/// they look like afterwards its doing.
void Composer::check_before(Record& record) {
  std::vector<SnapshotRef> around;
  around.reserve(record.reads.size());
  for (const Read& read : record.reads) around.push_back(read.before);
  for (const OwnedRef& owned : ownership_.touching(joined(around), tick_)) {
    if (owned->creator->changed_by.empty()) continue;
    SnapshotRef now = host_.snapshot(owned->object.get());
    const Snapshot& known = *owned->state->snapshot;
    if (now->digest == known.digest && now->reach == known.reach) continue;
    record.runs_to_change = "an object it reads was changed by code that is not seen";
    owned->creator->in_place = "its result is changed in place by code that is not seen";
    const auto state = std::make_shared<State>();
    state->snapshot = std::move(now);
    retired_states_.push_back(owned->state);
    ownership_.change(owned, state);
    owned->settled = state;
  }
}

}  // namespace lattice
