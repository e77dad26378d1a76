#pragma once
#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif

// NOLINTBEGIN(readability-identifier-naming): the names of C.
/// What the interpreter would do between two bytecodes of this thread: nothing, give the GIL to
/// another thread, or something that only it can (signals, pending calls, exceptions set from
/// outside).
enum lattice_interruption { lattice_none, lattice_yield, lattice_stop };
enum lattice_interruption lattice_interruption(void);
/// A tracer or profiler watches this thread.
int lattice_is_traced(void);
/// Calls that may nest before RecursionError.
int lattice_depth_left(void);
// NOLINTEND(readability-identifier-naming)

#ifdef __cplusplus
}
#endif
