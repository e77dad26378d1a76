// What of one engine counts for another: code that only moved when the script was edited, and what
// a new engine takes over from one whose run goes on. Functions made by an old text take the new
// code, so that tracebacks, `inspect` and callbacks show the lines of the new text.
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

bool CPythonHost::survives_edit(Value effects) {
  static PyObject* const survives_name = PyUnicode_InternFromString("survives_edit");
  const Reference answer(call(adapter_, survives_name, static_cast<PyObject*>(effects)));
  if (!answer) PyErr_Clear();
  return answer.get() == Py_True;
}

Value CPythonHost::fork_effects(Value effects) {
  static PyObject* const fork_name = PyUnicode_InternFromString("fork_effects");
  PyObject* forked = call(adapter_, fork_name, static_cast<PyObject*>(effects));
  if (forked == nullptr) PyErr_Clear();
  if (forked == Py_None) {
    Py_DECREF(forked);
    return nullptr;
  }
  return forked;
}

std::vector<Held> CPythonHost::copied(std::span<const Value> values) {
  static PyObject* const copied_name = PyUnicode_InternFromString("copied");
  const Reference originals(PyList_New(static_cast<Py_ssize_t>(values.size())));
  if (!originals) {
    PyErr_Clear();
    return {};
  }
  for (size_t i = 0; i < values.size(); ++i)
    PyList_SET_ITEM(originals.get(), static_cast<Py_ssize_t>(i),
                    Py_NewRef(static_cast<PyObject*>(values[i])));
  const Reference copies(call(adapter_, copied_name, originals.get()));
  if (!copies) PyErr_Clear();
  std::vector<Held> held;
  if (!copies || !PyList_Check(copies.get())) return held;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(copies.get()); ++i)
    held.emplace_back(*this, PyList_GET_ITEM(copies.get(), i));
  return held;
}

bool CPythonHost::can_copy(Value value) {
  static PyObject* const can_name = PyUnicode_InternFromString("can_copy");
  const Reference can(call(adapter_, can_name, static_cast<PyObject*>(value)));
  if (!can) PyErr_Clear();
  return can.get() == Py_True;
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
