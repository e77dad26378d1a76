#pragma once
// XXH3 with 128 bits. The values do not depend on the vector unit in use.

#include <cstddef>
#include <memory>

#include "runtime/host.h"

namespace lattice {

Digest hash(const void* data, size_t size);
/// Of a kind and a number.
Digest hash_pair(uint64_t kind, uint64_t value);
/// Of `count` items of `size` bytes, `stride` bytes apart.
Digest hash_items(const char* data, size_t count, size_t size, ptrdiff_t stride);

class HashState {
 public:
  /// Takes no memory before the first `reset`.
  HashState() = default;
  ~HashState();
  HashState(const HashState&) = delete;
  HashState& operator=(const HashState&) = delete;
  void reset();
  void update(const void* data, size_t size);
  [[nodiscard]] Digest digest() const;

 private:
  void* state_ = nullptr;
};

}  // namespace lattice
