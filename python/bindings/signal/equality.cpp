// When a value counts as unchanged.
#include "python/bindings/signal/host.h"

namespace lattice {
namespace {

// Deeper tuples count as changed: an update too many, never a stack overflow.
constexpr int kDeepest = 32;

bool same(PyObject* a, PyObject* b, int depth) {
  if (a == b) return true;
  // 1, 1.0 and True are equal, and shown differently.
  PyTypeObject* const type = Py_TYPE(a);
  if (type != Py_TYPE(b)) return false;
  if (type == &PyLong_Type || type == &PyUnicode_Type || type == &PyFloat_Type ||
      type == &PyBytes_Type) {
    const int equal = PyObject_RichCompareBool(a, b, Py_EQ);
    if (equal < 0) PyErr_Clear();
    return equal == 1;
  }
  if (type != &PyTuple_Type || depth >= kDeepest) return false;
  const Py_ssize_t size = PyTuple_GET_SIZE(a);
  if (size != PyTuple_GET_SIZE(b)) return false;
  for (Py_ssize_t i = 0; i < size; ++i)
    if (!same(PyTuple_GET_ITEM(a, i), PyTuple_GET_ITEM(b, i), depth + 1)) return false;
  return true;
}

}  // namespace

bool same_value(PyObject* a, PyObject* b) { return same(a, b, 0); }

int equal_values(PyObject* equals, PyObject* a, PyObject* b) {
  if (equals == Py_None || equals == nullptr) return same_value(a, b) ? 1 : 0;
  PyObject* const arguments[] = {a, b};
  PyObject* const result = PyObject_Vectorcall(equals, arguments, 2, nullptr);
  if (result == nullptr) return -1;
  const int equal = PyObject_IsTrue(result);
  Py_DECREF(result);
  return equal;
}

}  // namespace lattice
