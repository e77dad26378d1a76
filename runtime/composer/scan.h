#pragma once
// The objects around a cell, looked at again after it ran.

#include <unordered_map>
#include <vector>

#include "runtime/host.h"

namespace lattice {

struct Scan {
  std::unordered_map<Value, SnapshotRef> seen;
  std::vector<SnapshotRef> reads;
  std::vector<SnapshotRef> outputs, exports;
  /// All that the cell hands out reaches.
  std::vector<uintptr_t> given;
  /// Something was changed in place.
  bool changed = false;
};

}  // namespace lattice
