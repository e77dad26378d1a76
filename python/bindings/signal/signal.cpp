// `Signal`.
#include <cstring>

#include "python/bindings/reference.h"
#include "python/bindings/signal/cells.h"
#include "python/bindings/signal/host.h"

namespace lattice {

PyTypeObject signal_type = {};

namespace {

SignalObject* signal_of(PyObject* self) { return reinterpret_cast<SignalObject*>(self); }

PyObject* value_name = nullptr;

PyObject* allocate(PyTypeObject* type) {
  auto* const self = signal_of(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  new (&self->node) ReactiveNode;
  self->value = Py_NewRef(Py_None);
  self->equals = Py_NewRef(Py_None);
  return reinterpret_cast<PyObject*>(self);
}

/// Whether no reference leads on from the value.
bool is_leaf(PyObject* value) {
  return value == Py_None || PyLong_CheckExact(value) || PyFloat_CheckExact(value) ||
         PyUnicode_CheckExact(value) || PyBool_Check(value) || PyBytes_CheckExact(value);
}

/// From now on the signal may be part of a cycle.
void show_to_collector(SignalObject* self) {
  if (!self->node.is(kUnseen)) return;
  self->node.flags &= ~kUnseen;
  PyObject_GC_Track(self);
}

bool check_equals(PyObject* equals) {
  if (equals == Py_None || PyCallable_Check(equals) != 0) return true;
  PyErr_Format(PyExc_TypeError, "`equals` must be a function of two values, not %.200s",
               Py_TYPE(equals)->tp_name);
  return false;
}

PyObject* signal_new(PyTypeObject* type, PyObject*, PyObject*) { return allocate(type); }

int signal_init(PyObject* self, PyObject* arguments, PyObject* options) {
  static const char* names[] = {"value", "equals", nullptr};
  PyObject* value = nullptr;
  PyObject* equals = Py_None;
  if (PyArg_ParseTupleAndKeywords(arguments, options, "O|$O:Signal", const_cast<char**>(names),
                                  &value, &equals) == 0 ||
      !check_equals(equals))
    return -1;
  show_to_collector(signal_of(self));
  Py_XSETREF(signal_of(self)->value, Py_NewRef(value));
  Py_XSETREF(signal_of(self)->equals, Py_NewRef(equals));
  if (reactive_cells) note_cell_made(self, nullptr);
  return 0;
}

int signal_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(signal_of(self)->value);
  Py_VISIT(signal_of(self)->known);
  Py_VISIT(signal_of(self)->equals);
  return traverse_links(signal_of(self)->node, visit, arg);
}

int signal_clear(PyObject* self) {
  Py_CLEAR(signal_of(self)->known);
  Py_SETREF(signal_of(self)->value, Py_NewRef(Py_None));
  Py_SETREF(signal_of(self)->equals, Py_NewRef(Py_None));
  return 0;
}

void signal_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  Py_TRASHCAN_BEGIN(self, signal_dealloc) if (signal_of(self)->weak != nullptr)
      PyObject_ClearWeakRefs(self);
  Py_CLEAR(signal_of(self)->known);
  Py_CLEAR(signal_of(self)->value);
  Py_CLEAR(signal_of(self)->equals);
  Py_TYPE(self)->tp_free(self);
  Py_TRASHCAN_END
}

PyObject* get_value(PyObject* self, void*) { return read_signal(signal_of(self), true); }

int set_value(PyObject* self, PyObject* value, void*) {
  if (value != nullptr) return write_signal(signal_of(self), value);
  PyErr_SetString(PyExc_AttributeError, "the value of a signal cannot be deleted");
  return -1;
}

// Straight to the value, without a search through the class; a subclass may define its own.
PyObject* signal_getattro(PyObject* self, PyObject* name) {
  if (name == value_name && Py_IS_TYPE(self, &signal_type)) return get_value(self, nullptr);
  return PyObject_GenericGetAttr(self, name);
}

int signal_setattro(PyObject* self, PyObject* name, PyObject* value) {
  if (name == value_name && Py_IS_TYPE(self, &signal_type)) return set_value(self, value, nullptr);
  return PyObject_GenericSetAttr(self, name, value);
}

PyObject* peek(PyObject* self, PyObject*) { return read_signal(signal_of(self), false); }

PyObject* set(PyObject* self, PyObject* value) {
  if (write_signal(signal_of(self), value) != 0) return nullptr;
  Py_RETURN_NONE;
}

PyObject* update(PyObject* self, PyObject* function) {
  const Reference old(read_signal(signal_of(self), false));
  const Reference value(old ? PyObject_CallOneArg(function, old.get()) : nullptr);
  if (!value || write_signal(signal_of(self), value.get()) != 0) return nullptr;
  Py_RETURN_NONE;
}

PyObject* signal_repr(PyObject* self) {
  const char* const full = Py_TYPE(self)->tp_name;
  const char* const dot = strrchr(full, '.');
  const char* const name = dot != nullptr ? dot + 1 : full;
  const int entered = Py_ReprEnter(self);
  if (entered != 0) return entered > 0 ? PyUnicode_FromFormat("%s(...)", name) : nullptr;
  const Reference value(Py_NewRef(signal_of(self)->value));
  PyObject* const text = PyUnicode_FromFormat("%s(%R)", name, value.get());
  Py_ReprLeave(self);
  return text;
}

/// Pickles, and copies, as its value: (value, equals, attributes of a subclass).
PyObject* reduce(PyObject* self, PyObject*) {
  const Reference copyreg(PyImport_ImportModule("copyreg"));
  const Reference make(copyreg ? PyObject_GetAttrString(copyreg.get(), "__newobj__") : nullptr);
  if (!make) return nullptr;
  Reference attributes(PyObject_GetAttrString(self, "__dict__"));
  if (!attributes) {
    PyErr_Clear();
    attributes = Reference(Py_NewRef(Py_None));
  }
  return Py_BuildValue("O(O)(OOO)", make.get(), Py_TYPE(self), signal_of(self)->value,
                       signal_of(self)->equals, attributes.get());
}

PyObject* set_state(PyObject* self, PyObject* state) {
  PyObject *value, *equals, *attributes;
  if (!PyTuple_Check(state) || PyArg_ParseTuple(state, "OOO", &value, &equals, &attributes) == 0 ||
      !check_equals(equals)) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "not the state of a signal");
    return nullptr;
  }
  show_to_collector(signal_of(self));
  Py_XSETREF(signal_of(self)->value, Py_NewRef(value));
  Py_XSETREF(signal_of(self)->equals, Py_NewRef(equals));
  if (attributes != Py_None) {
    const Reference own(PyObject_GetAttrString(self, "__dict__"));
    if (!own || PyDict_Update(own.get(), attributes) != 0) return nullptr;
  }
  Py_RETURN_NONE;
}

}  // namespace

PyObject* make_signal(PyObject* value, PyObject* equals) {
  if (!check_equals(equals)) return nullptr;
  auto* const self = PyObject_GC_New(SignalObject, &signal_type);
  if (self == nullptr) return nullptr;
  new (&self->node) ReactiveNode;
  self->weak = nullptr;
  self->value = Py_NewRef(value);
  self->known = nullptr;
  self->equals = Py_NewRef(equals);
  // As for tuples of numbers: a collection need not look at what cannot lead anywhere.
  self->node.flags |= kUnseen;
#ifndef Py_GIL_DISABLED
  if (!is_leaf(value) || equals != Py_None)
#endif
    show_to_collector(self);
  auto* const object = reinterpret_cast<PyObject*>(self);
  if (reactive_cells) note_cell_made(object, nullptr);
  return object;
}

PyObject* read_signal(SignalObject* self, bool tracked) {
  {
    const Tracking here(tracked);
    reactive_graph().track(self->node, *here);
  }
  if (self->node.is(kUnseen) && self->node.subs != nullptr) show_to_collector(self);
#ifdef Py_GIL_DISABLED
  const ReactiveGraph::Guard guard(reactive_graph());
#endif
  PyObject* const value = Py_NewRef(self->value);
  if (reactive_cells) note_cell_read(reinterpret_cast<PyObject*>(self), value);
  return value;
}

int write_signal(SignalObject* self, PyObject* value) {
  const Tracking here;
  if (here->pure) {
    PyErr_SetString(memo_write_error,
                    "a memo only computes: write signals in an effect or outside of both");
    return -1;
  }
  {
    const Reference old(Py_NewRef(self->value));
    const int equal = equal_values(self->equals, old.get(), value);
    if (equal != 0) return equal < 0 ? -1 : 0;
  }
  if (ReactiveGraph::may_write(*here) == ReactiveWrite::Cycle) {
    PyErr_Format(cycle_error, "effects still write what they read after %u rounds",
                 ReactiveGraph::kMostRounds);
    return -1;
  }
  if (reactive_cells) note_cell_write(reinterpret_cast<PyObject*>(self));
  if (!is_leaf(value)) show_to_collector(self);
  Operation operation;
  const bool completed = reactive_graph().write(self->node, value, *here);
  return operation.finish(completed) ? 0 : -1;
}

int ready_signal_type() {
  static PyMethodDef methods[] = {
      {"peek", peek, METH_NOARGS, "peek($self)\n--\n\nThe value, without subscribing."},
      {"set", set, METH_O, "set($self, value, /)\n--\n\nLike `self.value = value`."},
      {"update", update, METH_O,
       "update($self, function, /)\n--\n\nLike `self.value = function(self.peek())`."},
      {"__reduce__", reduce, METH_NOARGS, nullptr},
      {"__setstate__", set_state, METH_O, nullptr},
      {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  static PyGetSetDef properties[] = {
      {"value", get_value, set_value, "The value; reading it subscribes.", nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr},
  };
  value_name = PyUnicode_InternFromString("value");
  PyTypeObject& type = signal_type;
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&type), 1);
  type.tp_name = "lattice.Signal";
  type.tp_doc = "Signal(value, *, equals=None)\n--\n\nA value that tells when it changes.";
  type.tp_basicsize = sizeof(SignalObject);
  type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
  type.tp_new = signal_new;
  type.tp_init = signal_init;
  type.tp_dealloc = signal_dealloc;
  type.tp_traverse = signal_traverse;
  type.tp_clear = signal_clear;
  type.tp_repr = signal_repr;
  type.tp_getattro = signal_getattro;
  type.tp_setattro = signal_setattro;
  type.tp_methods = methods;
  type.tp_getset = properties;
  type.tp_weaklistoffset = offsetof(ReactiveObject, weak);
  return value_name != nullptr ? PyType_Ready(&type) : -1;
}

}  // namespace lattice
