#pragma once
// numpy's array, read by the layout its public header fixes (the same since 1.7, also in 2.x), so
// that neither its headers nor the library are needed.

#include <Python.h>

namespace lattice {

struct NumpyDtype {
  PyObject_HEAD PyTypeObject* scalar;
  char kind, type, byte_order, former_flags;
  int number;
};

struct NumpyArray {
  PyObject_HEAD char* data;
  int dimensions;
  Py_ssize_t *shape, *strides;
  PyObject* base;
  NumpyDtype* dtype;
  int flags;
};

/// Bits of `NumpyArray::flags`: row major, column major, aligned, writeable.
constexpr int kNumpyLayoutFlags = 0x1 | 0x2 | 0x100 | 0x400;

/// The array, or null when the object is none.
const NumpyArray* as_array(PyObject* object);

}  // namespace lattice
