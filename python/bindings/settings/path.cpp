#include "python/bindings/settings/path.h"

#include <algorithm>
#include <utility>

#include "python/bindings/walk/layout/raw.h"

namespace lattice {
namespace {

PyObject* interned(std::string_view text) {
  PyObject* made = PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
  PyUnicode_InternInPlace(&made);
  return made;
}

}  // namespace

AttributePath::AttributePath(std::string_view module, std::string_view path)
    : module_(interned(module)) {
  while (!path.empty()) {
    const size_t end = std::min(path.find('.'), path.size());
    names_.push_back(interned(path.substr(0, end)));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

AttributePath::AttributePath(AttributePath&& other) noexcept
    : module_(std::exchange(other.module_, nullptr)), names_(std::move(other.names_)) {}

AttributePath::~AttributePath() {
  Py_XDECREF(module_);
  for (PyObject* name : names_) Py_DECREF(name);
}

PyObject* AttributePath::find() const {
  PyObject* at = PyDict_GetItemWithError(PyImport_GetModuleDict(), module_);
  if (at == nullptr || !PyModule_Check(at)) return nullptr;
  PyObject* dict = PyModule_GetDict(at);
  at = nullptr;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (i != 0) dict = lattice_attribute_dict(at);
    PyObject* value = dict != nullptr ? PyDict_GetItemWithError(dict, names_[i]) : nullptr;
    Py_ssize_t position = 0;
    PyObject *name, *held;
    while (value == nullptr && i != 0 && dict == nullptr &&
           lattice_inline_attribute(at, &position, &name, &held))
      if (name == names_[i]) value = held;
    if (value == nullptr) return nullptr;
    at = value;
  }
  return at;
}

}  // namespace lattice
