#pragma once
// The token stream that a walk digests. Tokens are self-delimiting, so equal streams mean equal
// structures. Large memory is only noted here and digested at the end, without the GIL.

#include <Python.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "python/bindings/walk/stream/hash.h"

namespace lattice {

enum class Tag : uint8_t {
  Absent,
  Node,
  None,
  False,
  True,
  Int,
  BigInt,
  Float,
  Complex,
  Text1,
  Text2,
  Text4,
  Bytes,
  Ellipsis,
  NotImplemented,
  Tuple,
  List,
  Dict,
  Set,
  FrozenSet,
  Cycle,
  Identity,
  Range,
  Slice,
  ByteArray,
  View,
  Deque,
  OrderedDict,
  Instance,
  Attributes,
  End,
  Slots,
  Fields,
  Type,
  Module,
  Function,
  Method,
  Builtin,
  Cell,
  Date,
  Time,
  DateTime,
  Delta,
  Zone,
  Decimal,
  Scalar,
  Array,
  Column,
  Memory,
  Frame,
  Block,
  Referents,
  Container,
  Opaque,
  Arrow,
  Dtype,
  Upload,
  Weak,
  Counter,
  Random,
};

/// Memory to digest later: `count` items of `size` bytes, `stride` bytes apart.
struct Region {
  const char* data;
  Py_ssize_t count, size, stride;
};

class TokenStream {
 public:
  TokenStream();
  ~TokenStream();
  TokenStream(const TokenStream&) = delete;
  TokenStream& operator=(const TokenStream&) = delete;

  void tag(Tag tag) {
    reserve(1);
    buffer_[at_++] = static_cast<uint8_t>(tag);
  }
  void word(Tag tag, uint64_t value) {
    reserve(9);
    buffer_[at_] = static_cast<uint8_t>(tag);
    std::memcpy(buffer_.get() + at_ + 1, &value, sizeof value);
    at_ += 9;
  }
  void pointer(Tag tag, const void* address) { word(tag, reinterpret_cast<uintptr_t>(address)); }
  /// Length and bytes.
  void bytes(Tag tag, const void* data, size_t size) {
    word(tag, size);
    raw(data, size);
  }
  void raw(const void* data, size_t size) {
    if (size <= kCapacity / 4) {
      reserve(size);
      std::memcpy(buffer_.get() + at_, data, size);
      at_ += size;
    } else {
      long_run(data, size);
    }
  }
  /// The content of memory that `owner` keeps in place. Digested at once when small or not `later`.
  void memory(const Region& region, PyObject* owner, bool later);

  /// Digest of the tokens since `mark`, which are dropped; for the elements of unordered sets.
  /// Precondition: fewer than kCapacity bytes were written since.
  size_t mark() {
    reserve(kCapacity / 2);
    return at_;
  }
  Digest cut(size_t mark);

  /// The digest of everything; releases the GIL when much is left to do.
  Digest finish();
  void clear();
  [[nodiscard]] uint64_t size() const { return flushed_ + at_; }

 private:
  static constexpr size_t kCapacity = size_t{1} << 15;
  struct Later {
    Region region;
    PyObject* owner;
  };

  void reserve(size_t size) {
    if (at_ + size > kCapacity) flush();
  }
  void flush();
  void long_run(const void* data, size_t size);

  std::unique_ptr<uint8_t[]> buffer_;
  size_t at_ = 0;
  uint64_t flushed_ = 0, flushes_ = 0;
  HashState state_;
  std::vector<Later> later_;
  uint64_t later_bytes_ = 0;
};

}  // namespace lattice
