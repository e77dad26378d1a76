#pragma once
// The guard plan, as the engine takes it.

#include <pybind11/pybind11.h>

#include "python/bindings/engine.h"

namespace lattice {

/// What the engine must know of each cell of the parsed plan; `bindings` is filled beside it.
Program program_of(CPythonHost& host, const pybind11::dict& plan,
                   std::vector<CellBinding>& bindings);

/// Pairs (code name, first line) of closures whose variables are bound again later.
pybind11::set late_of(const pybind11::dict& plan);

/// The script was edited: the engine goes on with the plan of the new text.
/// `changes`: `lattice.adapter.engine.reload.Changes`.
void adopt(Engine& engine, const pybind11::dict& plan, const pybind11::object& changes);

}  // namespace lattice
