// Functions that have to be called anew every time. Where a call names them the cell knows; these
// are for calls of values: `st.session_state.now()`, `for step in steps: step()`.
#include <algorithm>

#include "analysis/effect_table/effect_table.h"

namespace lattice {

std::vector<FunctionHazard> EffectTable::function_hazards() const {
  std::vector<FunctionHazard> out;
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstId id(i);
    const AstKind kind = ast_[id].kind;
    const bool lambda = kind == AstKind::Lambda;
    if (!lambda && kind != AstKind::FunctionDef && kind != AstKind::AsyncFunctionDef) continue;
    // Methods are found by their names, and a cache answers for what it wraps.
    if (ast_[ast_[id].parent].kind == AstKind::ClassDef) continue;
    if (!lambda && decoration_of(id) == Decoration::CacheData) continue;
    Effects effects = lambda ? of(id) : of_body(id);
    // Seen when it happens.
    effects.set.remove(Effect::Fragment);
    FunctionHazard hazard{lambda ? "<lambda>" : std::string(ast_[id].text), ast_[id].position.line,
                          reason(effects)};
    if (hazard.reason.empty()) continue;
    for (const AstId child : AstChildren(ast_, id)) {
      // `co_firstlineno` counts from the first decorator.
      if (ast_[child].role == AstRole::Decorator)
        hazard.line = std::min(hazard.line, ast_[child].position.line);
    }
    out.push_back(std::move(hazard));
  }
  return out;
}

}  // namespace lattice
