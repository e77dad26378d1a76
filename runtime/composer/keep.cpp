// Objects that others may look at when the run is over, as they were when it began: a fragment that
// the run did not come to. Meanwhile they are used as all others are; in the end the host copies
// them while they are shown as they were. What cannot be copied is not brought into an earlier
// state (docs/design/states.md).
#include <algorithm>

#include "runtime/composer/composer.h"

namespace lattice {
namespace {

/// Images of one object above this are not worth their memory.
constexpr size_t kMostImageBytes = size_t{256} << 20U;

}  // namespace

SnapshotRef Composer::known_snapshot(Value value, uint64_t tick) {
  if (host_.is_atom(value) || host_.is_fixed(value)) return nullptr;
  const OwnedRef owner = recheck_ ? nullptr : ownership_.of(value, tick);
  return owner != nullptr ? owner->state->snapshot : host_.snapshot(value);
}

std::vector<Held> Composer::seen_from(std::span<const Value> values) {
  std::vector<Held> seen;
  const auto add = [&](Value value) {
    if (value == nullptr) return;
    if (std::ranges::any_of(seen, [&](const Held& held) { return held.get() == value; })) return;
    seen.emplace_back(host_, value);
  };
  for (const Value value : values) add(value);
  for (size_t i = 0; i < seen.size(); ++i) {
    const SnapshotRef snapshot = known_snapshot(seen[i].get(), tick_);
    if (snapshot == nullptr) continue;
    for (const Value function : snapshot->functions)
      for (const Value name : host_.named_globals(function)) add(host_.global(name));
  }
  return seen;
}

/// Whether the object can be shown in its present state when the run is over.
bool Composer::can_be_kept(const OwnedRef& owned) {
  State& state = *owned->state;
  if (state.copyable == Copyable::Unknown)
    state.copyable = host_.can_copy(owned->object.get()) ? Copyable::Yes : Copyable::No;
  if (state.copyable == Copyable::No) return false;
  // Nobody will touch what is made anew in any case.
  if (state.image != nullptr || !owned->creator->in_place.empty()) return true;
  state.image = host_.image(owned->object.get(), nullptr);
  if (state.image == nullptr) return false;
  owned->bytes += state.image->bytes;
  return owned->bytes <= kMostImageBytes;
}

void Composer::keep(std::span<const Value> values) {
  std::vector<SnapshotRef> seen, fixed;
  for (const Value value : values) seen.push_back(known_snapshot(value, tick_ - 1));
  for (const OwnedRef& owned : ownership_.sharing(joined(seen))) {
    if (!owned->alive || owned->settled != owned->state) continue;
    if (can_be_kept(owned))
      kept_.push_back({owned, owned->state, nullptr});
    else
      fixed.push_back(owned->state->snapshot);
  }
  fixed_reach_ = joined(fixed);
}

void Composer::show_kept() {
  std::vector<SnapshotRef> snapshots;
  for (Kept& kept : kept_) {
    snapshots.push_back(kept.state->snapshot);
    if (kept.owned->alive && kept.owned->settled == kept.state) continue;
    if (kept.state->image == nullptr) continue;
    kept.now = host_.image(kept.owned->object.get(), nullptr);
    // It could not be brought back into what it is now.
    if (kept.now == nullptr) ++trace_.lost;
  }
  kept_reach_ = joined(snapshots);
  for (const Kept& kept : kept_)
    if (kept.now != nullptr) host_.put_back(*kept.state->image);
}

bool Composer::reaches_kept(Value value) {
  const SnapshotRef snapshot = known_snapshot(value, 0);
  return snapshot != nullptr && !disjoint(snapshot->reach, kept_reach_);
}

void Composer::forget_kept() {
  for (const Kept& kept : kept_)
    if (kept.now != nullptr) host_.put_back(*kept.now);
  for (const Kept& kept : kept_)
    if (kept.now != nullptr && kept.owned->alive && kept.owned->settled == kept.owned->state)
      refresh(kept.owned);
  kept_.clear();
  kept_reach_.clear();
  fixed_reach_.clear();
  retired_states_.clear();
  retired_snapshots_.clear();
}

}  // namespace lattice
