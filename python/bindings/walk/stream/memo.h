#pragma once
// Maps from addresses to numbers: open addressing, nothing is ever taken out.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lattice {

/// For few keys, none of them 0.
class Memo {
 public:
  static constexpr uint32_t kNew = UINT32_MAX;

  /// The number known for `key`, or kNew after storing `number` for it.
  uint32_t find_or_add(uintptr_t key, uint32_t number) {
    if ((used_ + 1) * 8 > slots_.size() * 5) grow();
    const size_t mask = slots_.size() - 1;
    for (size_t at = spread(key) & mask;; at = (at + 1) & mask) {
      Slot& slot = slots_[at];
      if (slot.key == 0) {
        slot = {key, number};
        ++used_;
        return kNew;
      }
      if (slot.key == key) return slot.number;
    }
  }

 private:
  struct Slot {
    uintptr_t key = 0;
    uint32_t number = 0;
  };

  // Fibonacci hashing; objects are 16-byte aligned, so the entropy is in the middle bits.
  static size_t spread(uintptr_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 20U; }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 256 : slots_.size() * 2);
    old.swap(slots_);
    const size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.key == 0) continue;
      size_t at = spread(slot.key) & mask;
      while (slots_[at].key != 0) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t used_ = 0;
};

/// The nodes of a walk by their keys, in the order of discovery. The table holds numbers only, and
/// neighbours in memory are neighbours in it: what was made together is found with few misses.
template <typename Payload>
class NodeTable {
 public:
  struct Entry {
    uintptr_t key;
    Payload payload;
  };

  /// The number of `key`, and whether it is new: then `payload` is kept for it.
  std::pair<uint32_t, bool> find_or_add(uintptr_t key, Payload payload) {
    if ((entries_.size() + 1) * 2 > table_.size()) grow();
    uint32_t& slot = table_[place(key)];
    if (slot != 0) return {slot - 1, false};
    entries_.push_back({key, payload});
    slot = static_cast<uint32_t>(entries_.size());
    return {slot - 1, true};
  }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  const Entry& operator[](size_t number) const { return entries_[number]; }

 private:
  /// The slot that holds `key`, or the free one where it belongs.
  [[nodiscard]] size_t place(uintptr_t key) const {
    constexpr uintptr_t kMix = 0x9E3779B97F4A7C15ULL;
    constexpr int kNear = 16;
    const size_t mask = table_.size() - 1;
    // Objects are 16 bytes apart at least; each megabyte begins at another place.
    size_t at = ((key >> 4U) + ((key >> 20U) * kMix >> 20U) + (key & 15U) * kMix) & mask;
    for (int i = 0; i < kNear; ++i, at = (at + 1) & mask)
      if (table_[at] == 0 || entries_[table_[at] - 1].key == key) return at;
    // A crowded place: anywhere.
    for (at = (key * kMix >> 20U) & mask;; at = (at + 1) & mask)
      if (table_[at] == 0 || entries_[table_[at] - 1].key == key) return at;
  }

  void grow() {
    table_.assign(table_.empty() ? 64 : table_.size() * 4, 0);
    for (size_t i = 0; i < entries_.size(); ++i)
      table_[place(entries_[i].key)] = static_cast<uint32_t>(i + 1);
  }

  std::vector<uint32_t> table_;
  std::vector<Entry> entries_;
};

}  // namespace lattice
