#pragma once
#include <Python.h>

namespace lattice {

/// A file of Python's `open` that is closed, as `with open(path) as file: ...` leaves it: nothing
/// can be read from it, written to it or changed about it any more. Runs no code of the script.
bool is_closed_file(PyObject* object);

}  // namespace lattice
