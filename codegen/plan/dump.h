#pragma once
#include <string>

#include "codegen/plan/guard_plan.h"

namespace lattice {

/// The steps, one a line and indented by nesting: the form of `lattice dump --stage=plan`.
std::string dump_plan(const GuardPlan& plan);

}  // namespace lattice
