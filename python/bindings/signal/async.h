#pragma once
// Asynchronous effects: `async def` functions that run as tasks (python/lattice/tasks.py).

#include <Python.h>

namespace lattice {

/// Runs the coroutine of an effect as a task; null with an error.
PyObject* start_task(PyObject* effect, PyObject* coroutine);

}  // namespace lattice
