#include "python/bindings/settings/watch.h"

#include <algorithm>

#include "python/bindings/reference.h"

namespace lattice {
namespace {

/// Counts the moments at which libraries may have changed. Guarded by the GIL.
uint64_t moment = 1;

PyObject* kind() {
  static PyObject* const text = PyUnicode_InternFromString("state of the module");
  return text;
}

PyObject* bytes_of(const Digest& digest) {
  return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(&digest), sizeof digest);
}

}  // namespace

void LibraryWatch::pass() { ++moment; }

Library* LibraryWatch::of(Value value) const {
  if (value == nullptr) return nullptr;
  Library* library = libraries().of(static_cast<PyObject*>(value));
  if (library == nullptr || is_project_(Libraries::name_of(*library))) return nullptr;
  return library;
}

void LibraryWatch::begin(std::span<const Value> values) {
  pass();
  for (const Value value : values) of(value);
  before_.clear();
  // By their number: looking at one may run finalizers that meet another.
  const std::vector<Library*>& known = libraries().known();
  for (size_t i = 0; i < known.size(); ++i) before_.push_back(libraries().state(*known[i], moment));
}

void LibraryWatch::end(std::span<const Value> values, Sensed& sensed) {
  pass();
  std::vector<Library*> used;
  for (const Value value : values) {
    Library* library = of(value);
    if (library != nullptr && std::ranges::find(used, library) == used.end())
      used.push_back(library);
  }
  const std::vector<Library*>& known = libraries().known();
  for (Library* library : used) {
    const auto index = static_cast<size_t>(std::ranges::find(known, library) - known.begin());
    const Digest now = libraries().state(*library, moment);
    const bool met = index < before_.size();
    const Reference name(Py_NewRef(Libraries::name_of(*library)));
    const char* text = PyUnicode_AsUTF8(name.get());
    if (text == nullptr) PyErr_Clear();
    const std::string spelled = text != nullptr ? text : "?";
    if (met ? before_[index] != now : Libraries::is_deep(*library)) {
      if (sensed.blocked.empty())
        sensed.blocked = met ? "it changes the state of the module `" + spelled + "`"
                             : "it is the first to use the module `" + spelled + "`";
      continue;
    }
    PyObject* key = PyTuple_Pack(2, kind(), name.get());
    PyObject* state = key != nullptr ? bytes_of(now) : nullptr;
    if (state != nullptr) {
      sensed.inputs.emplace_back(key, state);
      continue;
    }
    Py_XDECREF(key);
    PyErr_Clear();
    sensed.blocked = "it uses a module that cannot be watched";
  }
}

bool LibraryWatch::is_key(PyObject* key) {
  return PyTuple_CheckExact(key) && PyTuple_GET_SIZE(key) == 2 &&
         PyTuple_GET_ITEM(key, 0) == kind();
}

PyObject* LibraryWatch::load(PyObject* key) {
  Library* library = libraries().named(PyTuple_GET_ITEM(key, 1));
  return bytes_of(library != nullptr ? libraries().state(*library, moment) : Digest{});
}

}  // namespace lattice
