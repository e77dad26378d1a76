#pragma once
// The builtin types, by address.

#include "python/bindings/walk/layout/layout.h"

namespace lattice {

/// Imports the modules whose types are known by address; before the first walk, because importing
/// may run Python code.
void prepare_builtin_layouts();
/// The layout of exactly this type; Opaque when it is not builtin (or truly opaque).
Layout builtin_layout(PyTypeObject* type);
/// Bytes of the value inside a numpy scalar; 0 when unknown.
uint8_t numpy_scalar_size(PyTypeObject* type);
/// No part of an instance can be replaced.
bool is_immutable(const TypeLayout& layout);

struct CounterObject;
/// An `itertools.count` whose state can be read; else null.
const CounterObject* as_counter(PyObject* object);

/// Layouts of the standard library's C modules that have no header.
struct RangeObject {
  PyObject_HEAD PyObject *start, *stop, *step, *length;
};
struct TimeZoneObject {
  PyObject_HEAD PyObject *offset, *name;
};
struct CounterObject {
  PyObject_HEAD Py_ssize_t next;
  PyObject *far_next, *step;
};
struct OrderedNode {
  PyObject* key;
  Py_hash_t hash;
  OrderedNode *next, *previous;
};
struct OrderedDictObject {
  PyDictObject dict;
  OrderedNode *first, *last;
  OrderedNode** fast_nodes;
  Py_ssize_t fast_nodes_size;
  void* resize_sentinel;
  size_t state;
  PyObject *attributes, *weak_references;
};
struct DecimalObject {
  PyObject_HEAD Py_hash_t hash;
  uint8_t flags;
  Py_ssize_t exponent, digits, length, allocated;
  uint64_t* words;
  uint64_t inside[4];
};

}  // namespace lattice
