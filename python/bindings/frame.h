#pragma once
// What the guards need of CPython's frames, without materialising a frame's dictionary: that would
// change what a script sees through an earlier `locals()`.

#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The variable `name` of `frame`, a new reference; null without an error when unbound or unknown.
PyObject* lattice_frame_variable(PyFrameObject* frame, PyObject* name);

#ifdef __cplusplus
}
#endif
