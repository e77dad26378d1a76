#include "runtime/record/ownership.h"

#include <algorithm>

namespace lattice {
namespace {

void erase(std::vector<OwnedRef>& list, const OwnedRef& owned) { std::erase(list, owned); }

}  // namespace

void Ownership::index(const OwnedRef& owned) {
  for (const uintptr_t address : owned->current->reach) by_reach_[address].push_back(owned);
}

void Ownership::unindex(const OwnedRef& owned) {
  for (const uintptr_t address : owned->current->reach) {
    const auto found = by_reach_.find(address);
    if (found == by_reach_.end()) continue;
    erase(found->second, owned);
    if (found->second.empty()) by_reach_.erase(found);
  }
}

void Ownership::add(const OwnedRef& owned) {
  by_object_[owned->object.get()].push_back(owned);
  index(owned);
}

void Ownership::remove(const OwnedRef& owned) {
  owned->alive = false;
  unindex(owned);
  const auto found = by_object_.find(owned->object.get());
  if (found == by_object_.end()) return;
  erase(found->second, owned);
  if (found->second.empty()) by_object_.erase(found);
}

void Ownership::update(const OwnedRef& owned, SnapshotRef now) {
  unindex(owned);
  owned->current = std::move(now);
  ++owned->version;
  index(owned);
}

OwnedRef Ownership::of(Value value, uint64_t tick) const {
  const auto found = by_object_.find(value);
  if (found == by_object_.end()) return nullptr;
  for (const OwnedRef& owned : found->second)
    if (owned->alive && owned->tick == tick) return owned;
  return nullptr;
}

std::vector<OwnedRef> Ownership::touching(std::span<const uintptr_t> reach, uint64_t tick) const {
  std::vector<OwnedRef> touched;
  for (const uintptr_t address : reach) {
    const auto found = by_reach_.find(address);
    if (found == by_reach_.end()) continue;
    for (const OwnedRef& owned : found->second)
      if (owned->alive && owned->tick == tick) touched.push_back(owned);
  }
  std::ranges::sort(touched);
  const auto repeated = std::ranges::unique(touched);
  touched.erase(repeated.begin(), repeated.end());
  return touched;
}

std::vector<OwnedRef> Ownership::all() const {
  std::vector<OwnedRef> living;
  for (const auto& [object, list] : by_object_)
    for (const OwnedRef& owned : list)
      if (owned->alive) living.push_back(owned);
  return living;
}

bool disjoint(std::span<const uintptr_t> a, std::span<const uintptr_t> b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() > 16 * a.size()) {
    return std::ranges::none_of(
        a, [&](uintptr_t address) { return std::ranges::binary_search(b, address); });
  }
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i == *j) return false;
    if (*i < *j)
      ++i;
    else
      ++j;
  }
  return true;
}

}  // namespace lattice
