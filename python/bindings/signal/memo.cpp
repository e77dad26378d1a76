// `Memo`.
#include <utility>

#include "python/bindings/reference.h"
#include "python/bindings/signal/cells.h"
#include "python/bindings/signal/host.h"

namespace lattice {

PyTypeObject memo_type = {};

namespace {

MemoObject* memo_of(PyObject* self) { return reinterpret_cast<MemoObject*>(self); }

PyObject* value_name = nullptr;

PyObject* call(PyObject* self, PyObject* const*, size_t count, PyObject* names) {
  if (PyVectorcall_NARGS(count) == 0 && (names == nullptr || PyTuple_GET_SIZE(names) == 0))
    return read_memo(memo_of(self), true);
  PyErr_SetString(PyExc_TypeError, "a memo takes no arguments");
  return nullptr;
}

PyObject* allocate(PyTypeObject* type) {
  auto* const self = memo_of(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  new (&self->node) ReactiveNode;
  self->node.flags = kReactiveMemo | kReactiveDirty;
  self->equals = Py_NewRef(Py_None);
  self->call = call;
  return reinterpret_cast<PyObject*>(self);
}

/// 0, or -1 with an error.
int set_up(PyObject* self, PyObject* function, PyObject* equals) {
  if (PyCallable_Check(function) == 0) {
    PyErr_Format(PyExc_TypeError, "a memo needs a function, not %.200s",
                 Py_TYPE(function)->tp_name);
    return -1;
  }
  if (equals != Py_None && PyCallable_Check(equals) == 0) {
    PyErr_Format(PyExc_TypeError, "`equals` must be a function of two values, not %.200s",
                 Py_TYPE(equals)->tp_name);
    return -1;
  }
  if (memo_of(self)->function != nullptr) {
    PyErr_SetString(PyExc_TypeError, "a memo has one function");
    return -1;
  }
  memo_of(self)->function = Py_NewRef(function);
  Py_SETREF(memo_of(self)->equals, Py_NewRef(equals));
  if (reactive_cells) note_cell_made(self, function);
  return 0;
}

PyObject* memo_new(PyTypeObject* type, PyObject*, PyObject*) { return allocate(type); }

int memo_init(PyObject* self, PyObject* arguments, PyObject* options) {
  static const char* names[] = {"function", "equals", nullptr};
  PyObject* function = nullptr;
  PyObject* equals = Py_None;
  if (PyArg_ParseTupleAndKeywords(arguments, options, "O|$O:Memo", const_cast<char**>(names),
                                  &function, &equals) == 0)
    return -1;
  return set_up(self, function, equals);
}

int memo_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(memo_of(self)->value);
  Py_VISIT(memo_of(self)->function);
  Py_VISIT(memo_of(self)->equals);
  return traverse_links(memo_of(self)->node, visit, arg);
}

int memo_clear(PyObject* self) {
  reactive_graph().unsubscribe(memo_of(self)->node, reactive_tracker);
  memo_of(self)->node.flags &= ~kFailed;
  Py_CLEAR(memo_of(self)->value);
  Py_CLEAR(memo_of(self)->function);
  Py_CLEAR(memo_of(self)->equals);
  return 0;
}

void memo_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  Py_TRASHCAN_BEGIN(self, memo_dealloc) if (memo_of(self)->weak != nullptr)
      PyObject_ClearWeakRefs(self);
  reactive_graph().destroy(memo_of(self)->node, reactive_tracker);
  Py_CLEAR(memo_of(self)->value);
  Py_CLEAR(memo_of(self)->function);
  Py_CLEAR(memo_of(self)->equals);
  Py_TYPE(self)->tp_free(self);
  Py_TRASHCAN_END
}

PyObject* get_value(PyObject* self, void*) { return read_memo(memo_of(self), true); }

PyObject* get_function(PyObject* self, void*) {
  PyObject* const function = memo_of(self)->function;
  return Py_NewRef(function != nullptr ? function : Py_None);
}

PyObject* get_name(PyObject* self, void*) { return function_name(memo_of(self)->function); }

PyObject* memo_getattro(PyObject* self, PyObject* name) {
  if (name == value_name && Py_IS_TYPE(self, &memo_type)) return get_value(self, nullptr);
  return PyObject_GenericGetAttr(self, name);
}

PyObject* peek(PyObject* self, PyObject*) { return read_memo(memo_of(self), false); }

PyObject* memo_repr(PyObject* self) {
  MemoObject* const memo = memo_of(self);
  const Reference name(function_name(memo->function));
  const int entered = name ? Py_ReprEnter(self) : -1;
  if (entered != 0)
    return entered > 0 ? PyUnicode_FromFormat("<Memo %U: ...>", name.get()) : nullptr;
  PyObject* text = nullptr;
  if (memo->node.is(kReactiveRunning)) {
    text = PyUnicode_FromFormat("<Memo %U: running>", name.get());
  } else if (memo->value == nullptr) {
    text = PyUnicode_FromFormat("<Memo %U: not computed>", name.get());
  } else {
    // A repr computes nothing, so it may show a value that is out of date; then it says so.
    const bool failed = memo->node.is(kFailed);
    const bool stale = memo->node.is(kReactiveStale);
    const Reference shown(Py_NewRef(failed ? PyTuple_GET_ITEM(memo->value, 0) : memo->value));
    text = PyUnicode_FromFormat("<Memo %U: %s%R%s>", name.get(), failed ? "failed with " : "",
                                shown.get(), stale ? ", out of date" : "");
  }
  Py_ReprLeave(self);
  return text;
}

PyObject* reduce(PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "a memo is code: pickle its value or its signals");
  return nullptr;
}

/// A memo of its own over the same function.
PyObject* copy(PyObject* self, PyObject*) {
  MemoObject* const memo = memo_of(self);
  PyObject* const made = allocate(Py_TYPE(self));
  if (made == nullptr || memo->function == nullptr) return made;
  if (set_up(made, memo->function, memo->equals) == 0) return made;
  Py_DECREF(made);
  return nullptr;
}

/// Another thread computes the memo; this one computes it for itself and keeps nothing.
PyObject* compute_alone(MemoObject* self) {
  const ReactiveTracker saved = reactive_tracker;
  const ReactiveTracker::Running entry{&self->node, saved.running};
  reactive_tracker.observer = nullptr;
  reactive_tracker.owner = nullptr;
  reactive_tracker.pure = true;
  reactive_tracker.running = &entry;
  reactive_tracker.context = current_context();
  const Reference function(Py_NewRef(self->function));
  PyObject* const result = PyObject_CallNoArgs(function.get());
  reactive_tracker = saved;
  return result;
}

/// What a reader gets: the value, or the exception with the traceback of the failure alone, not of
/// those it was raised to before.
PyObject* present(MemoObject* self) {
  PyObject* const value = self->value;
  if (!self->node.is(kFailed)) return Py_NewRef(value);
  PyObject* const exception = PyTuple_GET_ITEM(value, 0);
  PyObject* const traceback = PyTuple_GET_ITEM(value, 1);
  PyException_SetTraceback(exception, traceback);
  PyErr_Restore(Py_NewRef(reinterpret_cast<PyObject*>(Py_TYPE(exception))), Py_NewRef(exception),
                traceback == Py_None ? nullptr : Py_NewRef(traceback));
  return nullptr;
}

}  // namespace

PyObject* make_memo(PyObject* function, PyObject* equals) {
  PyObject* const self = allocate(&memo_type);
  if (self == nullptr || set_up(self, function, equals) == 0) return self;
  Py_DECREF(self);
  return nullptr;
}

PyObject* read_memo(MemoObject* self, bool tracked) {
  ReactiveRead read = ReactiveRead::Fresh;
  {
    const Tracking here(tracked);
    read = reactive_graph().read(self->node, *here);
  }
  if (read == ReactiveRead::Cycle) {
    const Reference name(function_name(self->function));
    if (name) PyErr_Format(cycle_error, "memo `%U` needs its own value", name.get());
    return nullptr;
  }
  if (read == ReactiveRead::Aborted) {
    PyObject* const aborted = std::exchange(pending_errors().aborted, nullptr);
    if (aborted != nullptr)
      raise_exception(aborted);
    else
      PyErr_SetString(PyExc_KeyboardInterrupt, "interrupted");
    return nullptr;
  }
  PyObject* result = nullptr;
  // Dropped since by another thread: like being computed there.
  bool alone = read == ReactiveRead::Busy;
  if (!alone) {
    const ReactiveGraph::Guard guard(reactive_graph());
    alone = self->value == nullptr;
    if (!alone) result = present(self);
  }
  if (alone) result = compute_alone(self);
  if (reactive_cells) {
    if (result != nullptr) {
      note_cell_read(reinterpret_cast<PyObject*>(self), result);
    } else {
      // The cell fails, or handles it: either way it depends on the failure.
      PyObject *type, *value, *traceback;
      PyErr_Fetch(&type, &value, &traceback);
      note_cell_read(reinterpret_cast<PyObject*>(self), value);
      PyErr_Restore(type, value, traceback);
    }
  }
  return result;
}

int ready_memo_type() {
  static PyMethodDef methods[] = {
      {"peek", peek, METH_NOARGS, "peek($self)\n--\n\nThe value, without subscribing."},
      {"__reduce__", reduce, METH_NOARGS, nullptr},
      {"__copy__", copy, METH_NOARGS, nullptr},
      {"__deepcopy__", copy, METH_O, nullptr},
      {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  static PyGetSetDef properties[] = {
      {"value", get_value, nullptr, "The value; reading it subscribes.", nullptr},
      {"__name__", get_name, nullptr, nullptr, nullptr},
      {"__wrapped__", get_function, nullptr, nullptr, nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr},
  };
  value_name = PyUnicode_InternFromString("value");
  PyTypeObject& type = memo_type;
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&type), 1);
  type.tp_name = "lattice.Memo";
  type.tp_doc =
      "Memo(function, *, equals=None)\n--\n\nA value computed from others, kept until they change.";
  type.tp_basicsize = sizeof(MemoObject);
  type.tp_flags =
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL;
  type.tp_vectorcall_offset = offsetof(MemoObject, call);
  type.tp_call = PyVectorcall_Call;
  type.tp_new = memo_new;
  type.tp_init = memo_init;
  type.tp_dealloc = memo_dealloc;
  type.tp_traverse = memo_traverse;
  type.tp_clear = memo_clear;
  type.tp_repr = memo_repr;
  type.tp_getattro = memo_getattro;
  type.tp_methods = methods;
  type.tp_getset = properties;
  type.tp_weaklistoffset = offsetof(ReactiveObject, weak);
  return value_name != nullptr ? PyType_Ready(&type) : -1;
}

}  // namespace lattice
