#pragma once
#include <string>

#include "codegen/plan/guard_plan.h"

namespace lattice {

/// The plan in the form of docs/design/guard-plan.md; invalid UTF-8 is replaced.
std::string to_json(const GuardPlan& plan);

/// The guard plan of a script's text as JSON. Never fails.
std::string plan_json(const std::string& source, const std::string& path, Watch watch = {});

}  // namespace lattice
