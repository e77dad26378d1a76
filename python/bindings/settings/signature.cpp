#include "python/bindings/settings/signature.h"

#include "python/bindings/walk/layout/raw.h"

namespace lattice {
namespace {

#if PY_VERSION_HEX < 0x030C0000
void mix(uint64_t& sum, uint64_t value) { sum = (sum ^ value) * 0x9E3779B97F4A7C15ULL; }

template <typename Object>
void mix_address(uint64_t& sum, Object* object) {
  mix(sum, reinterpret_cast<uintptr_t>(object));
}

void mix_function(uint64_t& sum, PyObject* object) {
  const auto* function = reinterpret_cast<PyFunctionObject*>(object);
  mix_address(sum, function->func_code);
  mix_address(sum, function->func_defaults);
  mix_address(sum, function->func_kwdefaults);
  mix(sum, function->func_dict != nullptr ? dict_version(function->func_dict) : 0);
}

/// False when it could change unseen.
bool mix_object(uint64_t& sum, PyObject* object) {
  Py_ssize_t position = 0;
  PyObject *name, *value;
  Py_hash_t hashed;
  if (PyDict_Check(object)) {
    mix(sum, dict_version(object));
  } else if (PyList_Check(object)) {
    mix(sum, static_cast<uint64_t>(PyList_GET_SIZE(object)));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(object); ++i)
      mix_address(sum, PyList_GET_ITEM(object, i));
  } else if (PyAnySet_Check(object)) {
    while (_PySet_NextEntry(object, &position, &value, &hashed)) mix_address(sum, value);
  } else if (PyFunction_Check(object)) {
    mix_function(sum, object);
  } else if (PyObject* dict = lattice_attribute_dict(object)) {
    mix(sum, dict_version(dict));
  } else {
    while (lattice_inline_attribute(object, &position, &name, &value)) mix_address(sum, value);
    return position != 0;
  }
  return true;
}
#endif

}  // namespace

// Every change of a dictionary gives it a number that no dictionary had before; lists are short.
uint64_t signature_of(const Walk& seen, Unseen unseen) {
  uint64_t sum = 1;
#if PY_VERSION_HEX < 0x030C0000
  for (PyObject* object : seen.reach)
    if (!mix_object(sum, object) && unseen == Unseen::Changes) return 0;
  return sum;
#else
  (void)seen, (void)unseen;
  return 0;
#endif
}

}  // namespace lattice
