#include "python/bindings/cpython_host.h"

#include <algorithm>
#include <chrono>

#include "python/bindings/frame.h"
#include "python/bindings/reference.h"
#include "python/bindings/sensor/closed_file.h"
#include "python/bindings/sensor/sensing.h"
#include "python/bindings/signal/cells.h"

namespace lattice {
namespace {

PyObject* object(Value value) { return static_cast<PyObject*>(value); }

bool is_code(PyObject* value) { return Py_IS_TYPE(value, &PyCode_Type); }

void collect_names(PyCodeObject* code, std::vector<PyObject*>& names) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_names); ++i)
    names.push_back(PyTuple_GET_ITEM(code->co_names, i));
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_consts); ++i) {
    PyObject* constant = PyTuple_GET_ITEM(code->co_consts, i);
    if (is_code(constant)) collect_names(reinterpret_cast<PyCodeObject*>(constant), names);
  }
}

bool contains_code(PyCodeObject* outer, PyObject* code) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(outer->co_consts); ++i) {
    PyObject* constant = PyTuple_GET_ITEM(outer->co_consts, i);
    if (!is_code(constant)) continue;
    if (constant == code || contains_code(reinterpret_cast<PyCodeObject*>(constant), code))
      return true;
  }
  return false;
}

}  // namespace

std::string utf8(PyObject* text) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) {
    PyErr_Clear();
    return "";
  }
  return {data, static_cast<size_t>(size)};
}

CPythonHost::CPythonHost(PyObject* adapter, PyObject* late)
    : adapter_(adapter),
      late_(late),
      libraries_([this](PyObject* name) { return is_project_name(name); }) {
  Py_INCREF(adapter_);
  Py_INCREF(late_);
}

CPythonHost::~CPythonHost() {
  for (const auto* table : {&origins_, &moving_}) {
    for (const auto& [code, other] : *table) {
      Py_DECREF(code);
      Py_DECREF(other);
    }
  }
  forget_code();
  forget_modules();
  for (const auto& [token, object] : loaded_) Py_DECREF(object);
  for (PyObject* owned : owned_) Py_DECREF(owned);
  Py_DECREF(late_);
  Py_DECREF(adapter_);
}

void CPythonHost::set_late(PyObject* late) {
  Py_INCREF(late);
  Py_SETREF(late_, late);
}

Value CPythonHost::intern(std::string_view name) {
  PyObject* text = PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()));
  if (text == nullptr) {
    PyErr_Clear();
    text = PyUnicode_FromString("?");
  }
  PyUnicode_InternInPlace(&text);
  owned_.push_back(text);
  return text;
}

std::string CPythonHost::text(Value name) {
  if (PyUnicode_Check(object(name))) return utf8(object(name));
  if (is_reactive_key(object(name))) return reactive_key_text(object(name));
  if (is_file_key(object(name))) return file_key_text(object(name));
  // The key of an external: (kind, name).
  if (PyTuple_Check(object(name)) && PyTuple_GET_SIZE(object(name)) == 2) {
    PyObject* kind = PyTuple_GET_ITEM(object(name), 0);
    PyObject* key = PyTuple_GET_ITEM(object(name), 1);
    if (PyUnicode_Check(kind) && PyUnicode_Check(key)) return utf8(kind) + " `" + utf8(key) + "`";
    if (PyUnicode_Check(kind)) return utf8(kind);
  }
  return "?";
}

bool CPythonHost::is_atom(Value value) { return lattice::is_atom(object(value)); }

bool CPythonHost::atoms_equal(Value a, Value b) {
  return lattice::atoms_equal(object(a), object(b));
}

bool CPythonHost::is_fixed(Value value) {
  PyObject* it = object(value);
  if (is_reactive(it) || is_closed_file(it)) return true;
  if (PyModule_Check(it)) return !is_local_module(it);
  if (PyCFunction_CheckExact(it)) {
    PyObject* self = PyCFunction_GET_SELF(it);
    return self == nullptr || PyModule_Check(self) || PyType_Check(self);
  }
  if (Py_IS_TYPE(it, &PyMethodDescr_Type) || Py_IS_TYPE(it, &PyWrapperDescr_Type)) return true;
  if (PyFunction_Check(it)) {
    PyObject* globals = PyFunction_GET_GLOBALS(it);
    if (globals == module_ || is_local_globals(globals)) return false;
    return PyFunction_GET_CLOSURE(it) == nullptr && PyFunction_GET_DEFAULTS(it) == nullptr;
  }
  if (PyType_Check(it) && !(reinterpret_cast<PyTypeObject*>(it)->tp_flags & Py_TPFLAGS_HEAPTYPE))
    return true;
  return false;
}

static bool is_script_type(PyObject* type) {
  static PyObject* const module_name = PyUnicode_InternFromString("__module__");
  PyObject* dict = reinterpret_cast<PyTypeObject*>(type)->tp_dict;
  PyObject* name = dict != nullptr ? PyDict_GetItemWithError(dict, module_name) : nullptr;
  PyErr_Clear();
  return name != nullptr && PyUnicode_Check(name) &&
         PyUnicode_CompareWithASCIIString(name, "__main__") == 0;
}

SnapshotRef CPythonHost::snapshot(Value value) {
  auto snapshot = std::make_shared<PySnapshot>();
  PyObject* root = object(value);
  snapshot->walk = walk(&root, 1, *this);
  const Walk& walked = snapshot->walk;
  snapshot->digest = walked.digest;
  snapshot->opaque = walked.opaque;
  snapshot->partial = walked.partial;
  snapshot->draws = walked.draws;
  snapshot->settles = walked.settles;
  if (walked.opaque) snapshot->why = walked.why_opaque;
  snapshot->met.reserve(walked.met.size());
  for (PyObject* met : walked.met) snapshot->met.push_back(reinterpret_cast<uintptr_t>(met));
  std::vector<PyObject*>().swap(snapshot->walk.met);
  snapshot->reach.reserve(walked.reach.size());
  for (PyObject* reached : walked.reach) {
    snapshot->reach.push_back(reinterpret_cast<uintptr_t>(reached));
    snapshot->project |= PyModule_Check(reached);
    snapshot->script_code |= PyType_Check(reached) && is_script_type(reached);
    snapshot->project_types |= PyType_Check(reached) && !is_script_type(reached);
    if (PyModule_Check(reached) && snapshot->hazard.empty()) snapshot->hazard = hazard_of(reached);
  }
  for (PyObject* function : walked.functions) {
    PyObject* globals = PyFunction_GET_GLOBALS(function);
    snapshot->project |= globals != module_;
    snapshot->script_code |= globals == module_;
    if (globals == module_)
      snapshot->functions.push_back(function);
    else if (snapshot->hazard.empty() && is_other_script(globals))
      snapshot->hazard = "is of another page's script";
    else if (snapshot->hazard.empty() && is_script_variables(globals))
      snapshot->hazard = hazard_of_code(PyFunction_GET_CODE(function));
    else if (snapshot->hazard.empty())
      snapshot->hazard = hazard_of(module_of_globals(globals));
  }
  snapshot->project |= snapshot->project_types;
  return snapshot;
}

ImageRef CPythonHost::image(Value value, const Image* before) {
  PyObject *type, *error, *traceback;
  PyErr_Fetch(&type, &error, &traceback);
  const auto image = take_image(object(value), static_cast<const PyImage*>(before), *this);
  PyErr_Restore(type, error, traceback);
  return image;
}

bool CPythonHost::has_cheap_image(Value value) { return is_frame(object(value)); }

std::optional<std::vector<uintptr_t>> CPythonHost::differing(const Image& before,
                                                             const Image& after) {
  return differing_parts(static_cast<const PyImage&>(before), static_cast<const PyImage&>(after));
}

void CPythonHost::put_back(const Image& image) {
  PyObject *type, *error, *traceback;
  PyErr_Fetch(&type, &error, &traceback);
  lattice::put_back(static_cast<const PyImage&>(image));
  PyErr_Restore(type, error, traceback);
}

Value CPythonHost::global(Value name) {
  PyObject* value = PyDict_GetItemWithError(module_, object(name));
  if (value == nullptr) PyErr_Clear();
  return value;
}

void CPythonHost::set_global(Value name, Value value) {
  const int failed = value != nullptr ? PyDict_SetItem(module_, object(name), object(value))
                                      : PyDict_DelItem(module_, object(name));
  if (failed != 0) PyErr_Clear();
}

Value CPythonHost::fetch(Frame frame, Value name) {
  auto* python_frame = const_cast<PyFrameObject*>(static_cast<const PyFrameObject*>(frame));
  return lattice_frame_variable(python_frame, object(name));
}

const std::vector<Value>& CPythonHost::named_globals(Value function) {
  PyObject* code = PyFunction_GET_CODE(object(function));
  const auto found = named_.find(code);
  if (found != named_.end()) return found->second;
  std::vector<PyObject*> all;
  collect_names(reinterpret_cast<PyCodeObject*>(code), all);
  std::vector<Value> names;
  for (PyObject* name : all) {
    PyObject* interned = name;
    Py_INCREF(interned);
    PyUnicode_InternInPlace(&interned);
    const std::string spelled = utf8(interned);
    const bool ours = spelled == "__lg__" || spelled == "__builtins__";
    if (ours || std::ranges::find(names, static_cast<Value>(interned)) != names.end()) {
      Py_DECREF(interned);
      continue;
    }
    owned_.push_back(interned);
    names.push_back(interned);
  }
  Py_INCREF(code);
  named_codes_.push_back(code);
  return named_.emplace(code, std::move(names)).first->second;
}

bool CPythonHost::closes_over(const Snapshot& snapshot, Frame frame) {
  const Walk& walked = static_cast<const PySnapshot&>(snapshot).walk;
  if (walked.closures.empty()) return false;
  auto* python_frame = const_cast<PyFrameObject*>(static_cast<const PyFrameObject*>(frame));
  const Reference code(reinterpret_cast<PyObject*>(PyFrame_GetCode(python_frame)));
  auto* outer = reinterpret_cast<PyCodeObject*>(code.get());
  // Variables of the module are not closed over; what is nested in it closes over calls of its own.
  if ((outer->co_flags & CO_OPTIMIZED) == 0) return false;
  for (PyObject* closure : walked.closures)
    if (contains_code(outer, closure)) return true;
  return false;
}

PyObject* CPythonHost::call(PyObject* target, PyObject* method, PyObject* argument) const {
  return argument == nullptr ? PyObject_CallMethodNoArgs(target, method)
                             : PyObject_CallMethodOneArg(target, method, argument);
}

Value CPythonHost::load_external(Value key) {
  static PyObject* const load_name = PyUnicode_InternFromString("load");
  if (is_file_key(object(key))) return load_file(object(key));
  if (LibraryWatch::is_key(object(key))) {
    PyObject* state = LibraryWatch::load(object(key));
    if (state == nullptr) PyErr_Clear();
    return state;
  }
  PyObject* value = is_reactive_key(object(key)) ? load_reactive(object(key))
                                                 : call(adapter_, load_name, object(key));
  // An unreadable state is like an absent one: the cell runs and meets the error itself.
  if (value == nullptr) PyErr_Clear();
  return value;
}

std::optional<std::string> CPythonHost::verify_effects(Value effects) {
  static PyObject* const verify_name = PyUnicode_InternFromString("verify");
  if (standing_.can_repeat(adapter_, object(effects))) return std::nullopt;
  standing_.forget();
  const Reference reason(call(object(effects), verify_name, nullptr));
  if (!reason) {
    PyErr_Clear();
    return "what it drew cannot be checked";
  }
  if (reason.get() == Py_None) return std::nullopt;
  return utf8(reason.get());
}

Replay CPythonHost::replay_effects(Value effects) {
  static PyObject* const replay_name = PyUnicode_InternFromString("replay");
  if (standing_.is_ready(object(effects))) {
    if (standing_.repeat()) return Replay::Done;
    // Another thread sent something that makes this a whole run.
    verify_effects(effects);
  }
  const Reference done(call(object(effects), replay_name, nullptr));
  return done ? Replay::Done : Replay::Raised;
}

Value CPythonHost::handled() {
  PyObject* exception = PyErr_GetHandledException();
  // Whoever handles it keeps it alive.
  Py_XDECREF(exception);
  return exception;
}

EffectSummary CPythonHost::finish_effects(Value effects, bool completed) {
  static PyObject* const finish_name = PyUnicode_InternFromString("finish");
  EffectSummary summary;
  // Finishing may happen while an exception passes through the script.
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  const Reference result(call(object(effects), finish_name, completed ? Py_True : Py_False));
  if (!result || !PyTuple_Check(result.get()) || PyTuple_GET_SIZE(result.get()) != 3) {
    if (PyErr_Occurred()) PyErr_WriteUnraisable(adapter_);
    summary.blocked = "what it drew could not be recorded";
  } else {
    PyObject* blocked = PyTuple_GET_ITEM(result.get(), 0);
    if (PyUnicode_Check(blocked)) summary.blocked = utf8(blocked);
    summary.once = PyTuple_GET_ITEM(result.get(), 2) == Py_True;
    PyObject* exports = PyTuple_GET_ITEM(result.get(), 1);
    for (Py_ssize_t i = 0; PyList_Check(exports) && i < PyList_GET_SIZE(exports); ++i) {
      Py_INCREF(PyList_GET_ITEM(exports, i));
      summary.exports.push_back(PyList_GET_ITEM(exports, i));
    }
  }
  PyErr_Restore(type, value, traceback);
  return summary;
}

std::string CPythonHost::hazard_of_code(PyObject* code) const {
  if (hazards_.empty()) return "";
  auto* it = reinterpret_cast<PyCodeObject*>(code);
  const auto found = hazards_.find({utf8(it->co_name), it->co_firstlineno});
  return found == hazards_.end() ? "" : found->second;
}

std::string CPythonHost::hazard_of_call(Value function, Value name) {
  auto* it = reinterpret_cast<PyFunctionObject*>(object(function));
  // A cell that names the function is known to run its code.
  PyObject* own = reinterpret_cast<PyCodeObject*>(it->func_code)->co_name;
  if (PyUnicode_Check(object(name)) && PyUnicode_Compare(object(name), own) == 0) return "";
  return hazard_of_code(it->func_code);
}

std::string CPythonHost::fragment_identity() {
  standing_.forget();
  static PyObject* const enter_name = PyUnicode_InternFromString("enter_fragment");
  const Reference identity(call(adapter_, enter_name, nullptr));
  if (!identity) PyErr_Clear();
  return identity && PyUnicode_Check(identity.get()) ? utf8(identity.get()) : "";
}

std::string CPythonHost::describe(Value value) {
  // Of exact builtin atoms only: their repr runs no code of the script.
  if (!lattice::is_atom(object(value)) || is_state(object(value))) return "";
  constexpr size_t kLongest = 40;
  const Reference shown(PyObject_Repr(object(value)));
  if (!shown) {
    PyErr_Clear();
    return "";
  }
  std::string text = utf8(shown.get());
  if (text.size() <= kLongest) return text;
  size_t cut = kLongest - 3;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return text.substr(0, cut) + "...";
}

double CPythonHost::seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool CPythonHost::symbol_of(PyObject* container, Digest& out) const {
  static PyObject* const symbol_name = PyUnicode_InternFromString("symbol_of");
  const Reference symbol(call(adapter_, symbol_name, container));
  if (!symbol) PyErr_Clear();
  if (!symbol || !PyLong_Check(symbol.get())) return false;
  const unsigned long long number = PyLong_AsUnsignedLongLong(symbol.get());
  if (PyErr_Occurred()) {
    PyErr_Clear();
    return false;
  }
  out = Digest{number, 0x4c47};
  return true;
}

bool CPythonHost::is_late(PyObject* code) const {
  auto* it = reinterpret_cast<PyCodeObject*>(code);
  const Reference line(PyLong_FromLong(it->co_firstlineno));
  const Reference key(PyTuple_Pack(2, it->co_name, line.get()));
  const int found = key ? PySet_Contains(late_, key.get()) : -1;
  if (found < 0) PyErr_Clear();
  return found == 1;
}

}  // namespace lattice
