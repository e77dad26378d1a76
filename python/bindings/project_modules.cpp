// Modules of the project that were loaded again, as Streamlit does after every save: what did not
// change is the same as before.
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

}  // namespace lattice
