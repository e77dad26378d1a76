#pragma once
// The guard plan: where guards stand in a script, and what the run time must know of each cell.
// docs/design/guard-plan.md describes it field by field. Plain data, without references to the
// tree.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/analyze.h"

namespace lattice {

struct PlanCell {
  uint32_t id = 0;
  uint32_t line = 0;
  std::string label;
  /// The same in every text of the script that has this cell.
  std::string identity;
  CellKind kind = CellKind::Expr;
  std::vector<std::string> locals, fetch, globals, writes, walrus;
  bool module = true;
  bool definite = false;
  bool discard = false;
  bool light = false;
  bool pure = false;
  std::optional<std::string> always;
};

struct PlanItem {
  std::optional<uint32_t> cell;
  bool dynamic = false;
};

struct PlanStep {
  StepKind kind = StepKind::Native;
  uint32_t line = 0;
  uint32_t column = 0;
  /// All of its lines, decorators included.
  uint32_t first = 0;
  uint32_t last = 0;
  /// Of its text; of the header when its body is walked (a definition counts whole).
  std::string identity;
  std::optional<uint32_t> cell;
  std::vector<std::optional<uint32_t>> arguments, keywords;
  std::vector<bool> stars;
  bool by_arguments = false;
  std::vector<PlanItem> items;
  std::optional<uint32_t> opaque, loop;
  std::optional<std::string> function;
  bool fragment = false;
  std::vector<PlanStep> body, orelse;
  std::vector<std::vector<PlanStep>> handlers;
  std::vector<PlanStep> final;
  bool module = false;
};

struct GuardPlan {
  std::vector<PlanStep> body;
  std::vector<PlanCell> cells;
  std::vector<std::string> globals_written;
  std::vector<std::pair<std::string, uint32_t>> late;
  std::vector<std::string> functions;
  /// Functions whose callers run in every interaction.
  std::vector<FunctionHazard> hazards;
  /// Why the whole script runs as plain Streamlit; then there are no steps and no cells.
  std::optional<std::string> reason;
};

GuardPlan plan(const Analysis& analysis);

}  // namespace lattice
