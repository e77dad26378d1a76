#include "runtime/record/ownership.h"

#include <algorithm>
#include <iterator>

namespace lattice {
namespace {

void erase(std::vector<OwnedRef>& list, const OwnedRef& owned) { std::erase(list, owned); }

std::vector<OwnedRef> unique(std::vector<OwnedRef> list) {
  std::ranges::sort(list);
  const auto repeated = std::ranges::unique(list);
  list.erase(repeated.begin(), repeated.end());
  return list;
}

std::vector<uintptr_t> minus(std::span<const uintptr_t> a, std::span<const uintptr_t> b) {
  std::vector<uintptr_t> rest;
  std::ranges::set_difference(a, b, std::back_inserter(rest));
  return rest;
}

}  // namespace

void Ownership::index(const OwnedRef& owned, std::span<const uintptr_t> addresses) {
  for (const uintptr_t address : addresses) by_reach_[address].push_back(owned);
}

void Ownership::unindex(const OwnedRef& owned, std::span<const uintptr_t> addresses) {
  for (const uintptr_t address : addresses) {
    const auto found = by_reach_.find(address);
    if (found == by_reach_.end()) continue;
    erase(found->second, owned);
    if (found->second.empty()) by_reach_.erase(found);
  }
}

void Ownership::add(const OwnedRef& owned) {
  by_object_[owned->object.get()].push_back(owned);
  owned->indexed = owned->state->snapshot->reach;
  index(owned, owned->indexed);
}

void Ownership::remove(const OwnedRef& owned) {
  owned->alive = false;
  unindex(owned, owned->indexed);
  const auto found = by_object_.find(owned->object.get());
  if (found == by_object_.end()) return;
  erase(found->second, owned);
  if (found->second.empty()) by_object_.erase(found);
}

void Ownership::enter(const OwnedRef& owned, StateRef state) {
  owned->state = std::move(state);
  const std::vector<uintptr_t> more = minus(owned->state->snapshot->reach, owned->indexed);
  if (more.empty()) return;
  index(owned, more);
  const auto middle = static_cast<std::ptrdiff_t>(owned->indexed.size());
  owned->indexed.insert(owned->indexed.end(), more.begin(), more.end());
  std::ranges::inplace_merge(owned->indexed, owned->indexed.begin() + middle);
}

void Ownership::change(const OwnedRef& owned, StateRef state) {
  std::vector<uintptr_t> needed;
  std::ranges::set_union(owned->initial->snapshot->reach, state->snapshot->reach,
                         std::back_inserter(needed));
  unindex(owned, minus(owned->indexed, needed));
  index(owned, minus(needed, owned->indexed));
  owned->indexed = std::move(needed);
  owned->state = std::move(state);
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
      if (owned->alive && owned->tick == tick &&
          std::ranges::binary_search(owned->state->snapshot->reach, address))
        touched.push_back(owned);
  }
  return unique(std::move(touched));
}

std::vector<OwnedRef> Ownership::sharing(std::span<const uintptr_t> reach) const {
  std::vector<OwnedRef> touched;
  for (const uintptr_t address : reach) {
    const auto found = by_reach_.find(address);
    if (found == by_reach_.end()) continue;
    touched.insert(touched.end(), found->second.begin(), found->second.end());
  }
  return unique(std::move(touched));
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
