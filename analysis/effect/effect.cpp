#include "analysis/effect/effect.h"

#include <array>

namespace lattice {
namespace {

struct EffectInfo {
  std::string_view name;
  bool always;
  std::string_view phrase;
};

constexpr std::array<EffectInfo, static_cast<size_t>(Effect::Count)> kEffects{{
#define LATTICE_EFFECT(name, always, phrase) {#name, always, phrase},
#include "analysis/effect/effects.def"
}};

}  // namespace

std::string_view name_of(Effect effect) { return kEffects[static_cast<size_t>(effect)].name; }
std::string_view phrase_of(Effect effect) { return kEffects[static_cast<size_t>(effect)].phrase; }
bool runs_always(Effect effect) { return kEffects[static_cast<size_t>(effect)].always; }

Effect first_always(EffectSet effects) {
  for (size_t i = 0; i < kEffects.size(); ++i) {
    const auto effect = static_cast<Effect>(i);
    if (kEffects[i].always && effects.has(effect)) return effect;
  }
  return Effect::Count;
}

std::string to_string(EffectSet effects) {
  std::string out;
  for (size_t i = 0; i < kEffects.size(); ++i) {
    if (!effects.has(static_cast<Effect>(i))) continue;
    if (!out.empty()) out += ' ';
    out += kEffects[i].name;
  }
  return out;
}

}  // namespace lattice
