#pragma once
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

namespace lattice::python {

/// The submodule `kernel`: the type of compiled functions and what tells about them.
void add_kernels(pybind11::module_& module);

}  // namespace lattice::python
