#pragma once
// Digests of large memory, compiled once for each vector unit and chosen by what the machine has.
// XXH3 with 128 bits; the values do not depend on the unit.

#include <stddef.h>
#include <stdint.h>

namespace lattice {

struct BulkDigest {
  uint64_t low, high;
};

struct Bulk {
  BulkDigest (*hash)(const void* data, size_t size);
  /// `count` items of `size` bytes, `stride` bytes apart; not the digest of the same bytes in a
  /// row.
  BulkDigest (*hash_items)(const char* data, size_t count, size_t size, ptrdiff_t stride);
  /// `state` is an XXH3_state_t.
  void (*update)(void* state, const void* data, size_t size);
};

extern const Bulk kBulkPlain;
#ifdef LATTICE_WIDE_VECTORS
extern const Bulk kBulkAvx2, kBulkAvx512;
#endif

/// The best that this machine can run.
const Bulk& bulk();

}  // namespace lattice
