// The functions the instrumented script calls as `__lg__.enter(...)` and so on. Each first finds
// the engine of its thread; without one, or inside a running cell, it does nothing. See
// docs/design/guard-plan.md for where they stand.
#include <algorithm>
#include <array>

#include "python/bindings/engine.h"
#include "python/bindings/reference.h"

namespace lattice {
namespace {

using Arguments = PyObject* const*;

Engine* running() {
  Engine* engine = current_engine();
  return engine != nullptr && engine->composer->running() ? engine : nullptr;
}

Frame caller() { return PyEval_GetFrame(); }

uint32_t id_of(PyObject* number) { return static_cast<uint32_t>(PyLong_AsLong(number)); }

PyObject* truth(bool value) { return Py_NewRef(value ? Py_True : Py_False); }

PyObject* answer(Enter entered) {
  if (entered == Enter::Raised) return nullptr;
  return truth(entered == Enter::Run);
}

/// enter(cell, *locals) -> run?
PyObject* enter(PyObject*, Arguments arguments, Py_ssize_t count) {
  Engine* engine = running();
  if (engine == nullptr) return truth(true);
  const std::span<const Value> values(reinterpret_cast<const Value*>(arguments + 1),
                                      static_cast<size_t>(count - 1));
  return answer(engine->composer->enter(id_of(arguments[0]), values, caller()));
}

bool is_instrumented(const Engine& engine, PyObject* function) {
  if (!PyFunction_Check(function) || PyFunction_GET_GLOBALS(function) != engine.host.module())
    return false;
  static PyObject* const guard_name = PyUnicode_InternFromString("__lg__");
  PyObject* names = reinterpret_cast<PyCodeObject*>(PyFunction_GET_CODE(function))->co_names;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); ++i)
    if (PyTuple_GET_ITEM(names, i) == guard_name) return true;
  return false;
}

/// A bound `StreamlitPage.run` whose page is an instrumented function or a script of its own, which
/// has its own engine or runs natively between two cells.
bool runs_seen_page(const Engine& engine, PyObject* callee) {
  if (engine.page_run == nullptr || !PyMethod_Check(callee)) return false;
  if (PyMethod_GET_FUNCTION(callee) != engine.page_run) return false;
  static PyObject* const page_name = PyUnicode_InternFromString("_page");
  const Reference page(PyObject_GetAttr(PyMethod_GET_SELF(callee), page_name));
  if (!page) PyErr_Clear();
  if (!page || page.get() == Py_None) return false;
  return is_instrumented(engine, page.get()) || !PyCallable_Check(page.get());
}

/// enterc(callee, cell, *locals): a call that is seen through when its callee carries guards.
PyObject* enter_call_cell(PyObject* self, Arguments arguments, Py_ssize_t count) {
  Engine* engine = running();
  if (engine == nullptr) return truth(true);
  const bool seen_through =
      !engine->composer->has_active() &&
      (is_instrumented(*engine, arguments[0]) || runs_seen_page(*engine, arguments[0]));
  return seen_through ? truth(true) : enter(self, arguments + 1, count - 1);
}

/// Value handles of the completed cell's outputs, with the first ones given.
std::vector<Held> complete(Engine& engine, std::span<const Value> values, bool exact) {
  return engine.composer->complete(values, exact);
}

/// keep(value, cell, *walrus) -> value, or an equal older one
PyObject* keep(PyObject*, Arguments arguments, Py_ssize_t count) {
  Engine* engine = running();
  PyObject* value = arguments[0];
  if (engine == nullptr) return Py_NewRef(value);
  const uint32_t cell = id_of(arguments[1]);
  if (!engine->composer->is_active(cell, caller())) return Py_NewRef(value);
  if (engine->bindings[cell].discard && count == 2) {
    complete(*engine, {}, true);
    return Py_NewRef(value);
  }
  std::vector<Value> values{value};
  for (Py_ssize_t i = 2; i < count; ++i) values.push_back(arguments[i]);
  const Reference alive(Py_NewRef(value));
  const std::vector<Held> kept = complete(*engine, values, count > 2);
  return Py_NewRef(static_cast<PyObject*>(kept.front().get()));
}

PyObject* output(Engine& engine, uint32_t cell, size_t index) {
  const std::vector<Held>& outputs = engine.composer->outputs(cell);
  PyObject* value = index < outputs.size() ? static_cast<PyObject*>(outputs[index].get()) : nullptr;
  return Py_NewRef(value != nullptr ? value : Py_None);
}

/// value(cell): what the skipped expression gives
PyObject* value(PyObject*, PyObject* cell) {
  Engine* engine = running();
  if (engine == nullptr) Py_RETURN_NONE;
  return output(*engine, id_of(cell), 0);
}

/// get(cell, index): one output of a skipped cell
PyObject* get(PyObject*, Arguments arguments, Py_ssize_t) {
  Engine* engine = running();
  if (engine == nullptr) Py_RETURN_NONE;
  return output(*engine, id_of(arguments[0]), id_of(arguments[1]));
}

/// has(cell, index): whether the skipped cell bound that name
PyObject* has(PyObject*, Arguments arguments, Py_ssize_t) {
  Engine* engine = running();
  if (engine == nullptr) return truth(false);
  const std::vector<Held>& outputs = engine->composer->outputs(id_of(arguments[0]));
  const size_t index = id_of(arguments[1]);
  return truth(index < outputs.size() && static_cast<bool>(outputs[index]));
}

PyObject* tuple_of(std::span<const Held> values) {
  PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(values.size()));
  for (size_t i = 0; tuple != nullptr && i < values.size(); ++i) {
    auto* item = static_cast<PyObject*>(values[i].get());
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i),
                     Py_NewRef(item != nullptr ? item : Py_None));
  }
  return tuple;
}

/// leave(cell, *values) -> the values its names get: the end of a statement cell
PyObject* leave(PyObject*, Arguments arguments, Py_ssize_t count) {
  Engine* engine = running();
  const uint32_t cell = id_of(arguments[0]);
  const Frame frame = caller();
  if (engine == nullptr || !engine->composer->is_active(cell, frame)) {
    PyObject* unchanged = PyTuple_New(count - 1);
    for (Py_ssize_t i = 1; unchanged != nullptr && i < count; ++i)
      PyTuple_SET_ITEM(unchanged, i - 1, Py_NewRef(arguments[i]));
    return unchanged;
  }
  CPythonHost& host = engine->host;
  const CellBinding& binding = engine->bindings[cell];
  std::vector<Held> alive;
  for (size_t i = 0; i < binding.writes.size(); ++i) {
    if (binding.module)
      alive.emplace_back(host, host.global(binding.writes[i]));
    else if (binding.definite)
      alive.emplace_back(host, arguments[i + 1]);
    else
      alive.push_back(Held::adopt(host, host.fetch(frame, binding.writes[i])));
  }
  std::vector<Value> values;
  values.reserve(alive.size());
  for (const Held& held : alive) values.push_back(held.get());
  // Names that are not handed back keep the new objects, so older equal ones will not do.
  const bool exact = !binding.module && !binding.definite;
  const std::vector<Held> kept = complete(*engine, values, exact);
  if (binding.module) {
    for (size_t i = 0; i < kept.size(); ++i)
      if (kept[i] && kept[i].get() != values[i]) host.set_global(binding.writes[i], kept[i].get());
    Py_RETURN_NONE;
  }
  return tuple_of(kept);
}

/// restore(cell): binds the names of a skipped statement cell
PyObject* restore(PyObject*, PyObject* number) {
  Engine* engine = running();
  if (engine == nullptr) Py_RETURN_NONE;
  const uint32_t cell = id_of(number);
  const std::vector<Held>& outputs = engine->composer->outputs(cell);
  const CellBinding& binding = engine->bindings[cell];
  if (!binding.module) return tuple_of(outputs);
  for (size_t i = 0; i < binding.writes.size() && i < outputs.size(); ++i)
    engine->host.set_global(binding.writes[i], outputs[i].get());
  Py_RETURN_NONE;
}

/// took(branch, cell): the arm that a test chose
PyObject* took(PyObject*, Arguments arguments, Py_ssize_t) {
  Engine* engine = running();
  if (engine == nullptr || !engine->composer->is_active(id_of(arguments[1]), caller()))
    Py_RETURN_NONE;
  const std::array<Value, 1> branch{arguments[0]};
  complete(*engine, branch, true);
  Py_RETURN_NONE;
}

/// Where the function that runs in `frame` was called from.
CallSite site_of(Engine& engine, PyFrameObject* frame) {
  const Reference back(reinterpret_cast<PyObject*>(PyFrame_GetBack(frame)));
  if (!back) return {};
  auto* calling = reinterpret_cast<PyFrameObject*>(back.get());
  const Reference code(reinterpret_cast<PyObject*>(PyFrame_GetCode(calling)));
  const int offset = PyFrame_GetLasti(calling);
  auto* at = reinterpret_cast<PyCodeObject*>(code.get());
  const Reference globals(PyFrame_GetGlobals(calling));
  if (globals.get() != engine.host.module())
    return {0, reinterpret_cast<uint64_t>(at) * 31 + static_cast<uint64_t>(offset)};
  const auto found = engine.sites.find({at, offset});
  if (found != engine.sites.end()) return found->second;
  // By position: the offset is another one when the script is edited elsewhere.
  int line = 0, column = 0, last_line = 0, last_column = 0;
  PyCode_Addr2Location(at, offset, &line, &column, &last_line, &last_column);
  CallSite site;
  site.line = static_cast<uint32_t>(std::max(line, 0));
  for (const int part : {column, last_line - line, last_column})
    site.place = site.place * 4099 + static_cast<uint64_t>(part + 2);
  return engine.sites.emplace(std::pair(at, offset), site).first->second;
}

/// fn(key): a function body begins
PyObject* fn(PyObject*, PyObject* key) {
  Engine* engine = running();
  if (engine == nullptr) Py_RETURN_NONE;
  PyFrameObject* frame = PyEval_GetFrame();
  engine->composer->enter_call(engine->host.text(key), site_of(*engine, frame), frame);
  Py_RETURN_NONE;
}

/// frag(key): the body of a fragment begins
PyObject* frag(PyObject* module, PyObject* key) {
  Engine* engine = running();
  if (engine == nullptr || engine->composer->has_active()) Py_RETURN_NONE;
  const std::string identity = engine->host.fragment_identity();
  if (identity.empty()) return fn(module, key);
  engine->composer->enter_fragment(engine->host.text(key), identity, caller());
  Py_RETURN_NONE;
}

/// out(value) -> value: a function body ends
PyObject* out(PyObject*, PyObject* value) {
  if (Engine* engine = running()) engine->composer->leave_call(caller());
  return Py_NewRef(value);
}

/// use(value) -> value, for native code that looks inside
PyObject* use(PyObject*, PyObject* value) {
  Engine* engine = running();
  if (engine != nullptr && !engine->composer->has_active()) engine->composer->settle();
  return Py_NewRef(value);
}

PyObject* loop(PyObject*, PyObject* number) {
  if (Engine* engine = running()) engine->composer->enter_loop(id_of(number), caller());
  Py_RETURN_NONE;
}

/// it(loop): the next iteration begins
PyObject* it(PyObject*, PyObject* number) {
  if (Engine* engine = running()) engine->composer->next_iteration(id_of(number), caller());
  Py_RETURN_NONE;
}

PyObject* endloop(PyObject*, PyObject* number) {
  if (Engine* engine = running()) engine->composer->leave_loop(id_of(number), caller());
  Py_RETURN_NONE;
}

/// caught(loop, module): a handler or a `finally` begins
PyObject* caught(PyObject*, Arguments arguments, Py_ssize_t) {
  if (Engine* engine = running()) {
    const std::optional<uint32_t> loop =
        arguments[0] == Py_None ? std::nullopt : std::optional(id_of(arguments[0]));
    engine->composer->caught(loop, arguments[1] == Py_True, caller());
  }
  Py_RETURN_NONE;
}

/// commit(): the script reached its end
PyObject* commit(PyObject*, PyObject*) {
  if (Engine* engine = running()) engine->composer->commit(caller());
  Py_RETURN_NONE;
}

PyCFunction fast(PyObject* (*function)(PyObject*, Arguments, Py_ssize_t)) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

}  // namespace

Engine*& current_engine() {
  thread_local Engine* current = nullptr;
  return current;
}

int add_guards(PyObject* module) {
  static std::array<PyMethodDef, 18> methods{{
      {"enter", fast(enter), METH_FASTCALL, nullptr},
      {"enterc", fast(enter_call_cell), METH_FASTCALL, nullptr},
      {"keep", fast(keep), METH_FASTCALL, nullptr},
      {"value", value, METH_O, nullptr},
      {"get", fast(get), METH_FASTCALL, nullptr},
      {"has", fast(has), METH_FASTCALL, nullptr},
      {"leave", fast(leave), METH_FASTCALL, nullptr},
      {"restore", restore, METH_O, nullptr},
      {"took", fast(took), METH_FASTCALL, nullptr},
      {"fn", fn, METH_O, nullptr},
      {"frag", frag, METH_O, nullptr},
      {"out", out, METH_O, nullptr},
      {"use", use, METH_O, nullptr},
      {"loop", loop, METH_O, nullptr},
      {"it", it, METH_O, nullptr},
      {"endloop", endloop, METH_O, nullptr},
      {"caught", fast(caught), METH_FASTCALL, nullptr},
      {nullptr, nullptr, 0, nullptr},
  }};
  static std::array<PyMethodDef, 2> last{{
      {"commit", commit, METH_NOARGS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  }};
  if (PyModule_AddFunctions(module, methods.data()) != 0) return -1;
  return PyModule_AddFunctions(module, last.data());
}

}  // namespace lattice
