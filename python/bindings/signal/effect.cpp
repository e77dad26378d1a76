// `Effect`.
#include "python/bindings/reference.h"
#include "python/bindings/signal/async.h"
#include "python/bindings/signal/cells.h"
#include "python/bindings/signal/host.h"

namespace lattice {

PyTypeObject effect_type = {};

PyObject* start_task(PyObject* effect, PyObject* coroutine) {
  const Reference module(PyImport_ImportModule("lattice.tasks"));
  return module ? PyObject_CallMethod(module.get(), "start", "OO", effect, coroutine) : nullptr;
}

namespace {

EffectObject* effect_of(PyObject* self) { return reinterpret_cast<EffectObject*>(self); }

PyObject* effect_new(PyTypeObject* type, PyObject*, PyObject*) {
  auto* const self = effect_of(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  new (&self->node) ReactiveEffect;
  self->node.flags = kReactiveEffect;
  return reinterpret_cast<PyObject*>(self);
}

/// Runs the effect for the first time. 0, or -1 with an error.
int start(EffectObject* self, PyObject* function) {
  if (PyCallable_Check(function) == 0) {
    PyErr_Format(PyExc_TypeError, "an effect needs a function, not %.200s",
                 Py_TYPE(function)->tp_name);
    return -1;
  }
  if (self->function != nullptr) {
    PyErr_SetString(PyExc_TypeError, "an effect has one function");
    return -1;
  }
  const Tracking here;
  if (here->pure) {
    PyErr_SetString(memo_write_error, "a memo only computes: create effects outside of it");
    return -1;
  }
  self->function = Py_NewRef(function);
  // One that an effect owns goes with that effect.
  const bool of_cell = reactive_cells && here->owner == nullptr;
  if (of_cell) note_cell_made(reinterpret_cast<PyObject*>(self), function);
  Operation operation;
  const bool completed = reactive_graph().start(self->node, *here);
  if (of_cell) note_cell_effect(reinterpret_cast<PyObject*>(self));
  return operation.finish(completed) ? 0 : -1;
}

int effect_init(PyObject* self, PyObject* arguments, PyObject* options) {
  static const char* names[] = {"function", nullptr};
  PyObject* function = nullptr;
  if (PyArg_ParseTupleAndKeywords(arguments, options, "O:Effect", const_cast<char**>(names),
                                  &function) == 0)
    return -1;
  return start(effect_of(self), function);
}

int effect_traverse(PyObject* self, visitproc visit, void* arg) {
  EffectObject* const effect = effect_of(self);
  Py_VISIT(effect->function);
  Py_VISIT(effect->cleanups);
  for (ReactiveEffect* child = effect->node.children; child != nullptr; child = child->older) {
    const int stop = visit(reinterpret_cast<PyObject*>(object_of(*child)), arg);
    if (stop != 0) return stop;
  }
  return traverse_links(effect->node, visit, arg);
}

/// Ends the effect; what its cleanups raise is set as an error. 0 or -1.
int end(EffectObject* self) {
  const Tracking here(false);
  Operation operation;
  reactive_graph().dispose(self->node, *here);
  return operation.finish(true) ? 0 : -1;
}

int effect_clear(PyObject* self) {
  // The finalizer has disposed of it, unless that failed.
  reactive_graph().unsubscribe(effect_of(self)->node, reactive_tracker);
  Py_CLEAR(effect_of(self)->function);
  Py_CLEAR(effect_of(self)->cleanups);
  return 0;
}

void effect_finalize(PyObject* self) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (end(effect_of(self)) != 0) PyErr_WriteUnraisable(self);
  PyErr_Restore(type, value, traceback);
}

void effect_dealloc(PyObject* self) {
  if (PyObject_CallFinalizerFromDealloc(self) != 0) return;
  PyObject_GC_UnTrack(self);
  Py_TRASHCAN_BEGIN(self, effect_dealloc) if (effect_of(self)->weak != nullptr)
      PyObject_ClearWeakRefs(self);
  Py_CLEAR(effect_of(self)->function);
  Py_CLEAR(effect_of(self)->cleanups);
  Py_TYPE(self)->tp_free(self);
  Py_TRASHCAN_END
}

PyObject* dispose(PyObject* self, PyObject*) {
  if (end(effect_of(self)) != 0) return nullptr;
  Py_RETURN_NONE;
}

PyObject* on_cleanup(PyObject* self, PyObject* function) {
  return add_cleanup(effect_of(self), function) == 0 ? Py_NewRef(function) : nullptr;
}

PyObject* enter(PyObject* self, PyObject*) { return Py_NewRef(self); }

PyObject* leave(PyObject* self, PyObject* const*, Py_ssize_t) {
  if (end(effect_of(self)) != 0) return nullptr;
  Py_RETURN_NONE;
}

/// A step of an asynchronous effect: calls the function with the argument, subscribing.
PyObject* resume(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
  if (count < 1) {
    PyErr_SetString(PyExc_TypeError, "_resume() needs a function");
    return nullptr;
  }
  Operation operation;
  PyObject* result = nullptr;
  PyObject* error = nullptr;
  const Tracking here;
  const bool completed = reactive_graph().resume(effect_of(self)->node, *here, [&] {
    reactive_tracker.context = current_context();
    result =
        PyObject_Vectorcall(arguments[0], arguments + 1, static_cast<size_t>(count - 1), nullptr);
    if (result == nullptr) error = take_exception();
  });
  const bool finished = operation.finish(completed);
  if (!finished && (result != nullptr || error != nullptr)) {
    // The step itself went well or has its own error; effects failed after it.
    PyErr_WriteUnraisable(self);
  }
  if (error != nullptr) {
    raise_exception(error);
    return nullptr;
  }
  if (result == nullptr && !PyErr_Occurred())
    PyErr_SetString(signal_error, "the effect was disposed of");
  return result;
}

PyObject* get_disposed(PyObject* self, void*) {
  return Py_NewRef(effect_of(self)->node.is(kReactiveDisposed) ? Py_True : Py_False);
}

PyObject* get_function(PyObject* self, void*) {
  PyObject* const function = effect_of(self)->function;
  return Py_NewRef(function != nullptr ? function : Py_None);
}

PyObject* get_name(PyObject* self, void*) { return function_name(effect_of(self)->function); }

PyObject* effect_repr(PyObject* self) {
  const Reference name(function_name(effect_of(self)->function));
  if (!name) return nullptr;
  const bool disposed = effect_of(self)->node.is(kReactiveDisposed);
  return PyUnicode_FromFormat("<Effect %U%s>", name.get(), disposed ? ": disposed" : "");
}

PyObject* reduce(PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "an effect cannot be copied or pickled");
  return nullptr;
}

}  // namespace

int add_cleanup(EffectObject* self, PyObject* function) {
  // It has ended while it ran: nothing will clean up later.
  if (self->node.is(kReactiveDisposed)) {
    const Reference done(PyObject_CallNoArgs(function));
    return done ? 0 : -1;
  }
  if (self->cleanups == nullptr) self->cleanups = PyList_New(0);
  return self->cleanups != nullptr ? PyList_Append(self->cleanups, function) : -1;
}

PyObject* make_effect(PyObject* function) {
  PyObject* const self = effect_new(&effect_type, nullptr, nullptr);
  if (self == nullptr || start(effect_of(self), function) == 0) return self;
  Py_DECREF(self);
  return nullptr;
}

int ready_effect_type() {
  const auto fast = [](auto* function) {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
  };
  static PyMethodDef methods[] = {
      {"dispose", dispose, METH_NOARGS,
       "dispose($self)\n--\n\nEnd the effect and what it owns; run the cleanups."},
      {"__enter__", enter, METH_NOARGS, nullptr},
      {"__exit__", fast(leave), METH_FASTCALL, nullptr},
      {"_on_cleanup", on_cleanup, METH_O, nullptr},
      {"_resume", fast(resume), METH_FASTCALL, nullptr},
      {"__reduce__", reduce, METH_NOARGS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  static PyGetSetDef properties[] = {
      {"disposed", get_disposed, nullptr, "Whether it has ended.", nullptr},
      {"__name__", get_name, nullptr, nullptr, nullptr},
      {"__wrapped__", get_function, nullptr, nullptr, nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr},
  };
  PyTypeObject& type = effect_type;
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&type), 1);
  type.tp_name = "lattice.Effect";
  type.tp_doc = "Effect(function)\n--\n\nRuns once now and again whenever what it read changes.";
  type.tp_basicsize = sizeof(EffectObject);
  type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
  type.tp_new = effect_new;
  type.tp_init = effect_init;
  type.tp_finalize = effect_finalize;
  type.tp_dealloc = effect_dealloc;
  type.tp_traverse = effect_traverse;
  type.tp_clear = effect_clear;
  type.tp_repr = effect_repr;
  type.tp_methods = methods;
  type.tp_getset = properties;
  type.tp_weaklistoffset = offsetof(ReactiveObject, weak);
  return PyType_Ready(&type);
}

}  // namespace lattice
