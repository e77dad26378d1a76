#pragma once
// A map from addresses to the numbers of nodes: open addressing, cleared in O(1) by a generation.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lattice {

class Memo {
 public:
  static constexpr uint32_t kNew = UINT32_MAX;

  /// The number known for `key`, or kNew after storing `number` for it.
  uint32_t find_or_add(uintptr_t key, uint32_t number) {
    if ((used_ + 1) * 8 > slots_.size() * 5) grow();
    const size_t mask = slots_.size() - 1;
    for (size_t at = spread(key) & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.generation != generation_) {
        slot = {key, number, generation_};
        ++used_;
        return kNew;
      }
      if (slot.key == key) return slot.number;
    }
  }

  void clear() {
    // A table grown by a large walk would slow down nothing but keep its memory.
    if (slots_.size() > kKept) slots_ = {};
    used_ = 0;
    if (++generation_ == 0) {
      slots_.assign(slots_.size(), Slot{});
      generation_ = 1;
    }
  }

 private:
  static constexpr size_t kKept = size_t{1} << 16;
  struct Slot {
    uintptr_t key = 0;
    uint32_t number = 0;
    uint32_t generation = 0;
  };

  // Fibonacci hashing; objects are 16-byte aligned, so the entropy is in the middle bits.
  static size_t spread(uintptr_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 20U; }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 256 : slots_.size() * 2);
    old.swap(slots_);
    const size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.generation != generation_) continue;
      size_t at = spread(slot.key) & mask;
      while (slots_[at].generation == generation_) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t used_ = 0;
  uint32_t generation_ = 1;
};

}  // namespace lattice
