#pragma once
// An effect is one way in which a cell touches more than its operands; an EffectSet is what the
// table or the analysis of a body says a piece of code may do. Sets only ever over-approximate.
//
// Example: `df["t"] = datetime.now()` has {Clock, Mutates}; Clock makes its cell run always.
#include <cstdint>
#include <string>
#include <string_view>

namespace lattice {

enum class Effect : uint8_t {
#define LATTICE_EFFECT(name, always, phrase) name,
#include "analysis/effect/effects.def"
  Count
};

class EffectSet {
 public:
  constexpr EffectSet() = default;
  template <typename... Rest>
  constexpr explicit EffectSet(Effect first, Rest... rest) : bits_(bit(first)) {
    ((bits_ |= bit(rest)), ...);
  }

  [[nodiscard]] constexpr bool has(Effect effect) const { return (bits_ & bit(effect)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  constexpr void add(Effect effect) { bits_ |= bit(effect); }
  constexpr void remove(Effect effect) { bits_ &= ~bit(effect); }
  constexpr EffectSet& operator|=(EffectSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  constexpr bool operator==(const EffectSet&) const = default;
  [[nodiscard]] constexpr uint64_t bits() const { return bits_; }

 private:
  static constexpr uint64_t bit(Effect effect) {
    return uint64_t{1} << static_cast<unsigned>(effect);
  }
  uint64_t bits_ = 0;
};
static_assert(static_cast<unsigned>(Effect::Count) <= 64, "an EffectSet is one machine word");

/// The effect's identifier, as in effects.def.
std::string_view name_of(Effect effect);
/// Completes "this cell ...", in words for users.
std::string_view phrase_of(Effect effect);
/// Whether a cell with this effect runs in every interaction.
bool runs_always(Effect effect);
/// The first effect of the set (in table order) that makes a cell run always; Count if none does.
Effect first_always(EffectSet effects);
/// Names in table order, separated by blanks: the form of `lattice dump --stage=effects`.
std::string to_string(EffectSet effects);

}  // namespace lattice
