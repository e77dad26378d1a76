#include "codegen/plan/dump.h"

#include <fmt/format.h>

namespace lattice {
namespace {

std::string number(const std::optional<uint32_t>& value) {
  return value ? std::to_string(*value) : "-";
}

std::string numbers(const std::vector<std::optional<uint32_t>>& values) {
  std::string out;
  for (const auto& value : values) {
    if (!out.empty()) out += ' ';
    out += number(value);
  }
  return out;
}

std::string details(const PlanStep& step) {
  switch (step.kind) {
    case StepKind::Native:
      return {};
    case StepKind::Try:
      return step.loop ? fmt::format(" in loop {}", *step.loop) : "";
    case StepKind::Call:
      return fmt::format(" {}({}{}{})", step.function.value_or(""), numbers(step.arguments),
                         step.keywords.empty() ? "" : "; ", numbers(step.keywords));
    case StepKind::With: {
      std::string out;
      for (const PlanItem& item : step.items) {
        out += item.dynamic ? " dynamic" : " " + number(item.cell);
      }
      return out + (step.opaque ? fmt::format(" else {}", *step.opaque) : "");
    }
    case StepKind::For:
      return step.by_arguments
                 ? fmt::format(" loop {} over ({})", number(step.loop), numbers(step.arguments))
                 : fmt::format(" loop {} over {}", number(step.loop), number(step.cell));
    case StepKind::Def:
      return fmt::format(" {}{}", number(step.cell),
                         step.function ? fmt::format(" guards {}", *step.function) : "");
    default:
      return " " + number(step.cell);
  }
}

void append(std::string& out, const std::vector<PlanStep>& steps, size_t depth) {
  for (const PlanStep& step : steps) {
    out.append(depth * 2, ' ');
    out += fmt::format("{} {}:{}{}\n", to_string(step.kind), step.line, step.column, details(step));
    append(out, step.body, depth + 1);
    const auto part = [&](std::string_view name, const std::vector<PlanStep>& body) {
      if (body.empty()) return;
      out.append(depth * 2, ' ');
      out += fmt::format("{}\n", name);
      append(out, body, depth + 1);
    };
    for (const auto& handler : step.handlers) part("except", handler);
    part("else", step.orelse);
    part("finally", step.final);
  }
}

}  // namespace

std::string dump_plan(const GuardPlan& plan) {
  if (plan.reason) return fmt::format("plain: {}\n", *plan.reason);
  std::string out;
  append(out, plan.body, 0);
  return out;
}

}  // namespace lattice
