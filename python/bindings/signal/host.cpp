#include "python/bindings/signal/host.h"

#include <utility>

#include "python/bindings/reference.h"
#include "python/bindings/signal/async.h"
#include "python/bindings/signal/cells.h"

namespace lattice {

constinit thread_local ReactiveTracker reactive_tracker
    __attribute__((tls_model("initial-exec"))) = {};

ReactiveGraph& reactive_graph() {
  // Never destroyed: objects may outlive static destructors.
#ifdef Py_GIL_DISABLED
  constexpr bool kThreaded = true;
#else
  constexpr bool kThreaded = false;
#endif
  static auto* const graph = new ReactiveGraph(*new PythonReactiveHost, kThreaded);
  return *graph;
}

PendingErrors& pending_errors() {
  static thread_local PendingErrors errors;
  return errors;
}

const void* current_context() {
  PyThreadState* const thread = PyThreadState_Get();
  if (thread->context == nullptr) {
    // Copying the context makes the thread have one. From then on it is the same object.
    PyObject* const copy = PyContext_CopyCurrent();
    if (copy == nullptr) PyErr_Clear();
    Py_XDECREF(copy);
  }
  return thread->context;
}

PyObject* take_exception() {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback != nullptr) PyException_SetTraceback(value, traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return value;
}

void raise_exception(PyObject* stolen) {
  PyErr_Restore(Py_NewRef(reinterpret_cast<PyObject*>(Py_TYPE(stolen))), stolen,
                PyException_GetTraceback(stolen));
}

namespace {

PyObject* function_of(ReactiveNode& node) {
  ReactiveObject* const object = object_of(node);
  return node.is(kReactiveEffect) ? reinterpret_cast<EffectObject*>(object)->function
                                  : reinterpret_cast<MemoObject*>(object)->function;
}

/// Interrupts, and what depends on the caller's stack or on free memory, say nothing about the
/// value.
bool is_passing(PyObject* exception) {
  return !PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(PyExc_Exception)) ||
         PyErr_GivenExceptionMatches(exception, PyExc_RecursionError) != 0 ||
         PyErr_GivenExceptionMatches(exception, PyExc_MemoryError) != 0;
}

ReactiveOutcome abort_with(PyObject* stolen) {
  Py_XSETREF(pending_errors().aborted, stolen);
  return ReactiveOutcome::Aborted;
}

/// Gives the memo a value (stolen) and says that it is another one.
ReactiveOutcome changed(MemoObject* memo, PyObject* stolen, bool failed) {
  PyObject* old;
  {
    const ReactiveGraph::Guard guard(reactive_graph());
    old = std::exchange(memo->value, stolen);
    memo->node.flags = failed ? memo->node.flags | kFailed : memo->node.flags & ~kFailed;
  }
  Py_XDECREF(old);
  return ReactiveOutcome::Changed;
}

ReactiveOutcome failed(MemoObject* memo) {
  PyObject* const exception = take_exception();
  if (is_passing(exception)) return abort_with(exception);
  Reference traceback(PyException_GetTraceback(exception));
  PyObject* const pair = PyTuple_Pack(2, exception, traceback ? traceback.get() : Py_None);
  Py_DECREF(exception);
  if (pair == nullptr) return abort_with(take_exception());
  return changed(memo, pair, true);
}

ReactiveOutcome run_memo(MemoObject* memo) {
  PyObject* const result = PyObject_CallNoArgs(memo->function);
  if (result == nullptr) return failed(memo);
  if (PyCoro_CheckExact(result)) {
    const Reference closed(PyObject_CallMethod(result, "close", nullptr));
    Py_DECREF(result);
    PyErr_SetString(PyExc_TypeError,
                    "a memo cannot be asynchronous: use an effect that writes a signal");
    return failed(memo);
  }
  if (memo->value != nullptr && !memo->node.is(kFailed)) {
    const Reference old(Py_NewRef(memo->value));
    const int equal = equal_values(memo->equals, old.get(), result);
    if (equal != 0) Py_DECREF(result);
    if (equal < 0) return failed(memo);
    if (equal > 0) return ReactiveOutcome::Same;
  }
  return changed(memo, result, false);
}

ReactiveOutcome run_effect(EffectObject* effect, ReactiveTracker& tracker) {
  PyObject* result = PyObject_CallNoArgs(effect->function);
  if (result != nullptr && PyCoro_CheckExact(result)) {
    PyObject* const started = start_task(reinterpret_cast<PyObject*>(effect), result);
    Py_SETREF(result, started);
  }
  if (result != nullptr) {
    Py_DECREF(result);
    return ReactiveOutcome::Same;
  }
  PyObject* const exception = take_exception();
  // An effect that could not even begin is none.
  if (effect->node.run == 1) reactive_graph().dispose(effect->node, tracker);
  if (!PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(PyExc_Exception)))
    return abort_with(exception);
  pending_errors().raised.push_back(exception);
  return ReactiveOutcome::Same;
}

}  // namespace

ReactiveOutcome PythonReactiveHost::run(ReactiveNode& node, ReactiveTracker& tracker) {
  tracker.context = current_context();
  if (function_of(node) == nullptr) {
    PyErr_SetString(signal_error, "it was never initialized");
    return abort_with(take_exception());
  }
  if (reactive_cells)
    note_cell_run(reinterpret_cast<PyObject*>(object_of(node)), function_of(node));
  return node.is(kReactiveEffect)
             ? run_effect(reinterpret_cast<EffectObject*>(object_of(node)), tracker)
             : run_memo(reinterpret_cast<MemoObject*>(object_of(node)));
}

void PythonReactiveHost::clean_up(ReactiveEffect& effect, ReactiveTracker&) {
  auto* const self = reinterpret_cast<EffectObject*>(object_of(effect));
  PyObject* const cleanups = std::exchange(self->cleanups, nullptr);
  if (cleanups == nullptr) return;
  // Disposing may happen while an exception passes.
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  for (Py_ssize_t i = PyList_GET_SIZE(cleanups); i-- > 0;) {
    const Reference result(PyObject_CallNoArgs(PyList_GET_ITEM(cleanups, i)));
    if (!result) pending_errors().raised.push_back(take_exception());
  }
  Py_DECREF(cleanups);
  PyErr_Restore(type, value, traceback);
}

namespace {

/// Litter for what may have a finalizer; nothing for what is gone without a trace.
ReactiveLitter let_go(PyObject* stolen) {
  if (stolen == nullptr) return nullptr;
  PyTypeObject* const type = Py_TYPE(stolen);
  if (Py_REFCNT(stolen) > 1 || type == &PyLong_Type || type == &PyFloat_Type ||
      type == &PyUnicode_Type || type == &PyBytes_Type) {
    Py_DECREF(stolen);
    return nullptr;
  }
  return stolen;
}

}  // namespace

ReactiveLitter PythonReactiveHost::assign(ReactiveNode& signal, void* payload, bool first) {
  auto* const self = reinterpret_cast<SignalObject*>(object_of(signal));
  PyObject* const old = std::exchange(self->value, Py_NewRef(static_cast<PyObject*>(payload)));
  return let_go(first ? std::exchange(self->known, old) : old);
}

ReactiveSettled PythonReactiveHost::settle(ReactiveNode& signal) {
  auto* const self = reinterpret_cast<SignalObject*>(object_of(signal));
  PyObject* const known = std::exchange(self->known, nullptr);
  // With `equals` given, the write has asked; here no code of the program may run.
  const bool same = known != nullptr && (self->equals == Py_None ? same_value(known, self->value)
                                                                 : known == self->value);
  return {!same, let_go(known)};
}

ReactiveLitter PythonReactiveHost::drop(ReactiveNode& memo) {
  auto* const self = reinterpret_cast<MemoObject*>(object_of(memo));
  memo.flags &= ~kFailed;
  return let_go(std::exchange(self->value, nullptr));
}

void PythonReactiveHost::discard(ReactiveLitter litter) {
  Py_DECREF(static_cast<PyObject*>(litter));
}

void PythonReactiveHost::retain(ReactiveNode& node) { Py_INCREF(object_of(node)); }
void PythonReactiveHost::release(ReactiveNode& node) { Py_DECREF(object_of(node)); }

bool Operation::finish(bool completed) {
  PendingErrors& errors = pending_errors();
  const auto first = errors.raised.begin() + static_cast<std::ptrdiff_t>(mark_);
  std::vector<PyObject*> own(first, errors.raised.end());
  errors.raised.erase(first, errors.raised.end());
  if (!completed) {
    // The interrupt goes first; what effects raised before it is only reported.
    for (PyObject* const error : own) {
      raise_exception(error);
      PyErr_WriteUnraisable(nullptr);
    }
    if (PyObject* const aborted = std::exchange(errors.aborted, nullptr)) raise_exception(aborted);
    return false;
  }
  if (own.empty()) return true;
  if (own.size() == 1) {
    raise_exception(own.front());
    return false;
  }
  const Reference list(PyList_New(static_cast<Py_ssize_t>(own.size())));
  for (size_t i = 0; i < own.size(); ++i)
    if (list) PyList_SET_ITEM(list.get(), static_cast<Py_ssize_t>(i), own[i]);
  const Reference builtins(PyImport_ImportModule("builtins"));
  const Reference group(list && builtins ? PyObject_CallMethod(builtins.get(), "ExceptionGroup",
                                                               "sO", "effects failed", list.get())
                                         : nullptr);
  if (group) PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(group.get())), group.get());
  return false;
}

PyObject* function_name(PyObject* function) {
  if (function == nullptr) return PyUnicode_FromString("?");
  PyObject* name = PyObject_GetAttrString(function, "__name__");
  if (name != nullptr && PyUnicode_Check(name)) return name;
  PyErr_Clear();
  Py_XDECREF(name);
  return PyUnicode_FromString(Py_TYPE(function)->tp_name);
}

int traverse_links(const ReactiveNode& node, visitproc visit, void* argument) {
  const auto go = [&](ReactiveNode* other) {
    return visit(reinterpret_cast<PyObject*>(object_of(*other)), argument);
  };
  for (const ReactiveLink* link = node.deps; link != nullptr; link = link->next_dep)
    if (const int stop = go(link->dep)) return stop;
  for (const ReactiveLink* link = node.subs; link != nullptr; link = link->next_sub)
    if (link->sub->observed())
      if (const int stop = go(link->sub)) return stop;
  return 0;
}

}  // namespace lattice
