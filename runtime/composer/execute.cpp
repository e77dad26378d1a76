// Skip or run, and what is remembered after a run.
#include <algorithm>
#include <ranges>
#include <unordered_map>

#include "runtime/composer/composer.h"
#include "runtime/composer/scan.h"

namespace lattice {
namespace {

constexpr const char* kHandling = "an exception is handled around it";

std::vector<Value> values_read(const Record& record) {
  std::vector<Value> values;
  values.reserve(record.reads.size());
  for (const Read& read : record.reads) values.push_back(read.value.get());
  return values;
}

}  // namespace

Enter Composer::enter(uint32_t id, std::span<const Value> arguments, Frame frame) {
  if (has_active()) {
    if (active_.frame != frame) return Enter::Run;
    finish({}, false);
  }
  if (!running_) return Enter::Run;
  const Cell& cell = program_.cells[id];
  if (cell.light && all_atoms(cell, arguments, frame)) return Enter::Run;
  Slot& slot = group_->slot(id);
  Reason reason{edited_ ? ReasonKind::Edited : ReasonKind::First, ""};
  if (!cell.always.empty()) {
    reason = {ReasonKind::Always, cell.always};
  } else if (!distrusted_.empty()) {
    reason = {ReasonKind::Always, distrusted_};
  } else if (handling()) {
    reason = {ReasonKind::Always, kHandling};
  } else if (!slot.in_place.empty()) {
    reason = {ReasonKind::InPlace, slot.in_place};
  } else if (slot.record != nullptr) {
    const Record& record = *slot.record;
    if (!record.blocked.empty()) {
      reason = {ReasonKind::Blocked, record.blocked};
    } else if (!record.valid) {
      reason = {ReasonKind::Unfinished, ""};
    } else if (!record.runs_to_change.empty()) {
      reason = {ReasonKind::InPlace, record.runs_to_change};
    } else {
      reason = verify(slot, arguments, frame);
      if (reason.kind == ReasonKind::None) return replay(slot);
    }
  }
  execute(slot, arguments, frame, std::move(reason));
  return Enter::Run;
}

Enter Composer::replay(Slot& slot) {
  Record& record = *slot.record;
  record.tick = tick_;
  const bool around_changes = replay_states(record);
  for (const GlobalWrite& write : record.global_writes)
    host_.set_global(write.name, write.value.get());
  trace_.entries.push_back({slot.cell, false, {ReasonKind::None, ""}, record.seconds});
  for (const auto& looks : record.looks) looks->saved(record.seconds);
  if (!record.effects) return Enter::Skip;
  // A widget that is registered again may look at its options.
  if (around_changes && record.hands_out) settle();
  if (host_.replay_effects(record.effects.get()) == Replay::Raised) return Enter::Raised;
  return Enter::Skip;
}

void Composer::observe(Record& record, Place place, Value name, Held value) {
  const auto maker = makers_.empty() ? makers_.end() : makers_.find(value.get());
  Snapped snapped = snap(value.get(), maker == makers_.end() ? nullptr : maker->second.get());
  const uint64_t state = snapped.owner != nullptr ? snapped.owner->state->id : 0;
  record.reads.push_back(Read{place, Held(host_, name), std::move(value),
                              std::move(snapped.snapshot), std::move(snapped.owner), state, false});
}

void Composer::observe_named_globals(Record& record) {
  // A function reads the module variables it names, and so do the functions found there.
  for (size_t i = 0; i < record.reads.size(); ++i) {
    const SnapshotRef snapshot = record.reads[i].before;
    if (snapshot == nullptr) continue;
    for (const Value function : snapshot->functions) {
      for (const Value name : host_.named_globals(function)) {
        const bool known = std::ranges::any_of(record.reads, [&](const Read& read) {
          return read.place == Place::Global && read.name.get() == name;
        });
        if (!known) observe(record, Place::Global, name, Held(host_, host_.global(name)));
      }
    }
  }
}

void Composer::execute(Slot& slot, std::span<const Value> arguments, Frame frame, Reason reason) {
  settle();
  const Cell& cell = program_.cells[slot.cell];
  auto record = std::make_unique<Record>();
  record->tick = tick_;
  // Statements without a guard may have set some: an import does.
  record->settings = settings_ = host_.settings();
  record->reads.reserve(cell.locals.size() + cell.globals.size() + cell.fetch.size());
  for (size_t i = 0; i < cell.locals.size(); ++i)
    observe(*record, Place::Local, cell.locals[i], Held(host_, arguments[i]));
  for (const Value name : cell.globals)
    observe(*record, Place::Global, name, Held(host_, host_.global(name)));
  for (const Value name : cell.fetch)
    observe(*record, Place::Fetched, name, Held::adopt(host_, host_.fetch(frame, name)));
  observe_named_globals(*record);
  if (slot.changes) check_before(*record);
  if (!cell.pure) let_write(*record, slot);
  std::vector<Held> globals_before;
  globals_before.reserve(program_.globals_written.size());
  for (const Value name : program_.globals_written)
    globals_before.emplace_back(host_, host_.global(name));
  trace_.entries.push_back({slot.cell, true, std::move(reason), 0});
  active_ = Active{&slot,           std::move(record),    frame,     std::move(globals_before),
                   host_.seconds(), host_.random_state(), handling()};
  host_.begin_sensing(values_read(*active_.record));
}

/// Others, which do not know the frame, look at the memory of an object with an image that costs no
/// copy. To the library the image is one more user of that memory: it would copy before it writes,
/// and they would not see what they see without the image.
bool Composer::is_looked_at(const Owned& owned) {
  if (!host_.has_cheap_image(owned.object.get())) return false;
  const std::vector<uintptr_t>& reach = owned.state->snapshot->reach;
  if (!disjoint(reach, persistent_reach_)) return true;
  const auto frame = reinterpret_cast<uintptr_t>(owned.object.get());
  return std::ranges::any_of(ownership_.touching(reach, tick_), [&](const OwnedRef& other) {
    // Objects of the library itself agree with each other about who copies.
    if (other.get() == &owned || host_.has_cheap_image(other->object.get())) return false;
    return !std::ranges::binary_search(other->state->snapshot->reach, frame);
  });
}

/// A cell that may write to what it reads is about to run: no image may make it write elsewhere.
void Composer::let_write(const Record& record, const Slot& slot) {
  for (const Read& read : record.reads) {
    const OwnedRef& owned = read.owner;
    if (owned == nullptr || owned->state->image == nullptr || !is_looked_at(*owned)) continue;
    Slot& creator = *owned->creator;
    if (creator.in_place.empty()) creator.in_place = "others look at the memory of its result";
    for (const StateRef& state : {owned->initial, owned->state, owned->settled})
      if (state != nullptr) state->image.reset();
    if (slot.record == nullptr) continue;
    for (const Change& change : slot.record->changes)
      if (change.owned == owned) change.after->image.reset();
  }
}

void Composer::note_external(Value key, Value value) {
  if (!has_active()) return;
  Record& record = *active_.record;
  for (const Read& read : record.reads)
    if (read.place == Place::External && read.name.get() == key) return;
  observe(record, Place::External, key, Held(host_, value));
  observe_named_globals(record);
}

void Composer::note_sensed(Record& record) {
  Sensed sensed = host_.end_sensing(values_read(record));
  for (const auto& [key, value] : sensed.inputs) {
    observe(record, Place::External, key, Held::adopt(host_, value));
    host_.release(key);
  }
  if (record.blocked.empty()) record.blocked = std::move(sensed.blocked);
}

std::vector<Held> Composer::complete(std::span<const Value> outputs, bool exact) {
  Slot* const slot = active_.slot;
  finish(outputs, true, exact);
  // What is never handed out again may end its life when the script lets go of it.
  if (!slot->record->blocked.empty()) return std::exchange(slot->record->outputs, {});
  return slot->record->outputs;
}

bool Composer::backdate(const Scan& scan, const Record& old, Record& record) {
  const size_t count = scan.outputs.size();
  if (!old.valid || !old.blocked.empty() || old.outputs.size() != count || count == 0) return false;
  if (scan.changed || !record.global_writes.empty() || !scan.exports.empty()) return false;
  size_t reached = 0;
  for (size_t i = 0; i < count; ++i) {
    const SnapshotRef& now = scan.outputs[i];
    if (now == nullptr) {
      const Value a = record.outputs[i].get();
      const Value b = old.outputs[i].get();
      if (a != b && (a == nullptr || b == nullptr || !host_.atoms_equal(a, b))) return false;
      continue;
    }
    const OwnedRef owned = i < old.owned.size() ? old.owned[i] : nullptr;
    if (owned == nullptr || !owned->alive || owned->state != owned->initial) return false;
    if (!owned->creator->changed_by.empty()) return false;
    const Snapshot& before = *owned->state->snapshot;
    if (now->draws || now->opaque || now->digest != before.digest) return false;
    if (!disjoint(before.reach, persistent_reach_)) return false;
    reached += now->reach.size();
  }
  // Nothing else may hold the new object, and the outputs share nothing with each other.
  if (reached != scan.given.size()) return false;
  const std::vector<uintptr_t> read_reach = joined(scan.reads);
  return disjoint(scan.given, read_reach);
}

void Composer::own_outputs(const Scan& scan, Record& record, Slot& slot) {
  record.owned.resize(scan.outputs.size());
  const auto own = [&](Value value, const SnapshotRef& snapshot) -> OwnedRef {
    if (snapshot == nullptr || ownership_.of(value, tick_) != nullptr) return nullptr;
    if (snapshot->opaque) {
      makers_.try_emplace(value, slot.looks);
      return nullptr;
    }
    auto owned = std::make_shared<Owned>();
    owned->object = Held(host_, value);
    owned->creator = &slot;
    owned->initial = std::make_shared<State>();
    owned->initial->snapshot = snapshot;
    owned->state = owned->settled = owned->initial;
    owned->tick = tick_;
    owned->looks = slot.looks;
    // The first run teaches who changes it; with an image at once it need not be made a second
    // time.
    const bool early = !slot.ran && host_.has_cheap_image(value);
    const bool wanted = early || !slot.changed_by.empty();
    if (wanted && slot.in_place.empty() && !still_ && record.valid && record.blocked.empty()) {
      if (!slot.leaks) owned->initial->image = host_.image(value, nullptr);
      if (owned->initial->image == nullptr) slot.in_place = slot.changed_by;
    }
    ownership_.add(owned);
    return owned;
  };
  for (size_t i = 0; i < record.outputs.size(); ++i)
    record.owned[i] = own(record.outputs[i].get(), scan.outputs[i]);
  for (size_t i = 0; i < record.global_writes.size(); ++i)
    record.owned.push_back(
        own(record.global_writes[i].value.get(), scan.outputs[record.outputs.size() + i]));
}

void Composer::finish(std::span<const Value> outputs, bool completed, bool exact) {
  Active active = std::move(active_);
  active_ = Active{};
  Slot& slot = *active.slot;
  Record& record = *active.record;
  record.seconds = host_.seconds() - active.started;
  note_sensed(record);
  EffectSummary effects;
  if (record.effects) effects = host_.finish_effects(record.effects.get(), completed);
  if (!effects.blocked.empty()) record.blocked = std::move(effects.blocked);
  if (record.blocked.empty() && host_.random_state() != active.random_state)
    record.blocked = "it draws from the global random stream";
  settings_ = host_.settings();
  if (record.blocked.empty() && settings_ != record.settings)
    record.blocked = "it changes settings of a library";
  if (record.blocked.empty() && active.handling) record.blocked = kHandling;

  Scan scan;
  for (const Value value : outputs) record.outputs.emplace_back(host_, value);
  for (size_t i = 0; i < program_.globals_written.size(); ++i) {
    const Value name = program_.globals_written[i];
    const Value now = host_.global(name);
    if (now != active.globals_before[i].get())
      record.global_writes.push_back({name, Held(host_, now)});
  }
  if (effects.once && !record.global_writes.empty() && record.blocked.empty())
    record.blocked = "a cached function changed a global variable";
  close_outputs(record, slot);
  const auto seen = [&](Value value) -> SnapshotRef {
    if (value == nullptr || host_.is_atom(value) || host_.is_fixed(value)) return nullptr;
    SnapshotRef& found = scan.seen[value];
    if (slot.looks == nullptr) slot.looks = std::make_shared<Looks>();
    if (found == nullptr) found = look(value, slot.looks.get());
    return found;
  };
  scan_reads(scan, record, slot);
  for (const Held& value : record.outputs) scan.outputs.push_back(seen(value.get()));
  for (const GlobalWrite& write : record.global_writes)
    scan.outputs.push_back(seen(write.value.get()));
  record.hands_out = !effects.exports.empty();
  for (const Value value : effects.exports) {
    if (const SnapshotRef snapshot = seen(value)) scan.exports.push_back(snapshot);
    host_.release(value);
  }
  std::vector<SnapshotRef> given = scan.outputs;
  given.insert(given.end(), scan.exports.begin(), scan.exports.end());
  // What it puts into an object that it changes it hands out, too.
  for (const Change& change : record.changes) given.push_back(change.after->snapshot);
  scan.given = joined(given);

  expose(scan);

  for (size_t i = 0; i < record.reads.size(); ++i) {
    Read& read = record.reads[i];
    if (read.before == nullptr) continue;
    read.captured = !disjoint(scan.reads[i]->reach, scan.given);
    if (!record.blocked.empty()) continue;
    if (!read.before->hazard.empty())
      record.blocked = place_name(read) + " " + read.before->hazard;
    else if (read.before->opaque)
      record.blocked = place_name(read) + " cannot be compared: " + read.before->why;
    for (const Value function : read.before->functions) {
      if (!record.blocked.empty()) break;
      const std::string hazard = host_.hazard_of_call(function, read.name.get());
      if (!hazard.empty()) record.blocked = place_name(read) + " holds code that " + hazard;
    }
  }
  std::vector<SnapshotRef> before(record.reads.size());
  for (size_t i = 0; i < before.size(); ++i) before[i] = record.reads[i].before;
  record.sharing = sharing_of(before);

  record.holds_code = std::ranges::any_of(given, [](const SnapshotRef& snapshot) {
    return snapshot != nullptr && (snapshot->script_code || snapshot->project);
  });
  record.holds_project = std::ranges::any_of(
      given, [](const SnapshotRef& snapshot) { return snapshot != nullptr && snapshot->project; });
  for (const SnapshotRef& snapshot : given) {
    if (snapshot == nullptr || !record.blocked.empty()) continue;
    if (snapshot->opaque)
      record.blocked = "its result cannot be kept: " + snapshot->why;
    else if (host_.closes_over(*snapshot, active.frame))
      record.blocked = "its result is a function over variables of this call";
  }
  record.valid = completed;

  std::unique_ptr<Record> old = std::move(slot.record);
  if (!exact && old != nullptr && record.blocked.empty() && backdate(scan, *old, record)) {
    record.outputs = old->outputs;
    record.owned = old->owned;
    for (const OwnedRef& owned : record.owned)
      if (owned != nullptr) owned->tick = tick_;
    retire(std::move(old), &record);
  } else {
    retire(std::move(old), nullptr);
    own_outputs(scan, record, slot);
  }
  for (TraceEntry& entry : std::ranges::reverse_view(trace_.entries)) {
    if (entry.cell != slot.cell || !entry.ran) continue;
    entry.seconds = record.seconds;
    break;
  }
  count_looks(record, slot);
  slot.record = std::move(active.record);
  slot.ran = true;
}

}  // namespace lattice
