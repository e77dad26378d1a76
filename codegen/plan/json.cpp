#include "codegen/plan/json.h"

#include <nlohmann/json.hpp>

#include "analysis/analyze.h"

namespace lattice {
namespace {

using Json = nlohmann::ordered_json;

template <typename Value>
Json optional(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json numbers(const std::vector<std::optional<uint32_t>>& values) {
  Json out = Json::array();
  for (const auto& value : values) out.push_back(optional(value));
  return out;
}

Json json_of(const PlanCell& cell) {
  return {{"id", cell.id},
          {"line", cell.line},
          {"label", cell.label},
          {"identity", cell.identity},
          {"kind", to_string(cell.kind)},
          {"locals", cell.locals},
          {"fetch", cell.fetch},
          {"globals", cell.globals},
          {"writes", cell.writes},
          {"walrus", cell.walrus},
          {"module", cell.module},
          {"definite", cell.definite},
          {"discard", cell.discard},
          {"light", cell.light},
          {"always", optional(cell.always)},
          {"pure", cell.pure}};
}

Json json_of(const std::vector<PlanStep>& steps);

Json json_of(const PlanStep& step) {
  Json out = {{"step", to_string(step.kind)},
              {"line", step.line},
              {"col", step.column},
              {"lines", {step.first, step.last}},
              {"identity", step.identity}};
  switch (step.kind) {
    case StepKind::Native:
      break;
    case StepKind::Value:
    case StepKind::Raise:
    case StepKind::Dispatch:
    case StepKind::Stmt:
      out["cell"] = optional(step.cell);
      break;
    case StepKind::Call:
      out["args"] = numbers(step.arguments);
      out["stars"] = step.stars;
      out["kwargs"] = numbers(step.keywords);
      out["function"] = optional(step.function);
      break;
    case StepKind::If:
      out["test"] = optional(step.cell);
      out["body"] = json_of(step.body);
      out["orelse"] = json_of(step.orelse);
      break;
    case StepKind::With: {
      Json items = Json::array();
      for (const PlanItem& item : step.items) {
        items.push_back({{"cell", optional(item.cell)}, {"dynamic", item.dynamic}});
      }
      out["items"] = std::move(items);
      out["opaque"] = optional(step.opaque);
      out["body"] = json_of(step.body);
      break;
    }
    case StepKind::For:
      out["loop"] = optional(step.loop);
      out["iter"] = optional(step.cell);
      out["args"] = step.by_arguments ? numbers(step.arguments) : Json(nullptr);
      out["body"] = json_of(step.body);
      break;
    case StepKind::Try: {
      Json handlers = Json::array();
      for (const auto& handler : step.handlers) handlers.push_back(json_of(handler));
      out["loop"] = optional(step.loop);
      out["module"] = step.module;
      out["body"] = json_of(step.body);
      out["handlers"] = std::move(handlers);
      out["orelse"] = json_of(step.orelse);
      out["final"] = json_of(step.final);
      break;
    }
    case StepKind::Def:
      out["cell"] = optional(step.cell);
      out["function"] = optional(step.function);
      out["fragment"] = step.fragment;
      out["body"] = json_of(step.body);
      break;
  }
  return out;
}

Json json_of(const std::vector<PlanStep>& steps) {
  Json out = Json::array();
  for (const PlanStep& step : steps) out.push_back(json_of(step));
  return out;
}

}  // namespace

std::string to_json(const GuardPlan& plan) {
  Json cells = Json::array();
  for (const PlanCell& cell : plan.cells) cells.push_back(json_of(cell));
  Json late = Json::array();
  Json hazards = Json::array();
  for (const FunctionHazard& hazard : plan.hazards)
    hazards.push_back(Json::array({hazard.name, hazard.line, hazard.reason}));
  for (const auto& [name, line] : plan.late) late.push_back(Json::array({name, line}));
  const Json out = {{"body", json_of(plan.body)},
                    {"cells", std::move(cells)},
                    {"globals_written", plan.globals_written},
                    {"late", std::move(late)},
                    {"functions", plan.functions},
                    {"hazards", std::move(hazards)},
                    {"reason", optional(plan.reason)}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string plan_json(const std::string& source, const std::string& path, Watch watch) {
  return to_json(plan(analyze(SourceFile(path, source), watch)));
}

}  // namespace lattice
