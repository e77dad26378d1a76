#pragma once

#include <cstdint>

namespace lattice {

/// Half-open range of byte offsets in one source text (a byte order mark does not count).
struct TextRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] constexpr uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin == end; }
  [[nodiscard]] constexpr bool contains(uint32_t offset) const {
    return begin <= offset && offset < end;
  }
  [[nodiscard]] constexpr bool contains(TextRange other) const {
    return begin <= other.begin && other.end <= end;
  }
  friend constexpr bool operator==(TextRange, TextRange) = default;
};

}  // namespace lattice
