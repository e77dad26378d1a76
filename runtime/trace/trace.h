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
  /// How often an object was brought into an earlier or later state of it.
  uint32_t rewinds = 0;
  /// How often that failed; never, unless images are wrong.
  uint32_t lost = 0;
};

}  // namespace lattice
