#pragma once
// What stays the same of a cell when the script is edited: see docs/design/reload.md.
#include "codegen/plan/guard_plan.h"

namespace lattice {

/// Gives every cell and every step of `plan` its identity. Equal identities: the same source text,
/// read in the same way, in a group (function, loop) of the same kind. Lines do not count.
/// Precondition: `plan` was made from `analysis`.
void identify(const Analysis& analysis, GuardPlan& plan);

}  // namespace lattice
