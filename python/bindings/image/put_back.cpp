#include <algorithm>
#include <cstring>

#include "python/bindings/image/image.h"
#include "python/bindings/walk/foreign/numpy.h"
#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/layout/layout.h"
#include "python/bindings/walk/layout/raw.h"

namespace lattice {
namespace {

// What is replaced stays alive: images of the other states hold it. So no finalizer runs here.

void put_list(PyObject* list, PyObject* content) {
  const Py_ssize_t size = PyList_GET_SIZE(list);
  const Py_ssize_t wanted = PyTuple_GET_SIZE(content);
  bool same = size == wanted;
  for (Py_ssize_t i = 0; same && i < size; ++i)
    same = PyList_GET_ITEM(list, i) == PyTuple_GET_ITEM(content, i);
  if (same) return;
  // In place as far as both go: a loop over the list may be under way.
  for (Py_ssize_t i = 0; i < std::min(size, wanted); ++i) {
    Py_INCREF(PyTuple_GET_ITEM(content, i));
    PyList_SetItem(list, i, PyTuple_GET_ITEM(content, i));
  }
  if (size > wanted) {
    PyList_SetSlice(list, wanted, size, nullptr);
  } else if (size < wanted) {
    const Reference rest(PyTuple_GetSlice(content, size, wanted));
    if (rest) PyList_SetSlice(list, size, size, rest.get());
  }
}

void put_dict(PyObject* dict, PyObject* content) {
  Py_ssize_t i = 0, j = 0;
  PyObject *key, *wanted_key, *value, *wanted;
  bool same_keys = PyDict_GET_SIZE(dict) == PyDict_GET_SIZE(content);
  bool same = same_keys;
  while (same_keys && PyDict_Next(dict, &i, &key, &value) &&
         PyDict_Next(content, &j, &wanted_key, &wanted)) {
    same_keys = key == wanted_key;
    same &= same_keys && value == wanted;
  }
  if (same) return;
  if (!same_keys) PyDict_Clear(dict);
  j = 0;
  // Known hashes: no `__hash__` of the script runs.
  Py_hash_t hash;
  while (_PyDict_Next(content, &j, &wanted_key, &wanted, &hash))
    if (_PyDict_SetItem_KnownHash(dict, wanted_key, wanted, hash) != 0) return;
}

void put_ordered(PyObject* dict, PyObject* content) {
  const Reference now(PyDict_New());
  if (!now || PyDict_Update(now.get(), dict) != 0 || same_dict(now.get(), content)) return;
  const Reference cleared(PyObject_CallMethod(dict, "clear", nullptr));
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(content, &position, &key, &value))
    if (PyODict_SetItem(dict, key, value) != 0) return;
}

void put_deque(PyObject* deque, PyObject* content) {
  const Reference now(PySequence_Tuple(deque));
  if (!now) return;
  bool same = PyTuple_GET_SIZE(now.get()) == PyTuple_GET_SIZE(content);
  for (Py_ssize_t i = 0; same && i < PyTuple_GET_SIZE(content); ++i)
    same = PyTuple_GET_ITEM(now.get(), i) == PyTuple_GET_ITEM(content, i);
  if (same) return;
  const Reference cleared(PyObject_CallMethod(deque, "clear", nullptr));
  const Reference extended(PyObject_CallMethod(deque, "extend", "(O)", content));
}

void put_array(const Part& part) {
  const NumpyArray* now = as_array(part.object.get());
  const NumpyArray* kept = as_array(part.content.get());
  if (now == nullptr || kept == nullptr) return;
  // An array that owns its memory has no gaps, so both lie alike in memory.
  std::memcpy(now->data, kept->data, part.bytes);
}

// Its caches stay.
void put_index(PyObject* index, PyObject* content) {
  const Reference dict(PyObject_GenericGetDict(index, nullptr));
  Py_ssize_t position = 0;
  PyObject *name, *wanted;
  while (dict && PyDict_Next(content, &position, &name, &wanted))
    if (PyDict_GetItemWithError(dict.get(), name) != wanted)
      PyDict_SetItem(dict.get(), name, wanted);
}

void put_slots(const Part& part) {
  const TypeLayout& layout = LayoutTable::instance().of(Py_TYPE(part.object.get()));
  if (layout.slots.size() != part.slots.size()) return;
  for (size_t i = 0; i < part.slots.size(); ++i) {
    auto** slot =
        reinterpret_cast<PyObject**>(reinterpret_cast<char*>(part.object.get()) + layout.slots[i]);
    PyObject* const before = *slot;
    *slot = part.slots[i].get();
    Py_XINCREF(*slot);
    Py_XDECREF(before);
  }
}

void put(const Part& part) {
  PyObject* const object = part.object.get();
  switch (part.kind) {
    case PartKind::List:
      return put_list(object, part.content.get());
    case PartKind::Dict:
      return put_dict(object, part.content.get());
    case PartKind::Deque:
      return put_deque(object, part.content.get());
    case PartKind::OrderedDict:
      return put_ordered(object, part.content.get());
    case PartKind::Counter:
      reinterpret_cast<CounterObject*>(object)->next = PyLong_AsSsize_t(part.content.get());
      return;
    case PartKind::Cell:
      if (PyCell_GET(object) != part.content.get()) PyCell_Set(object, part.content.get());
      return;
    case PartKind::Array:
      return put_array(part);
    case PartKind::Instance:
      if (part.base != nullptr) put(*part.base);
      put_slots(part);
      if (part.content) put_back_attributes(object, part.content.get());
      return;
    case PartKind::Index:
      return put_index(object, part.content.get());
    case PartKind::Frame:
      return put_back_frame(part);
    case PartKind::Noted:
      return;
  }
}

}  // namespace

Reference attributes_of(PyObject* object) {
  if (PyObject* dict = lattice_attribute_dict(object)) return Reference(PyDict_Copy(dict));
  Py_ssize_t position = 0;
  PyObject *name, *value;
  Reference copy(PyDict_New());
  while (copy && lattice_inline_attribute(object, &position, &name, &value))
    if (PyDict_SetItem(copy.get(), name, value) != 0) return {};
  return copy;
}

void put_back_attributes(PyObject* object, PyObject* attributes) {
  const Reference dict(PyObject_GenericGetDict(object, nullptr));
  if (dict && PyDict_Check(dict.get())) put_dict(dict.get(), attributes);
}

void put_back(const PyImage& image) {
  for (const PartRef& part : image.parts) {
    put(*part);
    if (PyErr_Occurred()) PyErr_WriteUnraisable(part->object.get());
  }
}

}  // namespace lattice
