#define Py_BUILD_CORE 1
#include "python/bindings/walk/layout/raw.h"

#if PY_VERSION_HEX < 0x030C0000
#include "internal/pycore_dict.h"
#include "internal/pycore_object.h"

int lattice_inline_attribute(PyObject* object, Py_ssize_t* position, PyObject** name,
                             PyObject** value) {
  PyTypeObject* type = Py_TYPE(object);
  if (!(type->tp_flags & Py_TPFLAGS_MANAGED_DICT)) return 0;
  PyDictValues* values = *_PyObject_ValuesPointer(object);
  if (values == NULL) return 0;
  const uint8_t* prefix = (const uint8_t*)values;
  const Py_ssize_t used = prefix[-2];
  PyDictKeysObject* keys = ((PyHeapTypeObject*)type)->ht_cached_keys;
  while (*position < used) {
    const Py_ssize_t index = prefix[-3 - *position];
    ++*position;
    if (values->values[index] == NULL) continue;
    *name = DK_UNICODE_ENTRIES(keys)[index].me_key;
    *value = values->values[index];
    return 1;
  }
  return 0;
}

PyObject* lattice_attribute_dict(PyObject* object) {
  if (Py_TYPE(object)->tp_flags & Py_TPFLAGS_MANAGED_DICT)
    return *_PyObject_ManagedDictPointer(object);
  PyObject** dict = _PyObject_GetDictPtr(object);
  return dict != NULL ? *dict : NULL;
}
#else
int lattice_inline_attribute(PyObject* object, Py_ssize_t* position, PyObject** name,
                             PyObject** value) {
  (void)object, (void)position, (void)name, (void)value;
  return 0;
}

// Later versions move inline attributes into a dictionary here, which the script cannot see.
PyObject* lattice_attribute_dict(PyObject* object) {
  if (Py_TYPE(object)->tp_dictoffset == 0) return NULL;
  PyObject* dict = PyObject_GenericGetDict(object, NULL);
  if (dict == NULL) PyErr_Clear();
  // The object keeps it.
  Py_XDECREF(dict);
  return dict;
}
#endif

unsigned lattice_type_version(PyTypeObject* type) {
  if (!(type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG)) {
    static PyObject* name = NULL;
    if (name == NULL) name = PyUnicode_InternFromString("__doc__");
    // Looking a name up through the base classes assigns the version.
    if (name != NULL) _PyType_Lookup(type, name);
    PyErr_Clear();
    if (!(type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG)) return 0;
  }
  return type->tp_version_tag;
}
