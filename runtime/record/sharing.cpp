#include "runtime/record/sharing.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/record/ownership.h"

namespace lattice {
namespace {

uint64_t mixed(uint64_t pattern, uint64_t value) {
  // The finalizer of splitmix64.
  uint64_t word = pattern ^ (value + 0x9e3779b97f4a7c15);
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

/// At which places two walks, each in its own order, have met the same objects.
uint64_t pattern_of(const Snapshot& a, const Snapshot& b) {
  std::vector<uintptr_t> common;
  std::ranges::set_intersection(a.reach, b.reach, std::back_inserter(common));
  std::unordered_map<uintptr_t, size_t> places;
  places.reserve(common.size());
  for (size_t i = 0; i < a.met.size(); ++i)
    if (std::ranges::binary_search(common, a.met[i])) places.try_emplace(a.met[i], i);
  uint64_t pattern = 0;
  for (size_t i = 0; i < b.met.size(); ++i) {
    const auto place = places.find(b.met[i]);
    if (place != places.end()) pattern = mixed(mixed(pattern, place->second), i);
  }
  return pattern;
}

}  // namespace

std::vector<Overlap> sharing_of(std::span<const SnapshotRef> snapshots) {
  std::vector<Overlap> overlaps;
  for (uint32_t i = 0; i < snapshots.size(); ++i) {
    if (snapshots[i] == nullptr || snapshots[i]->reach.empty()) continue;
    for (uint32_t j = 0; j < i; ++j)
      if (snapshots[j] != nullptr && !snapshots[j]->reach.empty() &&
          !disjoint(snapshots[i]->reach, snapshots[j]->reach))
        overlaps.push_back({j, i, pattern_of(*snapshots[j], *snapshots[i])});
  }
  return overlaps;
}

}  // namespace lattice
