#include "python/bindings/drawing/standing.h"

#include <structmember.h>

#include "python/bindings/reference.h"

namespace lattice {
namespace {

/// What a cell drew, and where. `elements`: for each its path, its node, and both as a run notes
/// them.
struct Steady {
  PyObject_HEAD;
  PyObject *where, *symbol, *root, *parent, *position, *end, *elements;
};

PyTypeObject* steady_type = nullptr;
/// Streamlit's context variables: the containers around plain calls; the page and the fragment.
PyObject *stack_variable = nullptr, *scope_variable = nullptr;

PyObject* interned(const char* text) { return PyUnicode_InternFromString(text); }

/// A new reference; null without an error when it is unset.
PyObject* current(PyObject* variable) {
  PyObject* value = nullptr;
  if (PyContextVar_Get(variable, nullptr, &value) != 0) PyErr_Clear();
  return value;
}

bool is_equal(PyObject* object, PyObject* name, PyObject* expected) {
  const Reference value(PyObject_GetAttr(object, name));
  if (value.get() == expected) return true;
  const int equal = value ? PyObject_RichCompareBool(value.get(), expected, Py_EQ) : -1;
  if (equal < 0) PyErr_Clear();
  return equal == 1;
}

PyObject* steady_new(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject *where, *symbol, *root, *parent, *position, *end, *elements;
  if (!PyArg_ParseTuple(arguments, "OOOOOOO!", &where, &symbol, &root, &parent, &position, &end,
                        &PyTuple_Type, &elements))
    return nullptr;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(elements); ++i) {
    PyObject* element = PyTuple_GET_ITEM(elements, i);
    if (!PyTuple_Check(element) || PyTuple_GET_SIZE(element) != 3) {
      PyErr_SetString(PyExc_TypeError, "an element is a path, a node and what a run notes of it");
      return nullptr;
    }
  }
  auto* steady = reinterpret_cast<Steady*>(type->tp_alloc(type, 0));
  if (steady == nullptr) return nullptr;
  steady->where = Py_NewRef(where);
  steady->symbol = Py_NewRef(symbol);
  steady->root = Py_NewRef(root);
  steady->parent = Py_NewRef(parent);
  steady->position = Py_NewRef(position);
  steady->end = Py_NewRef(end);
  steady->elements = Py_NewRef(elements);
  return reinterpret_cast<PyObject*>(steady);
}

int steady_traverse(PyObject* self, visitproc visit, void* arg) {
  auto* steady = reinterpret_cast<Steady*>(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(steady->where);
  Py_VISIT(steady->symbol);
  Py_VISIT(steady->parent);
  Py_VISIT(steady->elements);
  return 0;
}

int steady_clear(PyObject* self) {
  auto* steady = reinterpret_cast<Steady*>(self);
  Py_CLEAR(steady->elements);
  return 0;
}

void steady_dealloc(PyObject* self) {
  auto* steady = reinterpret_cast<Steady*>(self);
  PyTypeObject* type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  for (PyObject** part : {&steady->where, &steady->symbol, &steady->root, &steady->parent,
                          &steady->position, &steady->end, &steady->elements})
    Py_CLEAR(*part);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* watch_scope(PyObject*, PyObject* arguments) {
  PyObject *stack, *scope;
  if (!PyArg_ParseTuple(arguments, "O!O!", &PyContextVar_Type, &stack, &PyContextVar_Type, &scope))
    return nullptr;
  Py_XSETREF(stack_variable, Py_NewRef(stack));
  Py_XSETREF(scope_variable, Py_NewRef(scope));
  Py_RETURN_NONE;
}

}  // namespace

Standing::~Standing() { forget(); }

void Standing::forget() {
  ready_ = ready_for_ = cursor_ = nullptr;
  if (stack_ == nullptr) return;
  for (PyObject** part :
       {&stack_, &scope_, &where_, &run_, &nodes_, &before_, &unsure_, &drawn_, &cursors_})
    Py_CLEAR(*part);
}

bool Standing::is_partial() const {
  static PyObject* const name = interned("partial");
  const Reference partial(PyObject_GetAttr(run_, name));
  if (!partial) PyErr_Clear();
  return partial.get() == Py_True && PySet_GET_SIZE(unsure_) == 0;
}

/// Asks the adapter what is true as long as the two variables have these values.
bool Standing::look(PyObject* adapter, PyObject* stack, PyObject* scope) {
  static PyObject* const standing = interned("standing");
  forget();
  const Reference answer(PyObject_CallMethodNoArgs(adapter, standing));
  if (!answer) PyErr_Clear();
  if (!answer || !PyTuple_Check(answer.get()) || PyTuple_GET_SIZE(answer.get()) != 6) return false;
  PyObject** const parts[] = {&where_, &run_, &nodes_, &before_, &unsure_, &drawn_};
  for (Py_ssize_t i = 0; i < 6; ++i) *parts[i] = Py_NewRef(PyTuple_GET_ITEM(answer.get(), i));
  stack_ = Py_NewRef(stack);
  scope_ = Py_NewRef(scope);
  cursors_ = PyDict_New();
  const bool good = cursors_ != nullptr && PyDict_CheckExact(nodes_) &&
                    PyDict_CheckExact(before_) && PySet_Check(unsure_) && PyList_CheckExact(drawn_);
  PyErr_Clear();
  if (!good) forget();
  return good;
}

/// The cursor of a container on the page of this run (borrowed), or null.
PyObject* Standing::cursor_of(PyObject* adapter, PyObject* symbol) {
  PyObject* known = PyDict_GetItemWithError(cursors_, symbol);
  if (known == nullptr && PyErr_Occurred() == nullptr) {
    static PyObject* const find = interned("running_cursor");
    const Reference found(PyObject_CallMethodOneArg(adapter, find, symbol));
    if (found && PyDict_SetItem(cursors_, symbol, found.get()) == 0) known = found.get();
  }
  PyErr_Clear();
  return known == Py_None ? nullptr : known;
}

bool Standing::can_repeat(PyObject* adapter, PyObject* effects) {
  static PyObject* const steady_name = interned("steady");
  static PyObject* const root_name = interned("_root_container");
  static PyObject* const parent_name = interned("_parent_path");
  static PyObject* const index_name = interned("_index");
  ready_ = nullptr;
  if (scope_variable == nullptr) return false;
  const Reference held(PyObject_GetAttr(effects, steady_name));
  if (!held) PyErr_Clear();
  if (!held || !Py_IS_TYPE(held.get(), steady_type)) return false;
  auto* steady = reinterpret_cast<Steady*>(held.get());
  const Reference stack(current(stack_variable)), scope(current(scope_variable));
  if (!stack || !scope) return false;
  if ((stack.get() != stack_ || scope.get() != scope_) && !look(adapter, stack.get(), scope.get()))
    return false;
  if (steady->where != where_ || !is_partial()) return false;
  PyObject* cursor = cursor_of(adapter, steady->symbol);
  if (cursor == nullptr || !is_equal(cursor, index_name, steady->position) ||
      !is_equal(cursor, parent_name, steady->parent) || !is_equal(cursor, root_name, steady->root))
    return false;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(steady->elements); ++i) {
    PyObject* element = PyTuple_GET_ITEM(steady->elements, i);
    PyObject* path = PyTuple_GET_ITEM(element, 0);
    const bool shown = PyDict_GetItemWithError(before_, path) == PyTuple_GET_ITEM(element, 1) &&
                       PyDict_Contains(nodes_, path) == 0;
    if (PyErr_Occurred() != nullptr) PyErr_Clear();
    if (!shown) return false;
  }
  // The effects hold it.
  ready_ = held.get();
  ready_for_ = effects;
  cursor_ = cursor;
  return true;
}

bool Standing::repeat() {
  static PyObject* const index_name = interned("_index");
  static PyObject* const transient_name = interned("_transient_index");
  auto* steady = reinterpret_cast<Steady*>(ready_);
  ready_ = ready_for_ = nullptr;
  if (!is_partial()) return false;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(steady->elements); ++i) {
    PyObject* element = PyTuple_GET_ITEM(steady->elements, i);
    PyObject* path = PyTuple_GET_ITEM(element, 0);
    // Without memory the page is sent in full by the next run at the latest.
    if (PyDict_SetItem(nodes_, path, PyTuple_GET_ITEM(element, 1)) != 0 ||
        PyList_Append(drawn_, PyTuple_GET_ITEM(element, 2)) != 0)
      PyErr_Clear();
  }
  if (steady->end == steady->position) return true;
  if (PyObject_SetAttr(cursor_, index_name, steady->end) != 0 ||
      PyObject_SetAttr(cursor_, transient_name, Py_None) != 0)
    PyErr_Clear();
  return true;
}

int add_standing(PyObject* module) {
  static PyType_Slot slots[] = {
      {Py_tp_new, reinterpret_cast<void*>(steady_new)},
      {Py_tp_traverse, reinterpret_cast<void*>(steady_traverse)},
      {Py_tp_clear, reinterpret_cast<void*>(steady_clear)},
      {Py_tp_dealloc, reinterpret_cast<void*>(steady_dealloc)},
      {0, nullptr},
  };
  static PyType_Spec spec{"lattice._core.Steady", sizeof(Steady), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
  static PyMethodDef functions[] = {
      {"watch_scope", watch_scope, METH_VARARGS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  const Reference type(PyType_FromSpec(&spec));
  if (!type || PyModule_AddObjectRef(module, "Steady", type.get()) != 0) return -1;
  steady_type = reinterpret_cast<PyTypeObject*>(Py_NewRef(type.get()));
  return PyModule_AddFunctions(module, functions);
}

}  // namespace lattice
