#include "codegen/plan/guard_plan.h"

#include <limits>

#include "codegen/plan/identity.h"

namespace lattice {
namespace {

std::vector<std::string> copied(const std::vector<std::string_view>& names) {
  return {names.begin(), names.end()};
}

std::optional<uint32_t> number(CellId id) {
  return id.valid() ? std::optional(id.index()) : std::nullopt;
}

std::vector<std::optional<uint32_t>> numbers(const std::vector<CellId>& ids) {
  std::vector<std::optional<uint32_t>> out;
  out.reserve(ids.size());
  for (const CellId id : ids) out.push_back(number(id));
  return out;
}

PlanCell plan_cell(CellId id, const StaticCell& cell) {
  PlanCell out;
  out.id = id.index();
  out.line = cell.line;
  out.label = cell.label;
  out.kind = cell.kind;
  out.locals = copied(cell.locals);
  out.fetch = copied(cell.fetch);
  out.globals = copied(cell.globals);
  out.writes = copied(cell.writes);
  out.walrus = copied(cell.walrus);
  out.module = cell.module;
  out.definite = cell.definite;
  out.discard = cell.discard;
  out.light = cell.light;
  out.pure = cell.pure;
  if (!cell.always.empty()) out.always = cell.always;
  return out;
}

std::vector<PlanStep> plan_steps(const Ast& ast, const std::vector<Step>& steps) {
  std::vector<PlanStep> out;
  out.reserve(steps.size());
  for (const Step& step : steps) {
    PlanStep made;
    made.kind = step.kind;
    made.line = ast[step.node].position.line;
    made.column = ast[step.node].position.column;
    made.cell = number(step.cell);
    made.arguments = numbers(step.arguments);
    made.keywords = numbers(step.keywords);
    made.stars = step.stars;
    made.by_arguments = step.by_arguments;
    for (const WithItemStep& item : step.items)
      made.items.push_back({number(item.cell), item.dynamic});
    made.opaque = number(step.opaque);
    made.loop = number(step.loop);
    if (!step.function.empty()) made.function = step.function;
    made.fragment = step.fragment;
    made.body = plan_steps(ast, step.body);
    made.orelse = plan_steps(ast, step.orelse);
    for (const std::vector<Step>& handler : step.handlers)
      made.handlers.push_back(plan_steps(ast, handler));
    made.final = plan_steps(ast, step.final);
    made.module = step.module;
    out.push_back(std::move(made));
  }
  return out;
}

}  // namespace

GuardPlan plan(const Analysis& analysis) {
  GuardPlan out;
  const Ast& ast = analysis.ast();
  if (!ast.problem.empty()) {
    out.reason = ast.problem;
    return out;
  }
  const Split& split = analysis.split();
  out.body = plan_steps(ast, split.steps);
  for (const CellId id : split.cells.ids()) out.cells.push_back(plan_cell(id, split.cells[id]));
  out.globals_written = copied(analysis.names().declared_global());
  for (const LateClosure& closure : split.late) out.late.emplace_back(closure.name, closure.line);
  out.hazards = analysis.effects().function_hazards();
  for (const AstId function : split.functions) out.functions.push_back(function_key(ast, function));
  identify(analysis, out);
  return out;
}

}  // namespace lattice
