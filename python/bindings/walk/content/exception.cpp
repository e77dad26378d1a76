// Exceptions. One that was raised holds frames by its traceback, and with them the variables of
// calls that are over: nobody can tell what they were. One that was only made is its parts.
#include "python/bindings/walk/walker.h"

namespace lattice {

void Walker::exception(PyObject* object, const TypeLayout& layout) {
  const auto* it = reinterpret_cast<PyBaseExceptionObject*>(object);
  if (it->traceback != nullptr) return opaque("an exception that was raised");
  stream_.word(Tag::Exception, it->suppress_context != 0);
  child(it->args);
  child(it->context);
  child(it->cause);
  fields(object, layout);
}

}  // namespace lattice
