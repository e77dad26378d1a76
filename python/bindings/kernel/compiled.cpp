#include "python/bindings/kernel/compiled.h"

#include <structmember.h>

#include <memory>

#include "codegen/kernel/lower/lower.h"
#include "python/bindings/kernel/boxing.h"
#include "python/bindings/kernel/interrupt.h"
#include "python/bindings/kernel/plugin.h"
#include "python/bindings/kernel/scope.h"
#include "python/bindings/kernel/specialization.h"

namespace py = pybind11;

namespace lattice::python {
namespace {

using State = Specialization::State;

PyObject* g_range = nullptr;
PyObject* g_enumerate = nullptr;
PyObject* g_zip = nullptr;
PyObject* g_chain = nullptr;

/// The function and all that was made of it.
struct Engine {
  PyObject* function = nullptr;
  PyObject* code = nullptr;
  PyObject* make = nullptr;
  PyObject* locate = nullptr;
  PyObject* start = nullptr;
  std::string text, path, folder, refused;
  uint32_t line = 0;
  bool wait = false;
  bool reference = false;
  /// Kernels whose guards fail are not given up.
  bool patient = false;
  Record record;
  kernel::TypeTable types;
  std::vector<std::shared_ptr<Specialization>> specializations;
  Continuation continuation;
  /// Globals changed so often that it is not worth the work.
  unsigned resets = 0;
};

struct Compiled {
  PyObject_HEAD vectorcallfunc vectorcall;
  PyObject* dict;
  Engine* engine;
};

std::vector<std::pair<uint32_t, uint32_t>> positions(const Record& record) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  const Ast& ast = *record.ast;
  walk(ast, record.definition, [&](AstId id) {
    if (id != record.definition && is_statement(ast[id].kind))
      out.emplace_back(ast[id].position.line, ast[id].position.column);
    return true;
  });
  return out;
}

/// Reads the source; false with `refused` set where it cannot be used.
bool prepare(Engine& engine) {
  if (engine.record.scope) return engine.refused.empty();
  engine.record.ast = parse_file(engine.path, engine.text);
  engine.record.scope =
      std::make_unique<FunctionScope>(PyFunction_GET_GLOBALS(engine.function), engine.locate);
  const auto* code = reinterpret_cast<PyCodeObject*>(engine.code);
  const char* name = PyUnicode_AsUTF8(code->co_name);
  if (name != nullptr && engine.record.ast->problem.empty())
    engine.record.definition = find_definition(*engine.record.ast, name, engine.line);
  PyErr_Clear();
  if (!engine.record.definition.valid()) {
    engine.refused = "its definition is not found";
    return false;
  }
  py::list places;
  for (const auto& [line, column] : positions(engine.record))
    places.append(py::make_tuple(line, column));
  const py::str text(engine.text);
  PyObject* made = PyObject_CallFunctionObjArgs(engine.make, text.ptr(), places.ptr(), nullptr);
  if (made == nullptr || !PyFunction_Check(made)) {
    PyErr_Clear();
    Py_XDECREF(made);
    engine.refused = "its statements are not understood";
    return false;
  }
  engine.continuation = {
      made,    PyObject_CallNoArgs(reinterpret_cast<PyObject*>(&PyBaseObject_Type)),
      g_range, g_enumerate,
      g_zip,   g_chain};
  return true;
}

/// Whether the continuation has the variables of the kernel, no more and no less.
bool agree(const kernel::Kernel& kernel, PyObject* continuation) {
  constexpr size_t kOwn = 4;
  const auto* code = reinterpret_cast<PyCodeObject*>(PyFunction_GET_CODE(continuation));
  if (static_cast<size_t>(code->co_argcount) != kernel.variables.size() + kOwn) return false;
  PyObject* names = PyObject_GetAttrString(PyFunction_GET_CODE(continuation), "co_varnames");
  std::vector<std::string> own;
  for (int i = kOwn; names != nullptr && i < code->co_argcount; ++i) {
    const char* name = PyUnicode_AsUTF8(PyTuple_GET_ITEM(names, i));
    own.emplace_back(name != nullptr ? name : "");
  }
  PyErr_Clear();
  Py_XDECREF(names);
  std::vector<std::string> wanted = kernel.variables;
  std::sort(own.begin(), own.end());
  std::sort(wanted.begin(), wanted.end());
  return own == wanted;
}

void refuse(Specialization& made, std::string reason, uint32_t line) {
  made.reason = std::move(reason);
  made.line = line;
  made.state = State::Refused;
}

/// Any thread, without the GIL.
void finish(Specialization& made, const std::string& folder) {
  Plugin& plugin = Plugin::get(folder);
  std::string error = plugin.problem();
  if (error.empty()) made.entry = plugin.compile(made.kernel, error);
  if (made.entry != nullptr) {
    made.state.store(State::Compiled, std::memory_order_release);
  } else {
    refuse(made, error, 0);
  }
}

void specialize(Engine& engine, const std::shared_ptr<Specialization>& made) {
  kernel::LowerOptions options;
  options.python = PY_MAJOR_VERSION * 100 + PY_MINOR_VERSION;
  kernel::Lowered lowered =
      lower({engine.record.ast.get(), engine.record.definition, engine.record.scope.get()},
            engine.types, made->types, options);
  if (!lowered.kernel) return refuse(*made, lowered.refusal.reason, lowered.refusal.line);
  made->kernel = std::move(*lowered.kernel);
  if (std::string problem = verify(made->kernel); !problem.empty())
    return refuse(*made, "internal: " + problem, 0);
  if (!agree(made->kernel, engine.continuation.function))
    return refuse(*made, "its variables are not understood", 0);
  if (engine.reference) {
    made->state = State::Compiled;
    return;
  }
  if (engine.wait) {
    const py::gil_scoped_release release;
    finish(*made, engine.folder);
    return;
  }
  const py::object start = py::reinterpret_borrow<py::object>(engine.start);
  const std::string folder = engine.folder;
  start(py::cpp_function([made, folder] {
    const py::gil_scoped_release release;
    finish(*made, folder);
  }));
}

std::shared_ptr<Specialization> specialization(Engine& engine, PyObject* const* arguments,
                                               size_t count) {
  constexpr size_t kMaxSpecializations = 8;
  std::vector<kernel::TypeId> types;
  for (size_t i = 0; i < count; ++i) types.push_back(type_of(engine.types, arguments[i]));
  for (const auto& known : engine.specializations) {
    if (known->types == types) return known;
  }
  if (engine.specializations.size() >= kMaxSpecializations) return nullptr;
  auto made = std::make_shared<Specialization>();
  made->types = std::move(types);
  engine.specializations.push_back(made);
  try {
    specialize(engine, made);
  } catch (const py::error_already_set&) {
    refuse(*made, "it could not be compiled", 0);
  }
  return made;
}

/// Null without an exception: the function itself has to run.
PyObject* try_compiled(Engine& engine, PyObject* const* arguments, size_t given) {
  constexpr size_t kMaxArguments = 32;
  if (!engine.refused.empty() || lattice_is_traced() != 0) return nullptr;
  if (PyFunction_GET_CODE(engine.function) != engine.code) return nullptr;
  const auto count = static_cast<size_t>(reinterpret_cast<PyCodeObject*>(engine.code)->co_argcount);
  if (given > count || count > kMaxArguments) return nullptr;
  PyObject* all[kMaxArguments];
  std::copy_n(arguments, given, all);
  PyObject* defaults = PyFunction_GET_DEFAULTS(engine.function);
  const size_t have = defaults != nullptr && PyTuple_Check(defaults)
                          ? static_cast<size_t>(PyTuple_GET_SIZE(defaults))
                          : 0;
  if (given + have < count) return nullptr;
  for (size_t i = given; i < count; ++i)
    all[i] = PyTuple_GET_ITEM(defaults, static_cast<Py_ssize_t>(i + have - count));
  if (!prepare(engine)) return nullptr;
  if (!engine.record.scope->unchanged()) {
    constexpr unsigned kMaxResets = 16;
    if (++engine.resets > kMaxResets) {
      engine.refused = "the globals it uses change";
      return nullptr;
    }
    engine.specializations.clear();
    engine.record.scope =
        std::make_unique<FunctionScope>(PyFunction_GET_GLOBALS(engine.function), engine.locate);
  }
  // Held: code that runs meanwhile may change globals, which drops all that was made.
  const std::shared_ptr<Specialization> held = specialization(engine, all, count);
  if (held == nullptr) return nullptr;
  Specialization& found = *held;
  if (found.state.load(std::memory_order_acquire) != State::Compiled) return nullptr;
  if (found.failures >= Specialization::kMaxFailures && !engine.patient) {
    refuse(found, "its guards fail", 0);
    return nullptr;
  }
  if (found.copies_too_much() && !engine.patient) {
    refuse(found, "copying its lists takes longer than what it does with them", 0);
    return nullptr;
  }
  return run(found, all, engine.continuation);
}

PyObject* call(PyObject* self, PyObject* const* arguments, size_t flags, PyObject* keywords) {
  Engine& engine = *reinterpret_cast<Compiled*>(self)->engine;
  if (keywords == nullptr || PyTuple_GET_SIZE(keywords) == 0) {
    // The call may drop what it runs in.
    Py_INCREF(self);
    PyObject* result = try_compiled(engine, arguments, PyVectorcall_NARGS(flags));
    Py_DECREF(self);
    if (result != nullptr || PyErr_Occurred() != nullptr) return result;
  }
  return PyObject_Vectorcall(engine.function, arguments, flags, keywords);
}

PyObject* make_compiled(PyTypeObject* type, PyObject* arguments, PyObject* /*keywords*/) {
  PyObject *function, *place, *start;
  const char *reason, *engine_name, *folder;
  int wait = 0;
  int patient = 0;
  if (!PyArg_ParseTuple(arguments, "OOsOpssp", &function, &place, &reason, &start, &wait,
                        &engine_name, &folder, &patient))
    return nullptr;
  auto engine = std::make_unique<Engine>();
  engine->function = Py_NewRef(function);
  engine->start = Py_NewRef(start);
  engine->refused = reason;
  engine->wait = wait != 0;
  engine->reference = std::string_view(engine_name) == "reference";
  engine->folder = folder;
  engine->patient = patient != 0;
  if (place != Py_None) {
    PyObject *text, *path, *make, *locate;
    int line = 0;
    if (!PyArg_ParseTuple(place, "UUiOO", &text, &path, &line, &make, &locate)) return nullptr;
    Py_ssize_t size = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
    const char* name = PyUnicode_AsUTF8(path);
    if (bytes == nullptr || name == nullptr) return nullptr;
    engine->text.assign(bytes, static_cast<size_t>(size));
    engine->path = name;
    engine->line = static_cast<uint32_t>(line);
    engine->make = Py_NewRef(make);
    engine->locate = Py_NewRef(locate);
    engine->code = Py_NewRef(PyFunction_GET_CODE(function));
  }
  auto* self = reinterpret_cast<Compiled*>(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  self->vectorcall = call;
  self->dict = nullptr;
  self->engine = engine.release();
  return reinterpret_cast<PyObject*>(self);
}

int traverse(PyObject* object, visitproc visit, void* arg) {
  auto* self = reinterpret_cast<Compiled*>(object);
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(self->dict);
  Py_VISIT(self->engine->function);
  Py_VISIT(self->engine->make);
  Py_VISIT(self->engine->locate);
  Py_VISIT(self->engine->start);
  Py_VISIT(self->engine->continuation.function);
  return 0;
}

int clear(PyObject* object) {
  Py_CLEAR(reinterpret_cast<Compiled*>(object)->dict);
  return 0;
}

void dealloc(PyObject* object) {
  auto* self = reinterpret_cast<Compiled*>(object);
  PyTypeObject* type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  Py_CLEAR(self->dict);
  Engine* engine = std::exchange(self->engine, nullptr);
  for (PyObject* held :
       {engine->function, engine->code, engine->make, engine->locate, engine->start,
        engine->continuation.function, engine->continuation.unbound})
    Py_XDECREF(held);
  delete engine;
  type->tp_free(object);
  Py_DECREF(type);
}

PyObject* bind(PyObject* self, PyObject* instance, PyObject* /*type*/) {
  if (instance == nullptr || instance == Py_None) return Py_NewRef(self);
  return PyMethod_New(self, instance);
}

PyMemberDef kMembers[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(Compiled, dict), READONLY, nullptr},
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Compiled, vectorcall), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};

PyGetSetDef kAttributes[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyType_Slot kSlots[] = {{Py_tp_new, reinterpret_cast<void*>(make_compiled)},
                        {Py_tp_call, reinterpret_cast<void*>(PyVectorcall_Call)},
                        {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
                        {Py_tp_clear, reinterpret_cast<void*>(clear)},
                        {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                        {Py_tp_descr_get, reinterpret_cast<void*>(bind)},
                        {Py_tp_members, kMembers},
                        {Py_tp_getset, kAttributes},
                        {0, nullptr}};

PyType_Spec kSpec = {"lattice.Compiled", sizeof(Compiled), 0,
                     Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL, kSlots};

PyTypeObject* g_type = nullptr;

const Engine& engine_of(const py::object& compiled) {
  if (Py_TYPE(compiled.ptr()) != g_type) throw py::type_error("not a compiled function");
  return *reinterpret_cast<Compiled*>(compiled.ptr())->engine;
}

py::list report(const py::object& compiled) {
  const Engine& engine = engine_of(compiled);
  py::list out;
  if (!engine.refused.empty()) {
    py::dict entry;
    entry["types"] = py::list();
    entry["state"] = "not compiled";
    entry["reason"] = engine.refused;
    entry["line"] = engine.line;
    out.append(entry);
  }
  for (const auto& made : engine.specializations) {
    constexpr const char* kStates[] = {"compiling", "compiled", "not compiled"};
    py::dict entry;
    py::list types;
    for (const kernel::TypeId type : made->types) types.append(engine.types.name(type));
    entry["types"] = types;
    entry["state"] = kStates[static_cast<size_t>(made->state.load())];
    entry["calls"] = made->calls;
    entry["returns"] = made->returns;
    if (made->state.load() == State::Refused) {
      entry["reason"] = made->reason;
      entry["line"] = made->line;
    } else {
      entry["loops"] = made->kernel.loops;
    }
    out.append(entry);
  }
  return out;
}

std::string dump_all(const py::object& compiled) {
  std::string out;
  for (const auto& made : engine_of(compiled).specializations) {
    if (made->state.load() != State::Refused) out += kernel::dump(made->kernel);
  }
  return out;
}

}  // namespace

void add_kernels(py::module_& module) {
  py::module_ kernel = module.def_submodule("kernel", "Compiled functions.");
  g_type = reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&kSpec));
  if (g_type == nullptr) throw py::error_already_set();
  kernel.attr("Compiled") = py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(g_type));
  kernel.def("report", &report, py::arg("compiled"));
  kernel.def("dump", &dump_all, py::arg("compiled"));
  kernel.def(
      "problem", [](const std::string& folder) { return Plugin::get(folder).problem(); },
      py::arg("folder"), "Why nothing is compiled; empty if all is well.");
  kernel.def("set_iterators", [](const py::object& range, const py::object& enumerate,
                                 const py::object& zip, const py::object& chain) {
    g_range = range.inc_ref().ptr();
    g_enumerate = enumerate.inc_ref().ptr();
    g_zip = zip.inc_ref().ptr();
    g_chain = chain.inc_ref().ptr();
  });
}

}  // namespace lattice::python
