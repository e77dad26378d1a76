// What a cell depends on besides its variables and the page: files, settings, libraries.
#include "python/bindings/cpython_host.h"
#include "python/bindings/sensor/sensing.h"

namespace lattice {

Digest CPythonHost::settings() {
  LibraryWatch::pass();
  return settings_.state();
}

void CPythonHost::begin_sensing(std::span<const Value> values) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  libraries_.begin(values);
  PyErr_Restore(type, value, traceback);
  sensing().begin(module_);
}

Sensed CPythonHost::end_sensing(std::span<const Value> values) {
  Sensed sensed;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  sensing().end();
  sensed.blocked = sensing().take_reason();
  for (const Sensing::Input& input : sensing().take_inputs()) {
    PyObject* key = file_key(input);
    PyObject* state = key != nullptr ? state_object(input.state) : nullptr;
    if (state != nullptr) {
      sensed.inputs.emplace_back(key, state);
      continue;
    }
    Py_XDECREF(key);
    PyErr_Clear();
    sensed.blocked = "it looks at a file whose name cannot be kept";
  }
  libraries_.end(values, sensed);
  PyErr_Restore(type, value, traceback);
  return sensed;
}

}  // namespace lattice
