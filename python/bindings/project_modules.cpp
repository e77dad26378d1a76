// Modules of the project: which they are, and what stands for them when Streamlit, as after every
// save, has them loaded again.
#include <Python.h>
// After Python.h, which it needs.
#include <marshal.h>

#include "python/bindings/cpython_host.h"
#include "python/bindings/reference.h"

namespace lattice {

PyObject* CPythonHost::stand_in(const std::string& token) const {
  const auto found = loaded_.find(token);
  if (found != loaded_.end()) return found->second;
  PyObject* object = PyList_New(0);
  if (object == nullptr) {
    PyErr_Clear();
    return Py_None;
  }
  return loaded_.emplace(token, object).first->second;
}

PyObject* CPythonHost::loaded_code(PyObject* code) const {
  const auto found = loaded_codes_.find(code);
  if (found != loaded_codes_.end()) return found->second;
  // Version 2 depends on nothing but the content. Lines are part of it: tracebacks show them.
  const Reference content(PyMarshal_WriteObjectToString(code, 2));
  if (!content) PyErr_Clear();
  PyObject* identity = code;
  if (content && PyBytes_Check(content.get()))
    identity = stand_in(std::string(PyBytes_AS_STRING(content.get()),
                                    static_cast<size_t>(PyBytes_GET_SIZE(content.get()))));
  Py_INCREF(code);
  loaded_codes_.emplace(code, identity);
  return identity;
}

PyObject* CPythonHost::module_identity(PyObject* module) const {
  const auto found = local_modules_.find(module);
  return found == local_modules_.end() ? module : found->second.identity;
}

bool CPythonHost::modules_were_replaced() {
  bool replaced = false;
  for (const auto& [module, local] : local_modules_) {
    if (!local.is_local || module == nullptr) continue;
    const Reference name(PyModule_GetNameObject(module));
    PyObject* imported =
        name ? PyDict_GetItemWithError(PyImport_GetModuleDict(), name.get()) : nullptr;
    PyErr_Clear();
    replaced |= imported != module && PyModule_GetDict(module) != module_;
  }
  if (replaced) {
    forget_modules();
    forget_local();
  }
  return replaced;
}

void CPythonHost::forget_modules() {
  std::unordered_map<PyObject*, LocalModule> modules;
  std::unordered_map<PyObject*, PyObject*> codes;
  modules.swap(local_modules_);
  codes.swap(loaded_codes_);
  for (const auto& [module, local] : modules) Py_DECREF(module);
  for (const auto& [code, identity] : codes) Py_DECREF(code);
}

const CPythonHost::LocalModule& CPythonHost::local(PyObject* module) const {
  const auto found = local_modules_.find(module);
  if (found != local_modules_.end()) return found->second;
  static PyObject* const hazard_name = PyUnicode_InternFromString("local_hazard");
  const Reference answer(call(adapter_, hazard_name, module));
  if (!answer) PyErr_Clear();
  LocalModule local;
  local.is_local = answer && PyUnicode_Check(answer.get());
  if (local.is_local) local.hazard = utf8(answer.get());
  static PyObject* const token_name = PyUnicode_InternFromString("local_token");
  const Reference token(local.is_local ? call(adapter_, token_name, module) : nullptr);
  if (!token) PyErr_Clear();
  const std::string text = token && PyUnicode_Check(token.get()) ? utf8(token.get()) : "";
  local.identity = text.empty() ? module : stand_in("module " + text);
  Py_INCREF(module);
  return local_modules_.emplace(module, std::move(local)).first->second;
}

std::string CPythonHost::hazard_of(PyObject* module) const {
  return module != nullptr ? local(module).hazard : "";
}

PyObject* CPythonHost::module_of_globals(PyObject* dict) {
  static PyObject* const dunder_name = PyUnicode_InternFromString("__name__");
  PyObject* name = PyDict_Check(dict) ? PyDict_GetItemWithError(dict, dunder_name) : nullptr;
  if (name == nullptr || !PyUnicode_Check(name)) {
    PyErr_Clear();
    return nullptr;
  }
  PyObject* module = PyDict_GetItemWithError(PyImport_GetModuleDict(), name);
  PyErr_Clear();
  const bool same = module != nullptr && PyModule_Check(module) && PyModule_GetDict(module) == dict;
  return same ? module : nullptr;
}

bool CPythonHost::is_local_module(PyObject* module) const { return local(module).is_local; }

bool CPythonHost::is_project_name(PyObject* module_name) const {
  PyObject* module = PyDict_GetItemWithError(PyImport_GetModuleDict(), module_name);
  PyErr_Clear();
  return module != nullptr && PyModule_Check(module) && is_local_module(module);
}

bool CPythonHost::is_script_variables(PyObject* globals) {
  static PyObject* const dunder_name = PyUnicode_InternFromString("__name__");
  if (!PyDict_Check(globals)) return false;
  PyObject* name = PyDict_GetItemWithError(globals, dunder_name);
  PyErr_Clear();
  return name != nullptr && PyUnicode_Check(name) &&
         PyUnicode_CompareWithASCIIString(name, "__main__") == 0;
}

bool CPythonHost::is_other_script(PyObject* globals) const {
  static PyObject* const dunder_file = PyUnicode_InternFromString("__file__");
  if (globals == module_ || module_ == nullptr || !is_script_variables(globals)) return false;
  PyObject* theirs = PyDict_GetItemWithError(globals, dunder_file);
  PyObject* ours = PyDict_GetItemWithError(module_, dunder_file);
  PyErr_Clear();
  if (theirs == nullptr || ours == nullptr || !PyUnicode_Check(theirs) || !PyUnicode_Check(ours))
    return true;
  return PyUnicode_Compare(theirs, ours) != 0;
}

bool CPythonHost::is_local_globals(PyObject* dict) const {
  if (is_script_variables(dict)) return true;
  PyObject* module = module_of_globals(dict);
  return module != nullptr && local(module).is_local;
}

}  // namespace lattice
