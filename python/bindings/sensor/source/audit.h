#pragma once
// Python's audit events, seen by the cell of their thread.

#include <Python.h>

namespace lattice {

/// Installs the hook, for the life of the process, and watches `os.stat` and its like. Does nothing
/// the second time. 0, or -1 with an error.
int watch_audit_events();

}  // namespace lattice
