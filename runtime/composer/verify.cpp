// Is the record of a cell still true? Reads are checked in the order they were made.
#include <algorithm>

#include "runtime/composer/composer.h"

namespace lattice {

Composer::Snapped Composer::snap(Value value, Looks* looks) {
  if (value == nullptr || host_.is_atom(value) || host_.is_fixed(value)) return {};
  OwnedRef owner = ownership_.of(value, tick_);
  // The scan after each cell keeps an owned object's snapshot up to date.
  if (owner != nullptr) return {owner->state->snapshot, owner};
  SnapshotRef now = look(value, looks);
  const auto reaches = [&](const OwnedRef& pending) {
    return !disjoint(pending->indexed, now->reach);
  };
  if (std::ranges::any_of(pending_, reaches)) {
    settle();
    now = look(value, looks);
  }
  return {std::move(now), nullptr};
}

bool Composer::all_atoms(const Cell& cell, std::span<const Value> arguments, Frame frame) {
  for (const Value value : arguments)
    if (!host_.is_atom(value)) return false;
  for (const Value name : cell.globals) {
    const Value value = host_.global(name);
    if (value == nullptr || !host_.is_atom(value)) return false;
  }
  for (const Value name : cell.fetch) {
    const Held value = Held::adopt(host_, host_.fetch(frame, name));
    if (!value || !host_.is_atom(value.get())) return false;
  }
  return true;
}

Held Composer::current(const Read& read, const Cell& cell, size_t index,
                       std::span<const Value> arguments, Frame frame) {
  switch (read.place) {
    case Place::Local:
      return Held(host_, index < arguments.size() ? arguments[index] : nullptr);
    case Place::Fetched:
      return Held::adopt(host_, host_.fetch(frame, read.name.get()));
    case Place::Global:
      return Held(host_, host_.global(read.name.get()));
    case Place::External:
      return Held::adopt(host_, host_.load_external(read.name.get()));
  }
  (void)cell;
  return {};
}

std::string Composer::place_name(const Read& read) {
  // The host names external state with its kind: "widget `region`".
  const std::string name = host_.text(read.name.get());
  return read.place == Place::External ? name : "`" + name + "`";
}

Reason Composer::changed(const Read& read, Value now) {
  const std::string before = read.value ? host_.describe(read.value.get()) : "unbound";
  const std::string after = now != nullptr ? host_.describe(now) : "unbound";
  const bool shown = !before.empty() && !after.empty();
  return {ReasonKind::Changed,
          place_name(read) + " " + (shown ? before + " -> " + after : std::string("changed"))};
}

Reason Composer::verify(const Slot& slot, std::span<const Value> arguments, Frame frame) {
  const Record& record = *slot.record;
  const Cell& cell = program_.cells[slot.cell];
  if (record.settings != settings_) return {ReasonKind::Settings, ""};
  std::vector<SnapshotRef> now_snapshots;
  bool by_content = false;
  for (size_t i = 0; i < record.reads.size(); ++i) {
    const Read& read = record.reads[i];
    const Held now = current(read, cell, i, arguments, frame);
    const Value value = now.get();
    const bool identical = value == read.value.get();
    if (identical && read.before == nullptr) continue;
    if (identical && read.owner != nullptr && read.owner->alive && read.owner->tick == tick_ &&
        read.owner->state->id == read.state)
      continue;
    if (!identical) {
      if (value == nullptr || !read.value) return changed(read, value);
      if (read.before == nullptr) {
        if (host_.atoms_equal(value, read.value.get())) continue;
        return changed(read, value);
      }
      if (read.captured) return {ReasonKind::Identity, place_name(read)};
    }
    const Snapped snapped = snap(value, read.owner != nullptr ? read.owner->looks.get() : nullptr);
    if (snapped.snapshot == nullptr) return changed(read, value);
    if (snapped.snapshot->opaque) return {ReasonKind::Opaque, place_name(read)};
    if (snapped.snapshot->digest != read.before->digest) return changed(read, value);
    // An equal object took the place of one that this object holds.
    if (read.captured && snapped.snapshot->reach != read.before->reach)
      return {ReasonKind::Identity, place_name(read)};
    if (now_snapshots.empty()) now_snapshots.resize(record.reads.size());
    now_snapshots[i] = snapped.snapshot;
    by_content = true;
  }
  if (by_content) {
    // Equality is joint: equal contents that share objects in another way are not equal.
    for (size_t i = 0; i < now_snapshots.size(); ++i)
      if (now_snapshots[i] == nullptr) now_snapshots[i] = record.reads[i].before;
    if (sharing_of(now_snapshots) != record.sharing) return {ReasonKind::Sharing, ""};
  }
  Reason reason = verify_states(record, slot);
  if (reason.kind != ReasonKind::None) return reason;
  if (record.effects) {
    if (const auto why = host_.verify_effects(record.effects.get()))
      return {ReasonKind::Effects, *why};
  }
  return {ReasonKind::None, ""};
}

}  // namespace lattice
