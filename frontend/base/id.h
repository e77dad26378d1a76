#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace lattice {

/// A 32-bit index into the one store that owns the values of its kind; passed by value.
/// `Id<CellTag>` never converts to `Id<SymbolTag>`. A default-constructed id is "none".
template <typename Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(uint32_t index) : index_(index) {}

  static constexpr Id none() { return Id(); }
  [[nodiscard]] constexpr bool valid() const { return index_ != kNone; }
  constexpr explicit operator bool() const { return valid(); }

  /// Position in the owning store; only meaningful when valid.
  [[nodiscard]] constexpr uint32_t index() const { return index_; }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  uint32_t index_ = kNone;
};

}  // namespace lattice

template <typename Tag>
struct std::hash<lattice::Id<Tag>> {
  size_t operator()(lattice::Id<Tag> id) const noexcept {
    return std::hash<uint32_t>()(id.index());
  }
};
