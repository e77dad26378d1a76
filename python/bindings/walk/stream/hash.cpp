#include "python/bindings/walk/stream/hash.h"

#include <xxhash.h>

#include <new>

namespace lattice {
namespace {

XXH3_state_t* state(void* it) { return static_cast<XXH3_state_t*>(it); }

}  // namespace

Digest hash(const void* data, size_t size) {
  const XXH128_hash_t value = XXH3_128bits(data, size);
  return {value.low64, value.high64};
}

HashState::~HashState() { XXH3_freeState(state(state_)); }

void HashState::reset() {
  if (state_ == nullptr) state_ = XXH3_createState();
  if (state_ == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(state(state_));
}

void HashState::update(const void* data, size_t size) {
  XXH3_128bits_update(state(state_), data, size);
}

Digest HashState::digest() const {
  const XXH128_hash_t value = XXH3_128bits_digest(state(state_));
  return {value.low64, value.high64};
}

}  // namespace lattice
