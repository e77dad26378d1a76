// Objects that are looked at for longer than it takes to make them anew.
#include <algorithm>

#include "runtime/composer/composer.h"

namespace lattice {

SnapshotRef Composer::look(Value value, Looks* looks) {
  if (looks == nullptr) return host_.snapshot(value);
  const double began = host_.seconds();
  SnapshotRef snapshot = host_.snapshot(value);
  looks->looked(host_.seconds() - began);
  return snapshot;
}

std::shared_ptr<Looks> Composer::looks_of(const Read& read) const {
  if (read.owner != nullptr) return read.owner->looks;
  if (makers_.empty()) return nullptr;
  const auto found = makers_.find(read.value.get());
  return found == makers_.end() ? nullptr : found->second;
}

void Composer::close_outputs(const Record& record, const Slot& slot) {
  if (slot.looks == nullptr || !slot.looks->closes(!slot.in_place.empty())) return;
  for (const Held& output : record.outputs) {
    const Value value = output.get();
    if (value == nullptr || host_.is_atom(value) || host_.is_fixed(value)) continue;
    if (ownership_.of(value, tick_) == nullptr) host_.close(value);
  }
}

void Composer::count_looks(Record& record, const Slot& slot) {
  for (const Read& read : record.reads) {
    if (read.before == nullptr) continue;
    std::shared_ptr<Looks> looks = looks_of(read);
    if (looks != nullptr && std::ranges::find(record.looks, looks) == record.looks.end())
      record.looks.push_back(std::move(looks));
  }
  if (slot.looks != nullptr && std::ranges::find(record.looks, slot.looks) == record.looks.end())
    record.looks.push_back(slot.looks);
  for (const auto& looks : record.looks) looks->ran(record.seconds);
}

}  // namespace lattice
