#pragma once
#include <Python.h>

namespace lattice {

/// Adds signals, memos and effects to the module. 0, or -1 with an error.
int add_signals(PyObject* module);

}  // namespace lattice
