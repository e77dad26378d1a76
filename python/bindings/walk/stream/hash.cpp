#include "python/bindings/walk/stream/hash.h"

#include <xxhash.h>

#include <new>

#include "python/bindings/walk/stream/bulk.h"

namespace lattice {
namespace {

XXH3_state_t* state(void* it) { return static_cast<XXH3_state_t*>(it); }

Digest digest_of(const BulkDigest& it) { return {it.low, it.high}; }

const Bulk& best() {
#ifdef LATTICE_WIDE_VECTORS
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return kBulkAvx512;
  if (__builtin_cpu_supports("avx2")) return kBulkAvx2;
#endif
  return kBulkPlain;
}

/// Below, calling through a pointer costs more than a wider unit saves.
constexpr size_t kShort = 240;

}  // namespace

const Bulk& bulk() {
  static const Bulk& it = best();
  return it;
}

Digest hash(const void* data, size_t size) {
  if (size > kShort) return digest_of(bulk().hash(data, size));
  const XXH128_hash_t value = XXH3_128bits(data, size);
  return {value.low64, value.high64};
}

Digest hash_pair(uint64_t kind, uint64_t value) {
  const uint64_t pair[2] = {kind, value};
  const XXH128_hash_t hash = XXH3_128bits(pair, sizeof pair);
  return {hash.low64, hash.high64};
}

Digest hash_items(const char* data, size_t count, size_t size, ptrdiff_t stride) {
  return digest_of(bulk().hash_items(data, count, size, stride));
}

HashState::~HashState() { XXH3_freeState(state(state_)); }

void HashState::reset() {
  if (state_ == nullptr) state_ = XXH3_createState();
  if (state_ == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(state(state_));
}

void HashState::update(const void* data, size_t size) { bulk().update(state_, data, size); }

Digest HashState::digest() const {
  const XXH128_hash_t value = XXH3_128bits_digest(state(state_));
  return {value.low64, value.high64};
}

}  // namespace lattice
