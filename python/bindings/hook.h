#pragma once

#include <Python.h>

namespace lattice {

/// The recorder of the cell that runs on this thread, a new reference; null without a cell, or with
/// an error set.
PyObject* active_effects();

/// Adds `Hook` and `watch_print` to `module`. 0 or -1 with an error.
int add_hooks(PyObject* module);

}  // namespace lattice
