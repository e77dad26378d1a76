// The functions `signal`, `memo`, `effect`, `batch`, `untrack`, `on_cleanup`, and the errors.
#include "python/bindings/signal/module.h"

#include <array>
#include <string>
#include <utility>

#include "python/bindings/reference.h"
#include "python/bindings/signal/cells.h"
#include "python/bindings/signal/host.h"

namespace lattice {

PyObject *signal_error = nullptr, *cycle_error = nullptr, *memo_write_error = nullptr;

namespace {

using Arguments = PyObject* const*;

PyObject* equals_name = nullptr;

/// Reads `(first?, *, equals=None)`. False with an error.
bool parse(const char* function, Arguments arguments, Py_ssize_t count, PyObject* names,
           PyObject*& first, PyObject*& equals) {
  first = count > 0 ? arguments[0] : nullptr;
  equals = Py_None;
  if (count > 1) {
    PyErr_Format(PyExc_TypeError, "%s() takes one positional argument, not %zd", function, count);
    return false;
  }
  for (Py_ssize_t i = 0; names != nullptr && i < PyTuple_GET_SIZE(names); ++i) {
    PyObject* const name = PyTuple_GET_ITEM(names, i);
    if (name != equals_name && PyUnicode_Compare(name, equals_name) != 0) {
      PyErr_Format(PyExc_TypeError, "%s() has no argument `%U`", function, name);
      return false;
    }
    equals = arguments[count + i];
  }
  return true;
}

PyObject* signal(PyObject*, Arguments arguments, Py_ssize_t count, PyObject* names) {
  PyObject *value, *equals;
  if (!parse("signal", arguments, count, names, value, equals)) return nullptr;
  if (value != nullptr) return make_signal(value, equals);
  PyErr_SetString(PyExc_TypeError, "signal() needs a value");
  return nullptr;
}

PyObject* decorate(PyObject* equals, PyObject* function) { return make_memo(function, equals); }

PyObject* memo(PyObject*, Arguments arguments, Py_ssize_t count, PyObject* names) {
  PyObject *function, *equals;
  if (!parse("memo", arguments, count, names, function, equals)) return nullptr;
  if (function != nullptr) return make_memo(function, equals);
  // `@memo(equals=...)`
  static PyMethodDef decorator{"memo", decorate, METH_O, nullptr};
  return PyCFunction_New(&decorator, equals);
}

PyObject* effect(PyObject*, PyObject* function) { return make_effect(function); }

PyObject* batch(PyObject*, Arguments arguments, Py_ssize_t count) {
  if (count == 0) return PyObject_CallNoArgs(reinterpret_cast<PyObject*>(&batch_type));
  if (count == 1) return batch_call(arguments[0]);
  PyErr_SetString(PyExc_TypeError, "batch() takes a function or nothing");
  return nullptr;
}

PyObject* untrack(PyObject*, Arguments arguments, Py_ssize_t count) {
  if (count == 0) return PyObject_CallNoArgs(reinterpret_cast<PyObject*>(&untrack_type));
  if (count == 1) return untrack_call(arguments[0]);
  PyErr_SetString(PyExc_TypeError, "untrack() takes a function or nothing");
  return nullptr;
}

PyObject* on_cleanup(PyObject*, PyObject* function) {
  const Tracking here;
  if (here->owner == nullptr) {
    PyErr_SetString(signal_error, "on_cleanup() belongs inside an effect");
    return nullptr;
  }
  if (PyCallable_Check(function) == 0) {
    PyErr_Format(PyExc_TypeError, "on_cleanup() needs a function, not %.200s",
                 Py_TYPE(function)->tp_name);
    return nullptr;
  }
  auto* const self = reinterpret_cast<EffectObject*>(object_of(*here->owner));
  if (add_cleanup(self, function) != 0) return nullptr;
  return Py_NewRef(function);
}

PyObject* links_made(PyObject*, PyObject*) {
  return PyLong_FromUnsignedLongLong(reactive_graph().links_made());
}

/// Subscribes to the nodes of a list without asking for values, so failures are not raised.
PyObject* subscribe(PyObject*, PyObject* nodes) {
  if (!PyList_Check(nodes)) Py_RETURN_NONE;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(nodes); ++i) {
    const Reference node(Py_NewRef(PyList_GET_ITEM(nodes, i)));
    const Tracking here;
    if (is_signal(node.get())) {
      reactive_graph().track(reinterpret_cast<SignalObject*>(node.get())->node, *here);
    } else if (is_memo(node.get())) {
      auto& memo = reinterpret_cast<MemoObject*>(node.get())->node;
      if (reactive_graph().read(memo, *here) != ReactiveRead::Aborted) continue;
      if (PyObject* const aborted = std::exchange(pending_errors().aborted, nullptr))
        raise_exception(aborted);
      return PyErr_Occurred() != nullptr ? nullptr : Py_NewRef(Py_None);
    }
  }
  Py_RETURN_NONE;
}

PyObject* get_outside_writes(PyObject*, PyObject*) {
  return PyLong_FromUnsignedLongLong(outside_writes.load());
}

template <class Function>
PyCFunction fast(Function* function) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyObject* new_error(PyObject* module, const char* name, const char* text, PyObject* base) {
  const std::string full = std::string("lattice.") + name;
  PyObject* const error = PyErr_NewExceptionWithDoc(full.c_str(), text, base, nullptr);
  if (error == nullptr || PyModule_AddObjectRef(module, name, error) != 0) return nullptr;
  return error;
}

}  // namespace

int add_signals(PyObject* module) {
  static std::array<PyMethodDef, 10> functions{{
      {"signal", fast(signal), METH_FASTCALL | METH_KEYWORDS,
       "signal(value, *, equals=None)\n--\n\nA value that tells when it changes."},
      {"memo", fast(memo), METH_FASTCALL | METH_KEYWORDS,
       "memo(function, *, equals=None)\n--\n\nA value computed from others when it is asked for."},
      {"effect", effect, METH_O,
       "effect(function, /)\n--\n\nRun now and again whenever what it read changes."},
      {"batch", fast(batch), METH_FASTCALL,
       "batch(function=None, /)\n--\n\nLet effects wait until all writes are done."},
      {"untrack", fast(untrack), METH_FASTCALL,
       "untrack(function=None, /)\n--\n\nRead without subscribing."},
      {"on_cleanup", on_cleanup, METH_O,
       "on_cleanup(function, /)\n--\n\nCall it before the effect runs again, or ends."},
      {"_links_made", links_made, METH_NOARGS, nullptr},
      {"_subscribe", subscribe, METH_O, nullptr},
      {"_outside_writes", get_outside_writes, METH_NOARGS, nullptr},
      {nullptr, nullptr, 0, nullptr},
  }};
  equals_name = PyUnicode_InternFromString("equals");
  signal_error = new_error(module, "SignalError", "Signals were used in a way that cannot work.",
                           PyExc_RuntimeError);
  if (equals_name == nullptr || signal_error == nullptr) return -1;
  cycle_error = new_error(module, "CycleError", "A value needs itself, or effects never settle.",
                          signal_error);
  memo_write_error =
      new_error(module, "MemoWriteError", "A memo did more than compute.", signal_error);
  if (cycle_error == nullptr || memo_write_error == nullptr) return -1;
  if (ready_signal_type() != 0 || ready_memo_type() != 0 || ready_effect_type() != 0 ||
      ready_scope_types() != 0)
    return -1;
  if (PyModule_AddObjectRef(module, "Signal", reinterpret_cast<PyObject*>(&signal_type)) != 0 ||
      PyModule_AddObjectRef(module, "Memo", reinterpret_cast<PyObject*>(&memo_type)) != 0 ||
      PyModule_AddObjectRef(module, "Effect", reinterpret_cast<PyObject*>(&effect_type)) != 0)
    return -1;
  return PyModule_AddFunctions(module, functions.data());
}

}  // namespace lattice
