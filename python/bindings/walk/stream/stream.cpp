#include "python/bindings/walk/stream/stream.h"

#include <algorithm>

#include "python/bindings/walk/stream/hash.h"

namespace lattice {
namespace {

/// From here on memory is digested at the end; below, noting it costs more than it saves.
constexpr Py_ssize_t kLarge = 1 << 18;
/// Releasing and taking the GIL costs some microseconds; a megabyte takes about fifty.
constexpr uint64_t kWorthReleasing = 1 << 20;

Digest region_digest(const Region& region) {
  if (region.stride == region.size || region.count <= 1)
    return hash(region.data, static_cast<size_t>(region.count * region.size));
  return hash_items(region.data, static_cast<size_t>(region.count),
                    static_cast<size_t>(region.size), region.stride);
}

}  // namespace

TokenStream::TokenStream() : buffer_(new uint8_t[kCapacity]) {}

TokenStream::~TokenStream() { clear(); }

void TokenStream::clear() {
  for (const Later& later : later_) Py_XDECREF(later.owner);
  later_.clear();
  later_bytes_ = 0;
  at_ = 0;
  flushed_ = 0;
  flushes_ = 0;
}

void TokenStream::flush() {
  if (flushes_++ == 0) state_.reset();
  state_.update(buffer_.get(), at_);
  flushed_ += at_;
  at_ = 0;
}

void TokenStream::long_run(const void* data, size_t size) {
  flush();
  state_.update(data, size);
  flushed_ += size;
}

void TokenStream::memory(const Region& region, PyObject* owner, bool later) {
  const Py_ssize_t size = region.count * region.size;
  word(Tag::Memory, static_cast<uint64_t>(size));
  if (later && size >= kLarge) {
    Py_XINCREF(owner);
    later_.push_back({region, owner});
    later_bytes_ += static_cast<uint64_t>(size);
    return;
  }
  if (region.stride == region.size || region.count <= 1) {
    raw(region.data, static_cast<size_t>(size));
    return;
  }
  const Digest digest = region_digest(region);
  raw(&digest, sizeof digest);
}

Digest TokenStream::cut(size_t mark) {
  const Digest digest = hash(buffer_.get() + mark, at_ - mark);
  at_ = mark;
  return digest;
}

Digest TokenStream::finish() {
  if (!later_.empty()) {
    std::vector<Digest> digests;
    digests.reserve(later_.size());
    PyThreadState* released = later_bytes_ >= kWorthReleasing ? PyEval_SaveThread() : nullptr;
    for (const Later& later : later_) digests.push_back(region_digest(later.region));
    if (released != nullptr) PyEval_RestoreThread(released);
    raw(digests.data(), digests.size() * sizeof(Digest));
    flushed_ += later_bytes_;
  }
  if (flushes_ == 0) return hash(buffer_.get(), at_);
  state_.update(buffer_.get(), at_);
  return state_.digest();
}

}  // namespace lattice
