#pragma once
#include "analysis/cell/cell.h"

namespace lattice {

/// Splits a script into cells by the rules of guards.md, section 4. Never fails: what it does not
/// know becomes one opaque cell.
Split split(const Ast& ast, const Names& names, const EffectTable& effects);

/// Bodies nested deeper are not walked: the statement there is one cell.
constexpr unsigned kMaxSplitDepth = 60;

}  // namespace lattice
