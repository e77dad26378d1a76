// Compiled once for each vector unit, as LATTICE_BULK. No inline functions and templates from
// elsewhere: the linker keeps one copy of each, which must not be the one for the widest unit.
#include "python/bindings/walk/stream/bulk.h"

#include <string.h>
#include <xxhash.h>

namespace lattice {
namespace {

BulkDigest value(XXH128_hash_t hash) { return {hash.low64, hash.high64}; }

/// From here on memory is read at two places in turn: more of it is under way at a time.
constexpr size_t kTwoStreams = size_t{4} << 20U;
constexpr size_t kStep = 4096;

BulkDigest hash_all(const void* data, size_t size) {
  if (size < kTwoStreams) return value(XXH3_128bits(data, size));
  const char* first = static_cast<const char*>(data);
  const size_t half = size / 2 / kStep * kStep;
  const char* second = first + half;
  XXH3_state_t states[2];
  XXH3_128bits_reset(&states[0]);
  XXH3_128bits_reset(&states[1]);
  for (size_t at = 0; at < half; at += kStep) {
    XXH3_128bits_update(&states[0], first + at, kStep);
    XXH3_128bits_update(&states[1], second + at, kStep);
  }
  XXH3_128bits_update(&states[1], first + 2 * half, size - 2 * half);
  const XXH128_hash_t both[2] = {XXH3_128bits_digest(&states[0]), XXH3_128bits_digest(&states[1])};
  return value(XXH3_128bits(both, sizeof both));
}

template <size_t kSize>
void copy_items(char* to, const char* from, size_t count, ptrdiff_t stride) {
  for (size_t i = 0; i < count; ++i, from += stride, to += kSize) memcpy(to, from, kSize);
}

void gather(char* to, const char* from, size_t count, size_t size, ptrdiff_t stride) {
  switch (size) {
    case 1:
      return copy_items<1>(to, from, count, stride);
    case 2:
      return copy_items<2>(to, from, count, stride);
    case 4:
      return copy_items<4>(to, from, count, stride);
    case 8:
      return copy_items<8>(to, from, count, stride);
    case 16:
      return copy_items<16>(to, from, count, stride);
    default:
      for (size_t i = 0; i < count; ++i, from += stride, to += size) memcpy(to, from, size);
  }
}

BulkDigest hash_items(const char* data, size_t count, size_t size, ptrdiff_t stride) {
  constexpr size_t kBatch = size_t{1} << 15U;
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  if (size > kBatch) {
    for (size_t i = 0; i < count; ++i, data += stride) XXH3_128bits_update(&state, data, size);
    return value(XXH3_128bits_digest(&state));
  }
  alignas(64) char gathered[kBatch];
  const size_t most = kBatch / size;
  while (count != 0) {
    const size_t now = count < most ? count : most;
    gather(gathered, data, now, size, stride);
    XXH3_128bits_update(&state, gathered, now * size);
    data += static_cast<ptrdiff_t>(now) * stride;
    count -= now;
  }
  return value(XXH3_128bits_digest(&state));
}

void update_state(void* state, const void* data, size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size);
}

}  // namespace

extern const Bulk LATTICE_BULK = {hash_all, hash_items, update_state};

}  // namespace lattice
