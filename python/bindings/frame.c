// CPython 3.12 has PyFrame_GetVar; in 3.11 only the internal frame layout tells. This file is C
// because the internal headers are not C++.
#define Py_BUILD_CORE 1
#include "python/bindings/frame.h"

#if PY_VERSION_HEX < 0x030C0000
#include "internal/pycore_code.h"
#include "internal/pycore_frame.h"

PyObject* lattice_frame_variable(PyFrameObject* frame, PyObject* name) {
  struct _PyInterpreterFrame* inner = frame->f_frame;
  PyCodeObject* code = inner->f_code;
  const Py_ssize_t count = PyTuple_GET_SIZE(code->co_localsplusnames);
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* candidate = PyTuple_GET_ITEM(code->co_localsplusnames, i);
    if (candidate != name && PyUnicode_Compare(candidate, name) != 0) continue;
    PyObject* value = inner->localsplus[i];
    const _PyLocals_Kind kind = _PyLocals_GetKind(code->co_localspluskinds, (int)i);
    if (value != NULL && (kind & (CO_FAST_CELL | CO_FAST_FREE)) && PyCell_Check(value))
      value = PyCell_GET(value);
    Py_XINCREF(value);
    return value;
  }
  return NULL;
}
#else
PyObject* lattice_frame_variable(PyFrameObject* frame, PyObject* name) {
  PyObject* value = PyFrame_GetVar(frame, name);
  if (value == NULL) PyErr_Clear();
  return value;
}
#endif
