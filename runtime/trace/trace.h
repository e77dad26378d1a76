#pragma once
// What one interaction did: which cells ran, why, and what was saved.

#include <cstdint>
#include <vector>

#include "runtime/trace/reason.h"

namespace lattice {

struct TraceEntry {
  uint32_t cell;
  bool ran;
  /// Meaningful when `ran`.
  Reason reason;
  /// Of this run, or, for a skipped cell, of the run it repeats.
  double seconds;
};

struct Trace {
  std::vector<TraceEntry> entries;
};

}  // namespace lattice
