// What a cell changed in place, and who holds what it looked at.
#include "runtime/composer/scan.h"

#include <algorithm>
#include <iterator>

#include "runtime/composer/composer.h"

namespace lattice {
namespace {

/// Images of one object above this are not worth their memory: its creator runs instead.
constexpr size_t kMostImageBytes = size_t{256} << 20U;

bool differ(const Snapshot& before, const Snapshot& now) {
  return before.digest != now.digest || before.reach != now.reach;
}

/// What `now` reaches and `before` did not.
SnapshotRef gained(const Snapshot& before, const Snapshot& now) {
  auto gain = std::make_shared<Snapshot>();
  std::ranges::set_difference(now.reach, before.reach, std::back_inserter(gain->reach));
  return gain;
}

std::vector<uintptr_t> united(std::span<const uintptr_t> a, std::span<const uintptr_t> b) {
  std::vector<uintptr_t> both;
  both.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(both));
  return both;
}

}  // namespace

void Composer::scan_reads(Scan& scan, Record& record, Slot& slot) {
  const Cell& cell = program_.cells[slot.cell];
  scan.reads.resize(record.reads.size());
  // The effect table knows libraries; code of the script that they may call (`__repr__`, `__len__`)
  // it does not know, nor what is drawn when it is shown.
  const bool may_change = std::ranges::any_of(record.reads, [](const Read& read) {
    return read.before != nullptr &&
           (!read.before->functions.empty() || read.before->settles || read.before->partial);
  });
  if (cell.pure && !may_change) {
    for (size_t i = 0; i < record.reads.size(); ++i) scan.reads[i] = record.reads[i].before;
    return;
  }
  const auto seen = [&](Value value, Looks* looks) -> SnapshotRef {
    SnapshotRef& found = scan.seen[value];
    if (found == nullptr) found = look(value, looks);
    return found;
  };
  std::vector<SnapshotRef> around;
  for (size_t i = 0; i < record.reads.size(); ++i) {
    const Read& read = record.reads[i];
    if (read.before == nullptr) continue;
    scan.reads[i] = seen(read.value.get(), looks_of(read).get());
    around.push_back(read.before);
    around.push_back(scan.reads[i]);
  }
  const bool touches_opaque = std::ranges::any_of(
      record.reads, [](const Read& read) { return read.before != nullptr && read.before->opaque; });
  std::vector<uintptr_t> reach = joined(around);
  if (touches_opaque) reach = united(reach, exposed_reach_);
  for (const OwnedRef& owned : ownership_.touching(reach, tick_)) {
    SnapshotRef now = seen(owned->object.get(), owned->looks.get());
    if (!differ(*owned->state->snapshot, *now)) continue;
    scan.changed = true;
    changed_in_place(owned, std::move(now), record, slot);
  }
  bool named = false;
  for (size_t i = 0; i < record.reads.size(); ++i) {
    const Read& read = record.reads[i];
    if (read.before == nullptr || read.before->opaque) continue;
    if (!differ(*read.before, *scan.reads[i])) continue;
    scan.changed = true;
    const std::string what = "it changes " + place_name(read) + " in place";
    if (!named && (!slot.changes || !record.runs_to_change.empty())) record.runs_to_change = what;
    named = true;
    const bool is_owned = std::ranges::any_of(
        record.changes, [&](const Change& change) { return change.owned == read.owner; });
    if (is_owned) continue;
    if (slot.in_place.empty()) slot.in_place = what;
    const SnapshotRef gain = gained(*read.before, *scan.reads[i]);
    leak(std::span(&gain, 1));
  }
  if (!scan.changed) return;
  // The first time nothing was there to prove that the objects were as the engine thinks before the
  // cell ran (`check_before`): somebody else may have changed them.
  if (!slot.changes && record.runs_to_change.empty())
    record.runs_to_change = "it changes an object in place";
  slot.changes = true;
}

void Composer::changed_in_place(const OwnedRef& owned, SnapshotRef now, Record& record,
                                Slot& slot) {
  Slot& creator = *owned->creator;
  const Cell& cell = program_.cells[slot.cell];
  const std::string by = "its result is changed in place in line " + std::to_string(cell.line) +
                         ": `" + cell.label + "`";
  if (&creator != &slot && creator.changed_by.empty()) creator.changed_by = by;
  const StateRef before = owned->state;
  const auto after = std::make_shared<State>();
  after->snapshot = std::move(now);
  // What is made anew in every run may be something that outlives the run.
  const bool is_fresh = !program_.cells[creator.cell].always.empty() ||
                        (creator.record != nullptr && !creator.record->blocked.empty());
  if (is_fresh) {
    const SnapshotRef gain = gained(*before->snapshot, *after->snapshot);
    leak(std::span(&gain, 1));
  }
  bool again = false;
  if (before->image != nullptr && !still_) {
    const double began = host_.seconds();
    after->image = host_.image(owned->object.get(), before->image.get());
    if (after->image != nullptr) {
      owned->bytes += after->image->bytes;
      const auto nodes = host_.differing(*before->image, *after->image);
      again = nodes.has_value() && &creator != &slot;
      if (again) record.changed.insert(record.changed.end(), nodes->begin(), nodes->end());
      // Changed behind the images: they are not what they were taken for.
      else if (creator.in_place.empty())
        creator.in_place = by;
      if (owned->looks != nullptr) owned->looks->looked(host_.seconds() - began);
      if (owned->bytes > kMostImageBytes && creator.in_place.empty()) creator.in_place = by;
    }
  }
  if (!again && record.runs_to_change.empty())
    record.runs_to_change = "it changes an object in place";
  record.changes.push_back({owned, before->id, after});
  retired_states_.push_back(before);
  ownership_.change(owned, after);
  owned->settled = after;
}

/// What was just given to something that may outlive the run must be made anew by the next one.
void Composer::leak(std::span<const SnapshotRef> snapshots) {
  for (const OwnedRef& owned : ownership_.touching(joined(snapshots), tick_))
    owned->creator->leaks = true;
}

void Composer::expose(const Scan& scan) {
  const auto is_opaque = [](const SnapshotRef& snapshot) {
    return snapshot != nullptr && snapshot->opaque;
  };
  leak(scan.exports);
  bool hides = std::ranges::any_of(scan.outputs, is_opaque);
  hides |= std::ranges::any_of(scan.exports, is_opaque);
  const bool from_opaque = std::ranges::any_of(scan.reads, is_opaque);
  if (!hides && !from_opaque) return;
  leak(scan.reads);
  const auto add = [&](const SnapshotRef& snapshot) {
    if (snapshot == nullptr || std::ranges::includes(exposed_reach_, snapshot->reach)) return;
    exposed_.push_back(snapshot);
    exposed_reach_ = united(exposed_reach_, snapshot->reach);
  };
  std::ranges::for_each(scan.reads, add);
  // They may be parts of it, such as an array that looks at the memory of a frame.
  if (from_opaque) std::ranges::for_each(scan.outputs, add);
}

}  // namespace lattice
