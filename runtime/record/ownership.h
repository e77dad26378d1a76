#pragma once
// Which cell made which mutable object. An index from object addresses to owned objects.

#include <span>
#include <unordered_map>
#include <vector>

#include "runtime/record/record.h"

namespace lattice {

class Ownership {
 public:
  /// Makes `owned` findable by its object and by everything it reaches.
  void add(const OwnedRef& owned);
  void remove(const OwnedRef& owned);
  /// After a change in place: the object reaches other objects now.
  void update(const OwnedRef& owned, SnapshotRef now);

  /// The owned object that `value` itself is, when it is part of this run; else null.
  OwnedRef of(Value value, uint64_t tick) const;
  /// Owned objects of this run that reach one of `reach`, each once.
  std::vector<OwnedRef> touching(std::span<const uintptr_t> reach, uint64_t tick) const;
  /// Every living owned object.
  std::vector<OwnedRef> all() const;

 private:
  void index(const OwnedRef& owned);
  void unindex(const OwnedRef& owned);

  std::unordered_map<Value, std::vector<OwnedRef>> by_object_;
  std::unordered_map<uintptr_t, std::vector<OwnedRef>> by_reach_;
};

/// True when two sorted address lists have no common element.
bool disjoint(std::span<const uintptr_t> a, std::span<const uintptr_t> b);

}  // namespace lattice
