#pragma once
// `os.stat` and its like have no audit events. The functions behind them are exchanged in place, so
// that every name a library or the script has for them is watched, and they stay the same objects.

#include <Python.h>

#include <string>

namespace lattice {

/// Watches them from now on. 0, or -1 with an error. Precondition: called once.
int watch_status();

/// The path that a str, bytes or an object like `pathlib.Path` stands for; false for anything else.
bool path_of(PyObject* object, std::string& path);

}  // namespace lattice
