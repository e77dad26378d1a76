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
  /// The object is in another state from here on. Precondition: it was added.
  void enter(const OwnedRef& owned, StateRef state);
  /// After a change in place: as `enter`, and what only states in between reached is forgotten.
  void change(const OwnedRef& owned, StateRef state);

  /// The owned object that `value` itself is, when it is part of this run; else null.
  OwnedRef of(Value value, uint64_t tick) const;
  /// Owned objects of this run that reach one of `reach`, each once.
  std::vector<OwnedRef> touching(std::span<const uintptr_t> reach, uint64_t tick) const;
  /// The same in any run, and whichever of their states it is that reaches it.
  std::vector<OwnedRef> sharing(std::span<const uintptr_t> reach) const;
  /// Every living owned object.
  std::vector<OwnedRef> all() const;

 private:
  void index(const OwnedRef& owned, std::span<const uintptr_t> addresses);
  void unindex(const OwnedRef& owned, std::span<const uintptr_t> addresses);

  std::unordered_map<Value, std::vector<OwnedRef>> by_object_;
  std::unordered_map<uintptr_t, std::vector<OwnedRef>> by_reach_;
};

/// True when two sorted address lists have no common element.
bool disjoint(std::span<const uintptr_t> a, std::span<const uintptr_t> b);

}  // namespace lattice
