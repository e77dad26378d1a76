#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "frontend/base/id.h"

namespace lattice {

/// The owner of all values of one kind: append-only, and reachable through typed ids alone.
template <typename IdType, typename Value>
class IdVector {
 public:
  IdType push_back(Value value) {
    values_.push_back(std::move(value));
    return IdType(static_cast<uint32_t>(values_.size() - 1));
  }

  Value& operator[](IdType id) {
    assert(id.valid() && id.index() < values_.size());
    return values_[id.index()];
  }
  const Value& operator[](IdType id) const {
    assert(id.valid() && id.index() < values_.size());
    return values_[id.index()];
  }

  [[nodiscard]] size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] bool contains(IdType id) const { return id.valid() && id.index() < size(); }
  void reserve(size_t count) { values_.reserve(count); }
  void resize(size_t count) { values_.resize(count); }

  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }

  /// All ids in order: `for (CellId id : cells.ids())`.
  class Ids {
   public:
    class Iterator {
     public:
      explicit Iterator(uint32_t index) : index_(index) {}
      IdType operator*() const { return IdType(index_); }
      Iterator& operator++() {
        ++index_;
        return *this;
      }
      friend bool operator==(Iterator, Iterator) = default;

     private:
      uint32_t index_;
    };
    explicit Ids(uint32_t count) : count_(count) {}
    [[nodiscard]] Iterator begin() const { return Iterator(0); }
    [[nodiscard]] Iterator end() const { return Iterator(count_); }

   private:
    uint32_t count_;
  };
  [[nodiscard]] Ids ids() const { return Ids(static_cast<uint32_t>(values_.size())); }

 private:
  std::vector<Value> values_;
};

}  // namespace lattice
