// Instances of classes compiled from Cython whose fields C code alone can see: they are what they
// hand out to be pickled.
#include "python/bindings/walk/walker.h"

namespace lattice {

void Walker::pickled(PyObject* object, const TypeLayout& layout) {
  identity(Tag::Fields, reinterpret_cast<PyObject*>(layout.type));
  PyObject* parts = PyObject_CallOneArg(layout.fields[0], object);
  PyErr_Clear();
  if (parts == nullptr) return opaque("objects of type " + type_name(layout.type).name);
  part_made_now(parts);
}

}  // namespace lattice
