// The script was edited: what is remembered of its cells goes on under their new numbers.
#include <algorithm>

#include "runtime/composer/composer.h"

namespace lattice {

std::optional<uint32_t> Adoption::cell(uint64_t old) const {
  return old < cells.size() ? cells[old] : std::nullopt;
}

std::optional<uint32_t> Adoption::line(uint32_t old) const {
  const auto after = std::ranges::upper_bound(lines, old, {}, &LineMove::first);
  if (after == lines.begin()) return std::nullopt;
  const LineMove& move = *std::prev(after);
  if (old > move.last) return std::nullopt;
  return old - move.first + move.to;
}

namespace {

/// The key of the same group in the new text; none when its call or loop is gone.
std::optional<GroupKey> renamed(const GroupKey& key, GroupKind kind, const Adoption& adoption) {
  GroupKey out = key;
  if (kind == GroupKind::Iteration) {
    const auto loop = adoption.cell(key.site);
    if (!loop) return std::nullopt;
    out.site = *loop;
    return out;
  }
  // A fragment's key has its identity before the function.
  const size_t slash = key.name.rfind('/');
  const size_t start = slash == std::string::npos ? 0 : slash + 1;
  const auto function = adoption.functions.find(key.name.substr(start));
  if (function == adoption.functions.end()) return std::nullopt;
  out.name = key.name.substr(0, start) + function->second;
  if (key.line == 0) return out;
  const auto line = adoption.line(key.line);
  if (!line) return std::nullopt;
  out.line = *line;
  return out;
}

}  // namespace

void Composer::adopt(Program program, const Adoption& adoption) {
  end();
  readdress(root_, adoption);
  readdress(alone_, adoption);
  readdress(fragments_, adoption);
  program_ = std::move(program);
  edited_ = true;
  end();
}

void Composer::readdress(Group& group, const Adoption& adoption) {
  std::unordered_map<uint32_t, std::unique_ptr<Slot>> slots;
  slots.swap(group.slots);
  for (auto& [number, slot] : slots) {
    const auto now = adoption.cell(number);
    const Record* record = slot->record.get();
    const bool shows_lines =
        record != nullptr && record->effects && !host_.survives_edit(record->effects.get());
    // Who changes what in place is found out anew: the cell that did it may be gone.
    const bool in_place = !slot->in_place.empty() || !slot->changed_by.empty() || slot->changes;
    if (!now || in_place || shows_lines) retire(std::move(slot->record), nullptr);
    if (!now) continue;
    slot->in_place.clear();
    slot->changed_by.clear();
    slot->changes = slot->leaks = false;
    slot->looks.reset();
    slot->cell = *now;
    group.slots.emplace(*now, std::move(slot));
  }
  group.iterations.clear();
  readdress(group.children, adoption);
}

void Composer::readdress(std::map<GroupKey, std::unique_ptr<Group>>& groups,
                         const Adoption& adoption) {
  std::map<GroupKey, std::unique_ptr<Group>> old;
  old.swap(groups);
  for (auto& [key, group] : old) {
    const auto now = renamed(key, group->kind, adoption);
    if (!now || groups.contains(*now)) {
      drop(*group);
      continue;
    }
    if (group->kind == GroupKind::Iteration) group->loop = static_cast<uint32_t>(now->site);
    readdress(*group, adoption);
    groups.emplace(*now, std::move(group));
  }
}

void Composer::modules_replaced() {
  forget_project(root_);
  forget_project(alone_);
  for (const auto& [key, group] : fragments_) forget_project(*group);
  end();
}

// A new class is another class than that of old instances, whatever its code; functions and modules
// are compared by their code.
void Composer::forget_project(Group& group) {
  const auto is_bound = [](const Read& read) {
    return read.before != nullptr &&
           (read.before->project_types || (read.place == Place::External && read.before->project));
  };
  for (const auto& [number, slot] : group.slots) {
    const Record* record = slot->record.get();
    if (record == nullptr) continue;
    if (record->holds_project || std::ranges::any_of(record->reads, is_bound))
      retire(std::move(slot->record), nullptr);
  }
  for (const auto& [key, child] : group.children) forget_project(*child);
}

}  // namespace lattice
