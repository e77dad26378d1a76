#pragma once
// Layouts that CPython keeps in its internal headers, which are not C++.

#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The next attribute of an object whose attributes live inside it, in insertion order, borrowed.
/// `*position` starts at 0. False at the end, and when the attributes are in a dictionary instead.
int lattice_inline_attribute(PyObject* object, Py_ssize_t* position, PyObject** name,
                             PyObject** value);

/// The attribute dictionary, borrowed; null when the object has none or keeps its attributes
/// inside.
PyObject* lattice_attribute_dict(PyObject* object);

/// A number that is never used for another state of a type again; 0 when there is none.
unsigned lattice_type_version(PyTypeObject* type);

#ifdef __cplusplus
}
#endif
