#pragma once
#include <string>

#include "analysis/analyze.h"

namespace lattice {

/// `cell3 expr 5 [light pure] `x + 1` reads x, globals st, writes y: <why always>`, one line a
/// cell: the form of `lattice dump --stage=cells`.
std::string dump_cells(const Analysis& analysis);

/// The effects of each function, method and class of the script, then those of each cell that has
/// any: the form of `lattice dump --stage=effects`.
std::string dump_effects(const Analysis& analysis);

}  // namespace lattice
