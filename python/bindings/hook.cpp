// Wrappers around functions of Streamlit. They are native so that they add no Python frame: a
// traceback through them looks exactly as it does without Lattice.
#include "python/bindings/hook.h"

#include <structmember.h>

#include <cstddef>
#include <cstdlib>

#include "python/bindings/engine.h"
#include "python/bindings/reference.h"

namespace lattice {
namespace {

/// hook(original, before, after, always): `before(*args, **kwargs)` and
/// `after(result, *args, **kwargs)` are called around `original`, when a cell runs on this thread
/// or `always`. A result of `after` that is not None takes the place of the original's. When the
/// original raises, `after` is called with None and the exception goes on.
struct Hook {
  PyObject_HEAD PyObject* original;
  PyObject* before;
  PyObject* after;
  PyObject* dictionary;
  int always;
};

bool has_cell() {
  Engine* engine = current_engine();
  return engine != nullptr && engine->composer->has_active();
}

Reference prepended(PyObject* first, PyObject* arguments) {
  const Py_ssize_t count = PyTuple_GET_SIZE(arguments);
  PyObject* all = PyTuple_New(count + 1);
  if (all == nullptr) return {};
  PyTuple_SET_ITEM(all, 0, Py_NewRef(first));
  for (Py_ssize_t i = 0; i < count; ++i)
    PyTuple_SET_ITEM(all, i + 1, Py_NewRef(PyTuple_GET_ITEM(arguments, i)));
  return Reference(all);
}

/// An observer that fails must not fail the script: the page would not be Streamlit's. What it
/// missed is made good by running everything that could depend on it. The tests want to know.
bool survives(PyObject* observer) {
  static const bool strict = std::getenv("LATTICE_STRICT") != nullptr;
  if (strict || PyErr_ExceptionMatches(PyExc_Exception) == 0) return false;
  PyErr_WriteUnraisable(observer);
  Engine* engine = current_engine();
  if (engine == nullptr) return true;
  static const char* const why = "Lattice could not watch what it did";
  const Reference effects(active_effects());
  if (effects) Reference(PyObject_CallMethod(effects.get(), "block", "s", why));
  PyErr_Clear();
  engine->composer->distrust(why);
  return true;
}

PyObject* hook_call(PyObject* self, PyObject* arguments, PyObject* keywords) {
  auto* hook = reinterpret_cast<Hook*>(self);
  const bool watched = hook->always != 0 || has_cell();
  if (!watched) return PyObject_Call(hook->original, arguments, keywords);
  if (hook->before != Py_None) {
    const Reference done(PyObject_Call(hook->before, arguments, keywords));
    if (!done && !survives(hook->before)) return nullptr;
  }
  Reference result(PyObject_Call(hook->original, arguments, keywords));
  if (hook->after == Py_None) return result.release();
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  const bool failed = !result;
  if (failed) PyErr_Fetch(&type, &value, &traceback);
  const Reference all = prepended(failed ? Py_None : result.get(), arguments);
  Reference other(all ? PyObject_Call(hook->after, all.get(), keywords) : nullptr);
  if (failed) {
    if (!other) PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return nullptr;
  }
  if (!other) return survives(hook->after) ? result.release() : nullptr;
  return other.get() == Py_None ? result.release() : other.release();
}

PyObject* hook_get(PyObject* self, PyObject* instance, PyObject*) {
  if (instance == nullptr || instance == Py_None) return Py_NewRef(self);
  return PyMethod_New(self, instance);
}

int hook_traverse(PyObject* self, visitproc visit, void* arg) {
  auto* hook = reinterpret_cast<Hook*>(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(hook->original);
  Py_VISIT(hook->before);
  Py_VISIT(hook->after);
  Py_VISIT(hook->dictionary);
  return 0;
}

int hook_clear(PyObject* self) {
  auto* hook = reinterpret_cast<Hook*>(self);
  Py_CLEAR(hook->original);
  Py_CLEAR(hook->before);
  Py_CLEAR(hook->after);
  Py_CLEAR(hook->dictionary);
  return 0;
}

void hook_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  hook_clear(self);
  type->tp_free(self);
  Py_DECREF(type);
}

/// Looks like the original in every other way.
PyObject* hook_getattro(PyObject* self, PyObject* name) {
  return PyObject_GetAttr(reinterpret_cast<Hook*>(self)->original, name);
}

PyObject* hook_new(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject *original, *before, *after;
  int always = 0;
  if (!PyArg_ParseTuple(arguments, "OOOp", &original, &before, &after, &always)) return nullptr;
  auto* hook = reinterpret_cast<Hook*>(type->tp_alloc(type, 0));
  if (hook == nullptr) return nullptr;
  hook->original = Py_NewRef(original);
  hook->before = Py_NewRef(before);
  hook->after = Py_NewRef(after);
  hook->dictionary = nullptr;
  hook->always = always;
  return reinterpret_cast<PyObject*>(hook);
}

PyObject* print_original = nullptr;

/// print, remembering the text that a cell prints to the standard output
PyObject* print_watched(PyObject*, PyObject* arguments, PyObject* keywords) {
  PyObject* file = keywords != nullptr ? PyDict_GetItemString(keywords, "file") : nullptr;
  if (!has_cell() || (file != nullptr && file != Py_None))
    return PyObject_Call(print_original, arguments, keywords);
  const Reference io(PyImport_ImportModule("io"));
  const Reference text(io ? PyObject_CallMethod(io.get(), "StringIO", nullptr) : nullptr);
  const Reference options(keywords != nullptr ? PyDict_Copy(keywords) : PyDict_New());
  if (!text || !options || PyDict_SetItemString(options.get(), "file", text.get()) != 0)
    return nullptr;
  const Reference printed(PyObject_Call(print_original, arguments, options.get()));
  // What was written before an error is on the screen without Lattice too.
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  const Reference content(PyObject_CallMethod(text.get(), "getvalue", nullptr));
  const Reference effects(content ? active_effects() : nullptr);
  const Reference noted(effects ? PyObject_CallMethod(effects.get(), "printed", "O", content.get())
                                : nullptr);
  PyObject* out = PySys_GetObject("stdout");
  if (noted && out != nullptr && out != Py_None) {
    if (PyFile_WriteObject(content.get(), out, Py_PRINT_RAW) != 0 && type != nullptr) PyErr_Clear();
    PyObject* flush = PyDict_GetItemString(options.get(), "flush");
    if (flush != nullptr && PyObject_IsTrue(flush) == 1)
      Reference flushed(PyObject_CallMethod(out, "flush", nullptr));
  }
  if (type != nullptr) {
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return nullptr;
  }
  if (PyErr_Occurred()) return nullptr;
  Py_RETURN_NONE;
}

PyObject* watch_print(PyObject*, PyObject* original) {
  static PyMethodDef method{
      "print", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(print_watched)),
      METH_VARARGS | METH_KEYWORDS, nullptr};
  Py_XSETREF(print_original, Py_NewRef(original));
  const Reference module(PyUnicode_FromString("builtins"));
  return PyCFunction_NewEx(&method, nullptr, module.get());
}

}  // namespace

int add_hooks(PyObject* module) {
  static PyMemberDef members[] = {
      {"__dictoffset__", T_PYSSIZET, offsetof(Hook, dictionary), READONLY, nullptr},
      {nullptr, 0, 0, 0, nullptr},
  };
  static PyType_Slot slots[] = {
      {Py_tp_new, reinterpret_cast<void*>(hook_new)},
      {Py_tp_call, reinterpret_cast<void*>(hook_call)},
      {Py_tp_descr_get, reinterpret_cast<void*>(hook_get)},
      {Py_tp_getattro, reinterpret_cast<void*>(hook_getattro)},
      {Py_tp_traverse, reinterpret_cast<void*>(hook_traverse)},
      {Py_tp_clear, reinterpret_cast<void*>(hook_clear)},
      {Py_tp_dealloc, reinterpret_cast<void*>(hook_dealloc)},
      {Py_tp_members, members},
      {0, nullptr},
  };
  static PyType_Spec spec{"lattice._core.Hook", sizeof(Hook), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
  static PyMethodDef functions[] = {
      {"watch_print", watch_print, METH_O, nullptr},
      {nullptr, nullptr, 0, nullptr},
  };
  const Reference type(PyType_FromSpec(&spec));
  if (!type || PyModule_AddObjectRef(module, "Hook", type.get()) != 0) return -1;
  return PyModule_AddFunctions(module, functions);
}

}  // namespace lattice
