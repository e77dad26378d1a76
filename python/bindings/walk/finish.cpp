// The end of a walk: what it saw becomes a value of its own.
#include <algorithm>
#include <utility>

#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// Sorts addresses by their bytes: several times faster than comparing for a million of them.
void sort_addresses(std::vector<PyObject*>& addresses) {
  constexpr size_t kFew = 512;
  if (addresses.size() < kFew) {
    std::ranges::sort(addresses);
    return;
  }
  constexpr int kBits = 11;
  constexpr uintptr_t kMask = (uintptr_t{1} << kBits) - 1;
  uintptr_t differ = 0;
  for (PyObject* address : addresses)
    differ |= reinterpret_cast<uintptr_t>(address) ^ reinterpret_cast<uintptr_t>(addresses[0]);
  std::vector<PyObject*> other(addresses.size());
  for (int shift = 3; shift < 64 && (differ >> shift) != 0; shift += kBits) {
    size_t starts[kMask + 1] = {};
    for (PyObject* address : addresses)
      ++starts[(reinterpret_cast<uintptr_t>(address) >> shift) & kMask];
    size_t sum = 0;
    for (size_t& start : starts) sum += std::exchange(start, sum);
    for (PyObject* address : addresses)
      other[starts[(reinterpret_cast<uintptr_t>(address) >> shift) & kMask]++] = address;
    addresses.swap(other);
  }
}

}  // namespace

Walk Walker::finish() {
  Walk walk;
  walk.objects = context_.objects;
  for (const Export& column : exports_) export_arrow(column.object, *column.layout);
  walk.digest = stream_.finish();
  walk.bytes = stream_.size();
  for (PyObject* container : containers_) {
    Digest symbol;
    if (!context_.policy.symbol_of(container, symbol)) {
      opaque("a place on the page that is not of this run");
      break;
    }
    const Digest both[] = {walk.digest, symbol};
    walk.digest = hash(both, sizeof both);
  }
  PyErr_Clear();
  walk.met = reach_;
  sort_addresses(reach_);
  size_t kept = 0;
  for (size_t i = 0; i < reach_.size(); ++i) {
    if (kept != 0 && reach_[kept - 1] == reach_[i])
      Py_DECREF(reach_[i]);
    else
      reach_[kept++] = reach_[i];
  }
  reach_.resize(kept);
  walk.reach.swap(reach_);
  walk.closures.swap(closures_);
  walk.functions.swap(functions_);
  walk.pinned_.swap(pinned_);
  walk.opaque = is_opaque_;
  walk.partial = partial_;
  walk.draws = draws_;
  walk.settles = settles_;
  walk.why_opaque.swap(why_);
  return walk;
}

}  // namespace lattice
