#include "python/bindings/sensor/closed_file.h"

#include <algorithm>
#include <array>

#include "python/bindings/reference.h"

namespace lattice {
namespace {

enum FileType : uint8_t { Text, Reader, Writer, Random, Raw, Count };

const std::array<PyTypeObject*, Count>& types() {
  // For the life of the process, like the module they are of.
  static const std::array<PyTypeObject*, Count> found = [] {
    constexpr std::array<const char*, Count> kNames{"TextIOWrapper", "BufferedReader",
                                                    "BufferedWriter", "BufferedRandom", "FileIO"};
    std::array<PyTypeObject*, Count> all{};
    const Reference module(PyImport_ImportModule("_io"));
    for (size_t i = 0; module && i < Count; ++i)
      all[i] = reinterpret_cast<PyTypeObject*>(PyObject_GetAttrString(module.get(), kNames[i]));
    return all;
  }();
  return found;
}

bool is(PyObject* object, FileType type) { return Py_IS_TYPE(object, types()[type]); }

bool is_buffer(PyObject* object) {
  return is(object, Reader) || is(object, Writer) || is(object, Random);
}

/// What the layer below is; none when the script gave the object attributes of its own.
Reference below(PyObject* object, const char* name) {
  constexpr std::array<const char*, 3> kOwn{"mode", "name", "__IOBase_closed"};
  const Reference attributes(PyObject_GetAttrString(object, "__dict__"));
  if (!attributes || !PyDict_CheckExact(attributes.get())) return {};
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(attributes.get(), &position, &key, &value) != 0) {
    const bool own = PyUnicode_Check(key) && std::ranges::any_of(kOwn, [&](const char* known) {
                       return PyUnicode_CompareWithASCIIString(key, known) == 0;
                     });
    if (!own) return {};
  }
  return Reference(PyObject_GetAttrString(object, name));
}

bool is_closed(PyObject* object) {
  Reference raw(Py_NewRef(object));
  if (is(raw.get(), Text)) raw = below(raw.get(), "buffer");
  if (raw && is_buffer(raw.get())) raw = below(raw.get(), "raw");
  if (!raw || !is(raw.get(), Raw)) return false;
  const Reference closed = below(raw.get(), "closed");
  return closed && closed.get() == Py_True;
}

}  // namespace

bool is_closed_file(PyObject* object) {
  if (!is(object, Text) && !is_buffer(object) && !is(object, Raw)) return false;
  const bool closed = is_closed(object);
  PyErr_Clear();
  return closed;
}

}  // namespace lattice
