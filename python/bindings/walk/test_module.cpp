// The module `_walktest`: the walk as a function, for its tests and its benchmark.
#include <pybind11/pybind11.h>

#include "python/bindings/walk/walk.h"

namespace py = pybind11;

namespace lattice {
namespace {

/// `script`: the dictionary of script variables; `local`: project modules; `symbols`: container ->
/// number; `late`: code objects.
class TestPolicy final : public WalkPolicy {
 public:
  TestPolicy(py::object script, py::object local, py::object symbols, py::object late, bool expand,
             uint64_t budget)
      : script_(std::move(script)),
        local_(std::move(local)),
        symbols_(std::move(symbols)),
        late_(std::move(late)),
        expand_(expand),
        budget_(budget) {}

  PyObject* script_globals() const override { return script_.is_none() ? nullptr : script_.ptr(); }
  bool is_local_module(PyObject* module) const override {
    for (const py::handle it : local_)
      if (it.ptr() == module) return true;
    return false;
  }
  bool is_local_globals(PyObject* dict) const override {
    for (const py::handle it : local_)
      if (PyModule_GetDict(it.ptr()) == dict) return true;
    return false;
  }
  bool symbol_of(PyObject* container, Digest& out) const override {
    for (const py::handle pair : symbols_) {
      if (PyTuple_GET_ITEM(pair.ptr(), 0) != container) continue;
      out = {PyLong_AsUnsignedLongLong(PyTuple_GET_ITEM(pair.ptr(), 1)), 1};
      return true;
    }
    return false;
  }
  bool is_late(PyObject* code) const override {
    for (const py::handle it : late_)
      if (it.ptr() == code) return true;
    return false;
  }
  bool expands_globals() const override { return expand_; }
  uint64_t budget() const override { return budget_; }

 private:
  py::object script_, local_, symbols_, late_;
  bool expand_;
  uint64_t budget_;
};

Walk walk_all(const TestPolicy& policy, const py::args& roots) {
  std::vector<PyObject*> objects;
  for (const py::handle root : roots) objects.push_back(root.ptr());
  return walk(objects.data(), objects.size(), policy);
}

py::list addresses(const std::vector<PyObject*>& objects) {
  py::list result;
  for (PyObject* object : objects) result.append(reinterpret_cast<uintptr_t>(object));
  return result;
}

PYBIND11_MODULE(_walktest, module) {
  py::class_<TestPolicy>(module, "Policy")
      .def(py::init<py::object, py::object, py::object, py::object, bool, uint64_t>(),
           py::kw_only(), py::arg("script") = py::none(), py::arg("local") = py::tuple(),
           py::arg("symbols") = py::tuple(), py::arg("late") = py::tuple(),
           py::arg("expand") = true, py::arg("budget") = 20'000'000)
      .def("walk", &walk_all);
  py::class_<Walk>(module, "Walk")
      .def_property_readonly("digest",
                             [](const Walk& walk) {
                               return py::bytes(reinterpret_cast<const char*>(&walk.digest),
                                                sizeof walk.digest);
                             })
      .def_property_readonly("reach", [](const Walk& walk) { return addresses(walk.reach); })
      .def_property_readonly("closures", [](const Walk& walk) { return addresses(walk.closures); })
      .def_property_readonly("functions",
                             [](const Walk& walk) { return addresses(walk.functions); })
      .def_readonly("opaque", &Walk::opaque)
      .def_readonly("draws", &Walk::draws)
      .def_readonly("settles", &Walk::settles)
      .def_readonly("why", &Walk::why_opaque)
      .def_readonly("objects", &Walk::objects)
      .def_readonly("bytes", &Walk::bytes);
  module.def("is_atom", [](const py::handle& value) { return is_atom(value.ptr()); });
  module.def("atoms_equal", [](const py::handle& a, const py::handle& b) {
    return atoms_equal(a.ptr(), b.ptr());
  });
  module.def("disjoint", [](const Walk& a, const Walk& b) { return reach_disjoint(a, b); });
}

}  // namespace
}  // namespace lattice
