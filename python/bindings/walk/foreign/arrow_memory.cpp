// Columns of pyarrow over memory of others: `pa.array(numpy_array)` copies nothing, so whoever
// changes the array changes the column. Which object it is, only a C++ class of pyarrow knows; how
// that is laid out, an example shows.
#include <cstring>

#include "python/bindings/walk/foreign/numpy.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// A new reference, or null without an error set.
PyObject* attribute(PyObject* object, const char* name) {
  PyObject* value = object != nullptr ? PyObject_GetAttrString(object, name) : nullptr;
  if (value == nullptr) PyErr_Clear();
  return value;
}

PyObject* call(PyObject* object, const char* name, PyObject* argument) {
  PyObject* function = attribute(object, name);
  PyObject* result =
      function != nullptr ? PyObject_CallFunctionObjArgs(function, argument, nullptr) : nullptr;
  if (result == nullptr) PyErr_Clear();
  Py_XDECREF(function);
  return result;
}

using Word = uintptr_t;

Word word(const void* base, size_t index) {
  Word value;
  std::memcpy(&value, static_cast<const char*>(base) + index * sizeof value, sizeof value);
  return value;
}

/// A C++ class of buffers and the word in it that is the object with the memory.
struct Class {
  Word vtable = 0;
  size_t owner = 0;
};

struct Buffers {
  PyTypeObject* type = nullptr;
  /// The word of a Python buffer that points to the C++ one; 0: unknown.
  size_t inside = 0;
  Class of_array, of_object;
};

constexpr size_t kWords = 8, kFirst = 2, kLast = 16;

/// Which word of `buffer` points to something with the memory `data` in it.
size_t find_inside(PyObject* buffer, Word data) {
  constexpr Word kLowest = 1 << 16;
  for (size_t i = kFirst; i < kWords; ++i) {
    const Word at = word(buffer, i);
    if (at < kLowest || at % sizeof(Word) != 0) continue;
    if (word(reinterpret_cast<void*>(at), kFirst) == data) return i;
  }
  return 0;
}

Class find_class(PyObject* buffer, size_t inside, PyObject* owner) {
  const void* it = reinterpret_cast<void*>(word(buffer, inside));
  for (size_t i = kFirst + 1; i < kLast; ++i)
    if (word(it, i) == reinterpret_cast<Word>(owner)) return {word(it, 0), i};
  return {};
}

/// Examples: a buffer over a bytearray, and the memory of a column over an array.
Buffers look_at_examples(PyObject* lib) {
  Buffers found;
  PyObject* bytes = PyByteArray_FromStringAndSize("examples", 8);
  PyObject* buffer = bytes != nullptr ? call(lib, "py_buffer", bytes) : nullptr;
  PyObject* numpy = PyDict_GetItemString(PyImport_GetModuleDict(), "numpy");
  PyObject* count = PyLong_FromLong(3);
  PyObject* array = count != nullptr ? call(numpy, "arange", count) : nullptr;
  PyObject* column = array != nullptr ? call(lib, "array", array) : nullptr;
  PyObject* buffers = column != nullptr ? call(column, "buffers", nullptr) : nullptr;
  if (buffer != nullptr && Py_TYPE(buffer)->tp_basicsize >= 8 * static_cast<Py_ssize_t>(kWords)) {
    found.type = Py_TYPE(buffer);
    found.inside = find_inside(buffer, reinterpret_cast<Word>(PyByteArray_AS_STRING(bytes)));
    if (found.inside != 0) found.of_object = find_class(buffer, found.inside, bytes);
  }
  PyObject* memory = buffers != nullptr && PyList_CheckExact(buffers) && PyList_GET_SIZE(buffers)
                         ? PyList_GET_ITEM(buffers, PyList_GET_SIZE(buffers) - 1)
                         : nullptr;
  if (found.inside != 0 && memory != nullptr && Py_TYPE(memory) == found.type)
    found.of_array = find_class(memory, found.inside, array);
  for (PyObject* object : {bytes, buffer, count, array, column, buffers}) Py_XDECREF(object);
  PyErr_Clear();
  return found;
}

const Buffers& known_buffers() {
  static const Buffers* known = nullptr;
  if (known != nullptr) return *known;
  PyObject* lib = PyDict_GetItemString(PyImport_GetModuleDict(), "pyarrow.lib");
  auto* found = new Buffers(lib != nullptr ? look_at_examples(lib) : Buffers{});
  // Another thread may have been faster.
  if (known == nullptr)
    known = found;
  else
    delete found;
  return *known;
}

/// The object that has the memory of a buffer, borrowed; null when it is Arrow's own.
PyObject* owner_of(PyObject* buffer, bool& unknown) {
  const Buffers& known = known_buffers();
  if (Py_TYPE(buffer) != known.type || known.inside == 0 || known.of_array.vtable == 0 ||
      known.of_object.vtable == 0) {
    unknown = true;
    return nullptr;
  }
  const void* it = reinterpret_cast<void*>(word(buffer, known.inside));
  for (const Class& of : {known.of_array, known.of_object})
    if (word(it, 0) == of.vtable) return reinterpret_cast<PyObject*>(word(it, of.owner));
  return nullptr;
}

}  // namespace

void Walker::arrow_memory(PyObject* object) {
  // Tables have columns, these have chunks, those have buffers; a part of a buffer has a parent.
  std::vector<PyObject*> todo = {object};
  Py_INCREF(object);
  const auto add_all = [&todo](PyObject* parts) {
    for (Py_ssize_t i = 0; PyList_CheckExact(parts) && i < PyList_GET_SIZE(parts); ++i) {
      Py_INCREF(PyList_GET_ITEM(parts, i));
      todo.push_back(PyList_GET_ITEM(parts, i));
    }
    Py_DECREF(parts);
  };
  const PyTypeObject* buffer_type = known_buffers().type;
  bool unknown = false;
  while (!todo.empty()) {
    PyObject* it = todo.back();
    todo.pop_back();
    if (it == Py_None) {
      // No buffer.
    } else if (Py_TYPE(it) == buffer_type) {
      PyObject* owner = owner_of(it, unknown);
      if (owner != nullptr && !PyBytes_CheckExact(owner)) reached(memory_owner(owner));
      if (PyObject* parent = attribute(it, "parent")) todo.push_back(parent);
    } else if (PyObject* columns = attribute(it, "columns")) {
      add_all(columns);
    } else if (PyObject* chunks = attribute(it, "chunks")) {
      add_all(chunks);
    } else if (PyObject* buffers = call(it, "buffers", nullptr)) {
      add_all(buffers);
    } else {
      unknown = true;
    }
    Py_DECREF(it);
  }
  if (unknown) opaque("a column of pyarrow of unknown layout");
}

}  // namespace lattice
