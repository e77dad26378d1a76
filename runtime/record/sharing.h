// How several values share objects: the part of their equality that no single digest holds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/host.h"

namespace lattice {

/// Two of several snapshots that reach a common mutable object. `pattern` is equal for snapshots
/// of equal digests that meet their common objects at the same places.
struct Overlap {
  uint32_t first, second;
  uint64_t pattern;
  friend bool operator==(const Overlap&, const Overlap&) = default;
};

/// The overlaps of snapshots (null: none).
std::vector<Overlap> sharing_of(std::span<const SnapshotRef> snapshots);

}  // namespace lattice
