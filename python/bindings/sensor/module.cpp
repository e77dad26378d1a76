#include "python/bindings/sensor/module.h"

#include "python/bindings/sensor/sensing.h"
#include "python/bindings/sensor/source/audit.h"
#include "python/bindings/sensor/source/preload.h"
#include "python/bindings/sensor/stack.h"

namespace py = pybind11;

namespace lattice::python {

void add_sensors(py::module_& module) {
  module.def(
      "sense",
      [](std::string standard_library) {
        set_standard_library(std::move(standard_library));
        if (watch_audit_events() != 0) throw py::error_already_set();
        attach_preload();
      },
      py::arg("standard_library"), "Watches what cells do outside; for the life of the process.");
  module.def("senses_native", &is_preloaded, "Whether native code is watched, too.");
  module.def("pause_sensing", [] { sensing().pause(); });
  module.def("resume_sensing", [] { sensing().resume(); });
}

}  // namespace lattice::python
