// `with batch():` and `with untrack():`.
#include "python/bindings/signal/host.h"

namespace lattice {

PyTypeObject batch_type = {};
PyTypeObject untrack_type = {};

namespace {

struct BatchObject {
  PyObject_HEAD;
  /// How often it was entered and not left.
  Py_ssize_t depth;
};

struct UntrackObject {
  PyObject_HEAD;
  /// Who observed when it was entered. Compared, and used only while it is known to run.
  const ReactiveNode* observer;
};

PyObject* enter_batch(PyObject* self, PyObject*) {
  ++reinterpret_cast<BatchObject*>(self)->depth;
  reactive_graph().begin_batch();
  Py_RETURN_NONE;
}

PyObject* leave_batch(PyObject* self, PyObject* const*, Py_ssize_t) {
  auto* const batch = reinterpret_cast<BatchObject*>(self);
  if (batch->depth == 0) {
    PyErr_SetString(signal_error, "the batch was not entered");
    return nullptr;
  }
  --batch->depth;
  const Tracking here;
  Operation operation;
  const bool completed = reactive_graph().end_batch(*here);
  if (!operation.finish(completed)) return nullptr;
  Py_RETURN_NONE;
}

PyObject* enter_untrack(PyObject* self, PyObject*) {
  reinterpret_cast<UntrackObject*>(self)->observer = reactive_tracker.observer;
  reactive_tracker.observer = nullptr;
  Py_RETURN_NONE;
}

PyObject* leave_untrack(PyObject* self, PyObject* const*, Py_ssize_t) {
  // After an `await` inside, another step of the effect runs, or none at all.
  const ReactiveNode* const observer = reinterpret_cast<UntrackObject*>(self)->observer;
  const auto* const running = reactive_tracker.running;
  if (observer != nullptr && running != nullptr && running->node == observer)
    reactive_tracker.observer = const_cast<ReactiveNode*>(running->node);
  Py_RETURN_NONE;
}

int ready(PyTypeObject& type, const char* name, Py_ssize_t size, PyMethodDef* methods) {
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&type), 1);
  type.tp_name = name;
  type.tp_basicsize = size;
  type.tp_flags = Py_TPFLAGS_DEFAULT;
  type.tp_new = PyType_GenericNew;
  type.tp_methods = methods;
  return PyType_Ready(&type);
}

}  // namespace

PyObject* batch_call(PyObject* function) {
  reactive_graph().begin_batch();
  PyObject* const result = PyObject_CallNoArgs(function);
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  const Tracking here;
  Operation operation;
  if (!operation.finish(reactive_graph().end_batch(*here))) {
    if (result == nullptr) {
      // Both failed: the function's error is the one to see.
      PyErr_WriteUnraisable(function);
      PyErr_Restore(type, value, traceback);
    }
    Py_XDECREF(result);
    return nullptr;
  }
  if (result == nullptr) PyErr_Restore(type, value, traceback);
  return result;
}

PyObject* untrack_call(PyObject* function) {
  const Tracking here(false);
  return PyObject_CallNoArgs(function);
}

int ready_scope_types() {
  const auto fast = [](auto* function) {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
  };
  static PyMethodDef batch_methods[] = {
      {"__enter__", enter_batch, METH_NOARGS, nullptr},
      {"__exit__", fast(leave_batch), METH_FASTCALL, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  static PyMethodDef untrack_methods[] = {
      {"__enter__", enter_untrack, METH_NOARGS, nullptr},
      {"__exit__", fast(leave_untrack), METH_FASTCALL, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  if (ready(batch_type, "lattice.Batch", sizeof(BatchObject), batch_methods) != 0) return -1;
  return ready(untrack_type, "lattice.Untrack", sizeof(UntrackObject), untrack_methods);
}

}  // namespace lattice
