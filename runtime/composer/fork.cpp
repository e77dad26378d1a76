// A run that cannot be waited for goes on with the old engine; the next run gets one of its own,
// which knows what was finished and shares no mutable object with the old one.
#include <algorithm>

#include "runtime/composer/composer.h"

namespace lattice {
namespace {

/// Nothing that the old run may still change, and no function or class of it, is inside.
bool can_be_forked(const Slot& slot) {
  const Record* record = slot.record.get();
  if (record == nullptr || !record->valid || !record->blocked.empty() || !slot.in_place.empty())
    return false;
  if (record->holds_code || !record->global_writes.empty() || !record->changes.empty())
    return false;
  for (const OwnedRef& owned : record->owned)
    if (owned != nullptr &&
        (!owned->alive || owned->state != owned->initial || owned->initial->snapshot->draws))
      return false;
  return std::ranges::none_of(record->reads, [](const Read& read) { return read.captured; });
}

}  // namespace

/// Calls nothing of the script: the old engine does not move meanwhile.
void Composer::copy_group(const Group& from, Group& to) {
  to.serial = from.serial;
  to.kind = from.kind;
  to.loop = from.loop;
  for (const auto& [number, slot] : from.slots) {
    Slot& made = to.slot(number);
    made.serial = slot->serial;
    if (!can_be_forked(*slot)) continue;
    const Record& record = *slot->record;
    auto copy = std::make_unique<Record>();
    for (const Read& read : record.reads)
      copy->reads.push_back(Read{read.place, Held(host_, read.name.get()),
                                 Held(host_, read.value.get()), read.before, nullptr, 0, false});
    copy->sharing = record.sharing;
    for (const Held& output : record.outputs) copy->outputs.emplace_back(host_, output.get());
    copy->owned = record.owned;
    copy->effects = Held(host_, record.effects.get());
    copy->seconds = record.seconds;
    copy->settings = record.settings;
    made.record = std::move(copy);
  }
  for (const auto& [key, child] : from.children) {
    std::unique_ptr<Group>& made = to.children[key];
    made = std::make_unique<Group>();
    made->parent = &to;
    copy_group(*child, *made);
  }
}

void Composer::fork_from(const Composer& old) {
  clear();
  copy_group(old.root_, root_);
  for (const auto& [key, fragment] : old.fragments_) {
    std::unique_ptr<Group>& made = fragments_[key];
    made = std::make_unique<Group>();
    copy_group(*fragment, *made);
  }
  separate(root_);
  for (const auto& [key, fragment] : fragments_) separate(*fragment);
}

void Composer::separate(Group& group) {
  for (const auto& [number, slot] : group.slots) {
    if (slot->record == nullptr || separate(*slot)) continue;
    for (OwnedRef& owned : slot->record->owned) owned = nullptr;
    slot->record.reset();
  }
  for (const auto& [key, child] : group.children) separate(*child);
}

bool Composer::separate(Slot& slot) {
  Record& record = *slot.record;
  if (record.effects) {
    record.effects = Held::adopt(host_, host_.fork_effects(record.effects.get()));
    if (!record.effects) return false;
  }
  std::vector<OwnedRef> old;
  old.swap(record.owned);
  record.owned.resize(old.size());
  std::vector<Value> shared;
  std::vector<size_t> places;
  for (size_t i = 0; i < record.outputs.size(); ++i) {
    const Value value = record.outputs[i].get();
    if (value == nullptr || host_.is_atom(value) || host_.is_fixed(value)) continue;
    if (i >= old.size() || old[i] == nullptr) return false;
    places.push_back(i);
    shared.push_back(value);
  }
  record.valid = true;
  if (places.empty()) return true;
  const std::vector<Held> copies = host_.copied(shared);
  if (copies.size() != shared.size()) return false;
  for (size_t k = 0; k < places.size(); ++k) {
    const size_t i = places[k];
    SnapshotRef now = host_.snapshot(copies[k].get());
    // The old run may have changed it before or meanwhile.
    if (now->opaque || now->digest != old[i]->initial->snapshot->digest) return false;
    auto owned = std::make_shared<Owned>();
    owned->object = copies[k];
    owned->creator = &slot;
    owned->initial = std::make_shared<State>();
    owned->initial->snapshot = std::move(now);
    owned->state = owned->settled = owned->initial;
    record.outputs[i] = copies[k];
    record.owned[i] = std::move(owned);
  }
  for (const size_t i : places) ownership_.add(record.owned[i]);
  return true;
}

}  // namespace lattice
