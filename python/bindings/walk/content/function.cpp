// Functions and modules.
#include <algorithm>

#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

bool is_text(PyObject* value, const char* text) {
  return PyUnicode_Check(value) && PyUnicode_CompareWithASCIIString(value, text) == 0;
}

void collect_names(PyCodeObject* code, std::vector<PyObject*>& names) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_names); ++i)
    names.push_back(PyTuple_GET_ITEM(code->co_names, i));
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_consts); ++i) {
    PyObject* constant = PyTuple_GET_ITEM(code->co_consts, i);
    if (PyCode_Check(constant)) collect_names(reinterpret_cast<PyCodeObject*>(constant), names);
  }
}

/// The names that code and the code nested in it may look up as globals: sorted, unique, borrowed
/// from the code object, which the table keeps.
const std::vector<PyObject*>& names_of(PyObject* code) {
  static auto* const table = new std::unordered_map<PyObject*, std::vector<PyObject*>>;
  const auto found = table->find(code);
  if (found != table->end()) return found->second;
  // Every edit of a script makes new code.
  constexpr size_t kMany = 10'000;
  if (table->size() >= kMany) {
    for (const auto& [kept, kept_names] : *table) Py_DECREF(kept);
    table->clear();
  }
  std::vector<PyObject*> names;
  collect_names(reinterpret_cast<PyCodeObject*>(code), names);
  std::ranges::sort(names, [](PyObject* a, PyObject* b) { return PyUnicode_Compare(a, b) < 0; });
  const auto repeated = std::ranges::unique(
      names, [](PyObject* a, PyObject* b) { return PyUnicode_Compare(a, b) == 0; });
  names.erase(repeated.begin(), repeated.end());
  std::erase_if(names, [](PyObject* name) {
    return is_text(name, "__builtins__") || is_text(name, "__lg__");
  });
  Py_INCREF(code);
  return table->emplace(code, std::move(names)).first->second;
}

}  // namespace

bool Walker::is_script_globals(PyObject* dict) {
  if (dict == nullptr) return false;
  if (dict == context_.policy.script_globals()) return true;
  return is_local(dict);
}

// A function is its code, defaults, attributes, closure and, when asked for, the script variables
// it names.
void Walker::function(PyObject* object) {
  const auto* it = reinterpret_cast<PyFunctionObject*>(object);
  const bool own = it->func_globals == context_.policy.script_globals();
  // Code of libraries stands for itself.
  identity(Tag::Function, own || is_script_globals(it->func_globals)
                              ? context_.policy.code_identity(it->func_code, own)
                              : it->func_code);
  child(it->func_defaults);
  child(it->func_kwdefaults);
  bool attributes = false;
  Py_ssize_t position = 0;
  PyObject *name, *value;
  while (it->func_dict != nullptr && PyDict_Next(it->func_dict, &position, &name, &value)) {
    if (is_text(name, "__wrapped__")) continue;
    attributes = true;
    child(name);
    child(value);
  }
  stream_.tag(Tag::End);
  // A function of the script is a new one in each run, which `is` can tell.
  if (attributes || is_script_globals(it->func_globals)) reached(object);
  if (it->func_closure != nullptr) {
    if (!element_) {
      Py_INCREF(it->func_code);
      closures_.push_back(it->func_code);
    }
    if (context_.policy.is_late(it->func_code))
      opaque("a closure over variables that are bound again later");
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(it->func_closure); ++i)
      child(PyTuple_GET_ITEM(it->func_closure, i));
    stream_.tag(Tag::End);
  }
  if (!is_script_globals(it->func_globals)) return;
  if (!element_) {
    Py_INCREF(object);
    functions_.push_back(object);
  }
  // What the script's own functions name may be the caller's to look at; it knows the script's
  // variables only, not those of the project's modules.
  if (own && !context_.policy.expands_globals()) return;
  for (PyObject* global : names_of(it->func_code)) {
    PyObject* bound = PyDict_GetItemWithError(it->func_globals, global);
    PyErr_Clear();
    if (bound == nullptr) continue;
    child(global);
    child(bound);
  }
  stream_.tag(Tag::End);
}

void Walker::builtin(PyObject* object) {
  const auto* it = reinterpret_cast<PyCFunctionObject*>(object);
  stream_.pointer(Tag::Builtin, it->m_ml);
  PyObject* self = it->m_self;
  if (self == nullptr || PyModule_Check(self) || PyType_Check(self))
    return self != nullptr ? identity(Tag::Identity, self) : stream_.tag(Tag::Absent);
  child(self);
}

// A module of the project is state of the script: its variables, without what its code defines.
void Walker::module(PyObject* object) {
  if (!is_local(object)) return identity(Tag::Module, object);
  identity(Tag::Module, context_.policy.module_identity(object));
  reached(object);
  Py_ssize_t position = 0;
  PyObject *name, *value;
  PyObject* dict = PyModule_GetDict(object);
  while (PyDict_Next(dict, &position, &name, &value)) {
    if (PyModule_Check(value) || PyFunction_Check(value) || PyType_Check(value)) continue;
    const bool dunder = PyUnicode_Check(name) && PyUnicode_GET_LENGTH(name) > 1 &&
                        PyUnicode_READ_CHAR(name, 0) == '_' && PyUnicode_READ_CHAR(name, 1) == '_';
    if (dunder) continue;
    child(name);
    child(value);
  }
  stream_.tag(Tag::End);
}

// functools.lru_cache: what it remembers is not state, unless the script made it. Then it has to
// forget between runs, or the function would not draw, print or make its objects anew.
void Walker::wrapper(PyObject* object) {
  identity(Tag::Identity, object);
  PyObject** dict = _PyObject_GetDictPtr(object);
  Py_ssize_t position = 0;
  PyObject *name, *value;
  while (dict != nullptr && *dict != nullptr && PyDict_Next(*dict, &position, &name, &value)) {
    if (!is_text(name, "__wrapped__")) continue;
    child(value);
    if (PyFunction_Check(value) &&
        PyFunction_GET_GLOBALS(value) == context_.policy.script_globals())
      opaque("`lru_cache` forgets when the script runs again");
  }
}

}  // namespace lattice
