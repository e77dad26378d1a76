#pragma once
// Whether anything of what a walk saw has changed, without looking inside.

#include <Python.h>

#include "python/bindings/walk/walk.h"

namespace lattice {

/// A number that no dictionary had before; 0 when this Python counts none.
inline uint64_t dict_version(PyObject* dict) {
#if PY_VERSION_HEX < 0x030C0000
  return reinterpret_cast<PyDictObject*>(dict)->ma_version_tag;
#else
  (void)dict;
  return 0;
#endif
}

/// Whether an object counts as changed whose changes leave no trace (an array, a queue).
enum class Unseen : uint8_t { Changes, Stays };

/// Equal for as long as nothing changes; 0 when that cannot be told.
uint64_t signature_of(const Walk& seen, Unseen unseen);

}  // namespace lattice
