// The end of a walk: what it saw becomes a value of its own.
#include <algorithm>
#include <utility>

#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// What was made one after the other mostly lies one behind the other: ascending runs, in any
/// order. False when some overlap.
bool join_runs(const std::vector<PyObject*>& addresses, std::vector<PyObject*>& sorted) {
  constexpr size_t kMany = 4096;
  struct Run {
    size_t first, end;
  };
  std::vector<Run> runs;
  size_t first = 0;
  for (size_t i = 1; i <= addresses.size(); ++i) {
    if (i < addresses.size() && addresses[i - 1] <= addresses[i]) continue;
    runs.push_back({first, i});
    if (runs.size() > kMany) return false;
    first = i;
  }
  std::ranges::sort(runs, {}, [&](const Run& run) { return addresses[run.first]; });
  for (size_t i = 1; i < runs.size(); ++i)
    if (addresses[runs[i - 1].end - 1] > addresses[runs[i].first]) return false;
  sorted.reserve(addresses.size());
  for (const Run& run : runs)
    sorted.insert(sorted.end(), addresses.begin() + static_cast<std::ptrdiff_t>(run.first),
                  addresses.begin() + static_cast<std::ptrdiff_t>(run.end));
  return true;
}

/// By their bytes: several times faster than comparing for a million of them.
std::vector<PyObject*> sorted_addresses(const std::vector<PyObject*>& addresses) {
  std::vector<PyObject*> sorted;
  if (join_runs(addresses, sorted)) return sorted;
  sorted = addresses;
  constexpr size_t kFew = 512;
  if (sorted.size() < kFew) {
    std::ranges::sort(sorted);
    return sorted;
  }
  constexpr int kBits = 11;
  constexpr uintptr_t kMask = (uintptr_t{1} << kBits) - 1;
  uintptr_t differ = 0;
  for (PyObject* address : sorted)
    differ |= reinterpret_cast<uintptr_t>(address) ^ reinterpret_cast<uintptr_t>(sorted[0]);
  std::vector<PyObject*> other(sorted.size());
  for (int shift = 3; shift < 64 && (differ >> shift) != 0; shift += kBits) {
    size_t starts[kMask + 1] = {};
    for (PyObject* address : sorted)
      ++starts[(reinterpret_cast<uintptr_t>(address) >> shift) & kMask];
    size_t sum = 0;
    for (size_t& start : starts) sum += std::exchange(start, sum);
    for (PyObject* address : sorted)
      other[starts[(reinterpret_cast<uintptr_t>(address) >> shift) & kMask]++] = address;
    sorted.swap(other);
  }
  return sorted;
}

}  // namespace

Walk Walker::finish() {
  Walk walk;
  walk.objects = context_.objects;
  quiet_ = false;
  for (const Export& column : exports_) {
    export_arrow(column.object, *column.layout);
    const Layout kind = column.layout->layout;
    if (kind == Layout::ArrowArray || kind == Layout::ArrowStream) arrow_memory(column.object);
  }
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
  std::vector<PyObject*> reach = sorted_addresses(reach_);
  size_t kept = 0;
  for (PyObject* object : reach) {
    // One reference is enough.
    if (kept != 0 && reach[kept - 1] == object)
      Py_DECREF(object);
    else
      reach[kept++] = object;
  }
  reach.resize(kept);
  walk.reach.swap(reach);
  walk.met.swap(reach_);
  reach_.clear();
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
