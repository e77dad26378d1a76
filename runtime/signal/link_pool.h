#pragma once
// Memory of links: taken from slabs, given back to a free list, returned to the system at the end.

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/signal/node.h"

namespace lattice {

class LinkPool {
 public:
  ReactiveLink* take() {
    if (free_ == nullptr) grow();
    ReactiveLink* link = free_;
    free_ = link->next_sub;
    ++taken_;
    return link;
  }
  /// Precondition: nobody looks at the link any more.
  void give_back(ReactiveLink* link) {
    link->next_sub = free_;
    free_ = link;
  }
  /// How many links were ever taken: constant while dependencies are stable.
  [[nodiscard]] uint64_t taken() const { return taken_; }

 private:
  void grow() {
    // From 1.5 KB for a small page to 192 KB, where the share of an allocation no longer shows.
    const size_t count = slabs_.empty() ? 32 : 4096;
    slabs_.push_back(std::make_unique_for_overwrite<ReactiveLink[]>(count));
    for (size_t i = count; i-- > 0;) give_back(&slabs_.back()[i]);
  }

  std::vector<std::unique_ptr<ReactiveLink[]>> slabs_;
  ReactiveLink* free_ = nullptr;
  uint64_t taken_ = 0;
};

}  // namespace lattice
