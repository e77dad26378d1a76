#include "runtime/composer/composer.h"

#include <algorithm>

namespace lattice {

Composer::Composer(Host& host, Program program) : host_(host), program_(std::move(program)) {}

Composer::~Composer() { clear(); }

void Composer::begin(std::span<const Value> persistent) { start(persistent, root_); }

void Composer::begin_alone(std::span<const Value> persistent) { start(persistent, alone_); }

void Composer::start(std::span<const Value> persistent, Group& base) {
  ++tick_;
  running_ = true;
  entered_ = 0;
  outgrown_.reset();
  group_ = &base;
  base.iterations.clear();
  base.tick = tick_;
  trace_ = Trace{};
  distrusted_.clear();
  settings_ = host_.settings();
  handled_outside_ = host_.handled();
  if (recheck_) recheck_owned();
  recheck_ = false;
  exposed_.clear();
  exposed_reach_.clear();
  makers_.clear();
  host_.open_all();
  persistent_.clear();
  for (const Value value : persistent)
    if (!host_.is_atom(value) && !host_.is_fixed(value))
      persistent_.push_back(host_.snapshot(value));
  persistent_reach_ = joined(persistent_);
  // Functions kept from earlier runs look at variables of those runs, as they were left.
  rewinds_ = std::ranges::all_of(
      persistent_, [](const SnapshotRef& snapshot) { return snapshot->functions.empty(); });
}

std::vector<Value> Composer::kept_functions() const {
  std::vector<Value> functions;
  for (const SnapshotRef& snapshot : persistent_)
    functions.insert(functions.end(), snapshot->functions.begin(), snapshot->functions.end());
  return functions;
}

void Composer::recheck_owned() {
  settle();
  for (const OwnedRef& owned : ownership_.all()) {
    const SnapshotRef now = host_.snapshot(owned->object.get());
    const Snapshot& known = *owned->state->snapshot;
    if (now->digest != known.digest || now->reach != known.reach || now->opaque)
      ownership_.remove(owned);
  }
}

void Composer::commit(Frame frame) {
  abandon_if_left(frame);
  if (!running_ || has_active()) return;
  prune(root_);
  edited_ = false;
  std::erase_if(fragments_, [&](const auto& entry) {
    if (entry.second->tick == tick_) return false;
    drop(*entry.second);
    return true;
  });
}

void Composer::end() {
  if (has_active()) finish({}, false);
  settle();
  running_ = false;
  group_ = &root_;
  // Releasing may run finalizers; they may find no half-cleared list here.
  std::vector<std::unique_ptr<Record>> records;
  std::vector<SnapshotRef> snapshots;
  std::vector<StateRef> states;
  records.swap(retired_);
  snapshots.swap(retired_snapshots_);
  states.swap(retired_states_);
}

void Composer::clear() {
  if (has_active()) active_ = Active{};
  pending_.clear();
  drop(root_);
  for (const auto& [key, fragment] : fragments_) drop(*fragment);
  fragments_.clear();
  root_.slots.clear();
  root_.children.clear();
  end();
}

void Composer::abandon_if_left(Frame frame) {
  // `return`, `break` or an exception left the cell, and its own frame went on.
  if (has_active() && active_.frame == frame) finish({}, false);
}

void Composer::prune(Group& group) {
  for (auto it = group.slots.begin(); it != group.slots.end();) {
    Slot& slot = *it->second;
    if (slot.record == nullptr || slot.record->tick != tick_) {
      retire(std::move(slot.record), nullptr);
      it = group.slots.erase(it);
    } else {
      ++it;
    }
  }
  for (auto it = group.children.begin(); it != group.children.end();) {
    if (it->second->tick != tick_) {
      drop(*it->second);
      it = group.children.erase(it);
    } else {
      prune(*it->second);
      ++it;
    }
  }
}

void Composer::drop(Group& group) {
  for (auto& [cell, slot] : group.slots) retire(std::move(slot->record), nullptr);
  for (auto& [key, child] : group.children) drop(*child);
}

void Composer::retire(std::unique_ptr<Record> record, const Record* successor) {
  if (record == nullptr) return;
  for (const OwnedRef& owned : record->owned) {
    const bool kept = successor != nullptr &&
                      std::ranges::find(successor->owned, owned) != successor->owned.end();
    if (owned != nullptr && owned->alive && !kept) ownership_.remove(owned);
  }
  retired_.push_back(std::move(record));
}

Group& Composer::child(GroupKey key, GroupKind kind) {
  for (;;) {
    std::unique_ptr<Group>& found = group_->children[key];
    if (found == nullptr) {
      found = std::make_unique<Group>();
      found->parent = group_;
      found->kind = kind;
    }
    if (found->tick != tick_) {
      found->tick = tick_;
      found->iterations.clear();
      return *found;
    }
    // The same place again without a loop between: a library called back.
    ++key.ordinal;
  }
}

bool Composer::is_active(uint32_t cell, Frame frame) const {
  return has_active() && active_.slot->cell == cell && active_.frame == frame;
}

const std::vector<Held>& Composer::outputs(uint32_t cell) {
  static const std::vector<Held> none;
  const Slot& slot = group_->slot(cell);
  return slot.record == nullptr ? none : slot.record->outputs;
}

void Composer::enter_call(const std::string& function, const CallSite& site, Frame frame) {
  abandon_if_left(frame);
  if (!running_ || has_active()) return;
  group_ = &child(GroupKey{function, site.place, 0, site.line}, GroupKind::Call);
  group_->frame = frame;
  count_group();
}

// A record costs a kilobyte and half a microsecond: too much for what is called a million times.
void Composer::count_group() {
  constexpr uint32_t kMostGroups = 10'000;
  constexpr uint32_t kManyRounds = 500;
  if (++entered_ <= kMostGroups) return;
  uint32_t found = kNoLoop;
  for (const Group* group = group_; group != nullptr; group = group->parent) {
    if (group->kind != GroupKind::Iteration) continue;
    found = group->loop;
    if (group->parent->iterations.at(group->loop) >= kManyRounds) break;
  }
  outgrown_ = found;
  running_ = false;
}

void Composer::enter_fragment(const std::string& function, const std::string& identity,
                              Frame frame) {
  abandon_if_left(frame);
  if (!running_ || has_active()) return;
  GroupKey key{identity + "/" + function, 0, 0};
  std::unique_ptr<Group>* found = &fragments_[key];
  while (*found != nullptr && (*found)->tick == tick_) {
    ++key.ordinal;
    found = &fragments_[key];
  }
  if (*found == nullptr) *found = std::make_unique<Group>();
  Group& group = **found;
  group.parent = group_;
  group.kind = GroupKind::Fragment;
  group.tick = tick_;
  group.frame = frame;
  group.iterations.clear();
  group_ = &group;
}

void Composer::leave_call(Frame frame) {
  abandon_if_left(frame);
  if (!running_ || has_active()) return;
  for (Group* group = group_; group != nullptr; group = group->parent) {
    const bool fragment = group->kind == GroupKind::Fragment;
    if ((group->kind != GroupKind::Call && !fragment) || group->frame != frame) continue;
    group->frame = nullptr;
    group_ = group->parent;
    // Nothing else tells the end of a fragment that runs by itself.
    if (fragment) prune(*group);
    return;
  }
}

void Composer::enter_loop(uint32_t loop, Frame frame) {
  abandon_if_left(frame);
  if (running_ && !has_active()) group_->iterations[loop] = 0;
}

bool Composer::iteration_left(uint32_t loop, Frame frame) {
  for (Group* group = group_; group->kind == GroupKind::Iteration; group = group->parent) {
    if (group->loop != loop || group->frame != frame) continue;
    group_ = group->parent;
    return true;
  }
  return false;
}

void Composer::next_iteration(uint32_t loop, Frame frame) {
  abandon_if_left(frame);
  if (!running_ || has_active()) return;
  iteration_left(loop, frame);
  const uint32_t ordinal = group_->iterations[loop]++;
  group_ = &child(GroupKey{"", loop, ordinal, 0}, GroupKind::Iteration);
  group_->loop = loop;
  group_->frame = frame;
  count_group();
}

void Composer::leave_loop(uint32_t loop, Frame frame) {
  abandon_if_left(frame);
  if (running_ && !has_active()) iteration_left(loop, frame);
}

void Composer::caught(std::optional<uint32_t> loop, bool module, Frame frame) {
  if (!running_) return;
  Group* home = group_;
  while (home != nullptr) {
    const bool iteration = home->kind == GroupKind::Iteration;
    const bool mine = home->frame == frame;
    if (loop ? iteration && mine && home->loop == *loop : !iteration && !module && mine) break;
    if (!loop && module && home->parent == nullptr) break;
    home = home->parent;
  }
  // The function runs inside a cell: it has no group.
  if (home == nullptr) return;
  // Whatever runs was left by the exception: had it been running before the `try`, this frame would
  // have no group.
  if (has_active()) finish({}, false);
  group_ = home;
}

std::vector<uintptr_t> joined(std::span<const SnapshotRef> snapshots) {
  std::vector<uintptr_t> all;
  for (const SnapshotRef& snapshot : snapshots)
    if (snapshot != nullptr) all.insert(all.end(), snapshot->reach.begin(), snapshot->reach.end());
  std::ranges::sort(all);
  const auto repeated = std::ranges::unique(all);
  all.erase(repeated.begin(), repeated.end());
  return all;
}

}  // namespace lattice
