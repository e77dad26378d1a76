#pragma once
// The most frequent atoms, written without a call.

#include <Python.h>

#include <cstring>

#include "python/bindings/walk/stream/stream.h"

namespace lattice {

/// Of an exact int. False when it does not fit into one digit.
inline bool small_integer(PyObject* object, int64_t& value) {
#if PY_VERSION_HEX < 0x030C0000
  const Py_ssize_t size = Py_SIZE(object);
  if (size < -1 || size > 1) return false;
  const auto* digits = reinterpret_cast<PyLongObject*>(object)->ob_digit;
  value = size == 0 ? 0 : static_cast<int64_t>(digits[0]) * size;
  return true;
#else
  const auto* it = reinterpret_cast<PyLongObject*>(object);
  if (!PyUnstable_Long_IsCompact(it)) return false;
  value = PyUnstable_Long_CompactValue(it);
  return true;
#endif
}

/// Writes a small int, a float, a short ASCII text, a bool or None; false for anything else.
inline bool write_common(TokenStream& stream, PyObject* object) {
  PyTypeObject* type = Py_TYPE(object);
  if (type == &PyLong_Type) {
    int64_t value;
    if (!small_integer(object, value)) return false;
    stream.word(Tag::Int, static_cast<uint64_t>(value));
  } else if (type == &PyFloat_Type) {
    uint64_t bits;
    const double value = PyFloat_AS_DOUBLE(object);
    std::memcpy(&bits, &value, sizeof bits);
    stream.word(Tag::Float, bits);
  } else if (type == &PyUnicode_Type) {
    constexpr Py_ssize_t kShort = 256;
    if (!PyUnicode_IS_COMPACT_ASCII(object)) return false;
    const Py_ssize_t size = PyUnicode_GET_LENGTH(object);
    if (size > kShort) return false;
    stream.bytes(Tag::Text1, PyUnicode_1BYTE_DATA(object), static_cast<size_t>(size));
  } else if (object == Py_None) {
    stream.tag(Tag::None);
  } else if (type == &PyBool_Type) {
    stream.tag(object == Py_True ? Tag::True : Tag::False);
  } else {
    return false;
  }
  return true;
}

}  // namespace lattice
