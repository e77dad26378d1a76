#pragma once
#include <pybind11/pybind11.h>

namespace lattice::python {

/// Adds what the adapter needs of the sensors to the module lattice._core.
void add_sensors(pybind11::module_& module);

}  // namespace lattice::python
