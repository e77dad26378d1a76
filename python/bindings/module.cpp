// The module lattice._core.
#include "python/bindings/signal/module.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "analysis/effect/hazards.h"
#include "codegen/plan/json.h"
#include "python/bindings/engine.h"
#include "python/bindings/hook.h"
#include "python/bindings/kernel/compiled.h"
#include "python/bindings/program.h"
#include "python/bindings/sensor/module.h"
#include "python/bindings/sensor/source/preload.h"
#include "python/bindings/signal/cells.h"

namespace py = pybind11;

namespace lattice {
namespace {

/// `plan`: the parsed guard plan; `adapter`: see CPythonHost; `make_effects()`: a recorder.
std::unique_ptr<Engine> make_engine(const py::dict& plan, const py::object& adapter,
                                    const py::object& make_effects, const py::object& page_run) {
  auto engine = std::make_unique<Engine>(adapter.ptr(), late_of(plan).ptr());
  Program program = program_of(engine->host, plan, engine->bindings);
  engine->composer = std::make_unique<Composer>(engine->host, std::move(program));
  engine->make_effects = make_effects.inc_ref().ptr();
  engine->page_run = page_run.inc_ref().ptr();
  return engine;
}

py::list trace_of(const Engine& engine) {
  py::list entries;
  for (const TraceEntry& entry : engine.composer->trace().entries)
    entries.append(py::make_tuple(entry.cell, entry.ran, code(entry.reason.kind),
                                  entry.ran ? words(entry.reason) : std::string(), entry.seconds));
  return entries;
}

/// `alone`: only bodies of fragments run, the module keeps its variables.
void begin(Engine& engine, const py::dict& module, const py::list& persistent, bool alone) {
  engine.host.set_module(module.ptr());
  engine.host.standing().forget();
  reactive_cells = true;
  if (current_engine() != &engine) engine.outer = current_engine();
  // The script of a page may reach objects of the script around it.
  if (engine.outer != nullptr) engine.outer->composer->settle();
  current_engine() = &engine;
  std::vector<Value> values;
  for (const py::handle value : persistent) values.push_back(value.ptr());
  if (alone)
    engine.composer->begin_alone(values);
  else
    engine.composer->begin(values);
}

void end(Engine& engine) {
  engine.composer->settle();
  settle_cells(engine);
  engine.composer->end();
  if (engine.composer->outgrown()) engine.composer->clear();
  engine.host.standing().forget();
  if (current_engine() == &engine) current_engine() = engine.outer;
  engine.outer = nullptr;
}

std::vector<std::string> module_hazards(const std::string& source, const std::string& path) {
  return hazards(analyze(SourceFile(path, source), Watch{is_preloaded()}));
}

py::list seen_from(Engine& engine, const py::list& values) {
  std::vector<Value> roots;
  for (const py::handle value : values) roots.push_back(value.ptr());
  py::list seen;
  for (const Held& held : engine.composer->seen_from(roots))
    seen.append(py::reinterpret_borrow<py::object>(static_cast<PyObject*>(held.get())));
  return seen;
}

void keep(Engine& engine, const py::list& values) {
  std::vector<Value> roots;
  for (const py::handle value : values) roots.push_back(value.ptr());
  engine.composer->keep(roots);
}

/// Bytes equal for equal objects; None for what cannot be compared.
py::object digest(Engine& engine, const py::object& value) {
  engine.composer->settle();
  const SnapshotRef snapshot = engine.host.snapshot(value.ptr());
  if (snapshot->opaque) return py::none();
  return py::bytes(reinterpret_cast<const char*>(&snapshot->digest), sizeof snapshot->digest);
}

/// The place that creates containers now: the active cell's, or the group's for native code.
uint64_t place(const Engine& engine) {
  const Slot* slot = engine.composer->active_slot();
  return slot != nullptr ? slot->serial : engine.composer->group()->serial;
}

/// Script functions that the persistent objects of this interaction reach.
py::list kept_functions(const Engine& engine) {
  py::list functions;
  for (const Value function : engine.composer->kept_functions())
    functions.append(py::reinterpret_borrow<py::object>(static_cast<PyObject*>(function)));
  return functions;
}

/// Lets a function look its globals up in another dictionary. Python has no way to say this. Inline
/// caches of its code know a dictionary by the version of its keys, so none of them goes wrong.
void set_globals(const py::function& function, const py::dict& globals) {
  auto* it = reinterpret_cast<PyFunctionObject*>(function.ptr());
  if (!PyFunction_Check(function.ptr())) throw py::type_error("not a Python function");
  PyObject* before = it->func_globals;
  it->func_globals = Py_NewRef(globals.ptr());
  Py_DECREF(before);
}

py::object active() {
  PyObject* effects = active_effects();
  if (effects != nullptr) return py::reinterpret_steal<py::object>(effects);
  if (PyErr_Occurred()) throw py::error_already_set();
  return py::none();
}

void note_external(const py::object& key, const py::object& value) {
  Engine* engine = current_engine();
  if (engine != nullptr) engine->composer->note_external(key.ptr(), value.ptr());
}

}  // namespace

PyObject* active_effects() {
  Engine* engine = current_engine();
  if (engine == nullptr) return nullptr;
  engine->host.standing().forget();
  if (!engine->composer->has_active()) return nullptr;
  Held& effects = engine->composer->active_effects();
  if (!effects) {
    PyObject* made = PyObject_CallNoArgs(engine->make_effects);
    if (made == nullptr) return nullptr;
    effects = Held::adopt(engine->host, made);
  }
  return Py_NewRef(static_cast<PyObject*>(effects.get()));
}

}  // namespace lattice

PYBIND11_MODULE(_core, module) {
  using lattice::Engine;
  module.doc() = "The native part of Lattice.";
  module.attr("version") = LATTICE_VERSION;

  py::module_ guard = module.def_submodule("guard", "What the instrumented script calls.");
  if (lattice::add_guards(guard.ptr()) != 0) throw py::error_already_set();

  if (lattice::add_hooks(module.ptr()) != 0) throw py::error_already_set();
  if (lattice::add_standing(module.ptr()) != 0) throw py::error_already_set();
  if (lattice::add_signals(module.ptr()) != 0) throw py::error_already_set();

  lattice::python::add_kernels(module);
  lattice::python::add_sensors(module);

  module.def(
      "plan_json",
      [](const std::string& source, const std::string& path, std::vector<uint32_t> long_loops) {
        return lattice::plan_json(source, path,
                                  lattice::Watch{lattice::is_preloaded(), std::move(long_loops)});
      },
      py::arg("source"), py::arg("path"), py::arg("long_loops") = std::vector<uint32_t>(),
      "The guard plan of a script as JSON. Never fails; see docs/design/guard-plan.md.");
  module.def("module_hazards", &lattice::module_hazards, py::arg("source"), py::arg("path"),
             "Why calls into a module of the project cannot be skipped; empty when they can.");
  module.def("active", &lattice::active, "The recorder of the cell that runs here, or None.");
  module.def("set_globals", &lattice::set_globals, py::arg("function"), py::arg("globals"));
  module.def("note_external", &lattice::note_external, py::arg("key"), py::arg("value"));

  py::class_<Engine>(module, "Engine")
      .def(py::init(&lattice::make_engine), py::arg("plan"), py::arg("adapter"),
           py::arg("make_effects"), py::arg("page_run"))
      .def("begin", &lattice::begin, py::arg("module"), py::arg("persistent"), py::arg("alone"))
      .def("end", &lattice::end)
      .def("adopt", &lattice::adopt, py::arg("plan"), py::arg("changes"))
      .def("move_code", [](Engine& engine) { engine.host.move_code(); })
      .def("fork_from",
           [](Engine& engine, const Engine& old) {
             engine.host.share_identities(old.host);
             engine.composer->fork_from(*old.composer);
             engine.made.copy_from(old.made);
           })
      .def("look_at_modules",
           [](Engine& engine) {
             if (engine.host.modules_were_replaced()) engine.composer->modules_replaced();
           })
      .def("signals",
           [](Engine& engine) { return py::reinterpret_steal<py::list>(signals_of(engine)); })
      .def("clear", [](Engine& engine) { engine.composer->clear(); })
      .def(
          "distrust",
          [](Engine& engine, std::string why) { engine.composer->distrust(std::move(why)); },
          py::arg("why"))
      .def("kept_functions", &lattice::kept_functions)
      .def("digest", &lattice::digest, py::arg("value"))
      .def("changed_outside", [](Engine& engine) { engine.composer->changed_outside(); })
      .def("keep_still", [](Engine& engine) { engine.composer->keep_still(); })
      .def("seen_from", &lattice::seen_from, py::arg("values"))
      .def("keep", &lattice::keep, py::arg("values"))
      .def("show_kept", [](Engine& engine) { engine.composer->show_kept(); })
      .def(
          "reaches_kept",
          [](Engine& engine, const py::object& value) {
            return engine.composer->reaches_kept(value.ptr());
          },
          py::arg("value"))
      .def("forget_kept", [](Engine& engine) { engine.composer->forget_kept(); })
      .def("recheck", [](Engine& engine) { engine.composer->recheck(); })
      .def_property_readonly("tick", [](const Engine& engine) { return engine.composer->tick(); })
      .def_property_readonly("rewinds",
                             [](const Engine& engine) { return engine.composer->trace().rewinds; })
      .def_property_readonly("lost",
                             [](const Engine& engine) { return engine.composer->trace().lost; })
      .def_property_readonly("outgrown",
                             [](const Engine& engine) { return engine.composer->outgrown(); })
      .def_property_readonly("place", &lattice::place)
      .def("trace", &lattice::trace_of);
}
