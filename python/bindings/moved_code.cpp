// Code of an edited script that only moved: functions made by the old text become functions of the
// new one, so that tracebacks, `inspect` and callbacks show the lines of the new text.
#include <unordered_map>

#include "python/bindings/cpython_host.h"
#include "python/bindings/reference.h"

namespace lattice {
namespace {

/// Every object that the garbage collector knows, as a list.
Reference all_objects() {
  const Reference gc(PyImport_ImportModule("gc"));
  return Reference(gc ? PyObject_CallMethod(gc.get(), "get_objects", nullptr) : nullptr);
}

}  // namespace

PyObject* CPythonHost::code_identity(PyObject* code, bool own) const {
  if (!own) return loaded_code(code);
  const auto found = origins_.find(code);
  return found == origins_.end() ? code : found->second;
}

void CPythonHost::expect_code(std::span<const MovedCode> codes) {
  move_code();
  forget_code();
  for (const auto& [before, now] : codes) {
    if (before == now || !moving_.emplace(before, now).second) continue;
    Py_INCREF(before);
    Py_INCREF(now);
    // The first code object stands for all its successors.
    PyObject* origin = code_identity(before, true);
    if (!origins_.emplace(now, origin).second) continue;
    Py_INCREF(now);
    Py_INCREF(origin);
  }
}

void CPythonHost::move_code() {
  if (moving_.empty()) return;
  std::unordered_map<PyObject*, PyObject*> moving, past;
  moving.swap(moving_);
  const Reference objects = all_objects();
  const Py_ssize_t count = objects ? PyList_GET_SIZE(objects.get()) : 0;
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* object = PyList_GET_ITEM(objects.get(), i);
    if (!PyFunction_Check(object) || PyFunction_GET_GLOBALS(object) != module_) continue;
    const auto found = moving.find(PyFunction_GET_CODE(object));
    if (found == moving.end()) continue;
    if (PyObject_SetAttrString(object, "__code__", found->second) != 0) PyErr_Clear();
  }
  PyErr_Clear();
  past.swap(origins_);
  for (const auto& [before, now] : moving) {
    const auto found = past.extract(now);
    if (!found.empty()) origins_.emplace(found.key(), found.mapped());
    Py_DECREF(before);
    Py_DECREF(now);
  }
  for (const auto& [code, origin] : past) {
    Py_DECREF(code);
    Py_DECREF(origin);
  }
}

void CPythonHost::share_identities(const CPythonHost& other) {
  for (const auto& [code, origin] : other.origins_) {
    if (!origins_.emplace(code, origin).second) continue;
    Py_INCREF(code);
    Py_INCREF(origin);
  }
  for (const auto& [token, identity] : other.loaded_)
    if (loaded_.emplace(token, identity).second) Py_INCREF(identity);
}

void CPythonHost::forget_code() {
  named_.clear();
  for (PyObject* code : named_codes_) Py_DECREF(code);
  named_codes_.clear();
}

}  // namespace lattice
