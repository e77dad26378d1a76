#include "analysis/effect/hazards.h"

namespace lattice {

std::vector<std::string> hazards(const Analysis& analysis) {
  std::vector<std::string> reasons;
  for (const Unit& unit : analysis.effects().units()) {
    std::string reason = analysis.effects().reason(unit.effects);
    if (unit.decoration == Decoration::CacheResource && reason.empty())
      reason = "gives an object that all runs share: `" + std::string(unit.name) + "`";
    if (unit.expires && reason.empty())
      reason = "uses a cache that expires or is cleared: `" + std::string(unit.name) + "`";
    if (!reason.empty()) reasons.push_back(std::move(reason));
  }
  return reasons;
}

}  // namespace lattice
