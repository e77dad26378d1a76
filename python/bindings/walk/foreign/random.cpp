// Generators of random numbers: their state, so that a draw shows as a change.
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// CPython's `_random.Random`.
struct RandomObject {
  PyObject_HEAD int index;
  uint32_t words[624];
};

}  // namespace

void Walker::twister(PyObject* object, const TypeLayout& layout) {
  if (layout.base->tp_basicsize != static_cast<Py_ssize_t>(sizeof(RandomObject)))
    return opaque("a random stream of unknown layout");
  const auto* it = reinterpret_cast<RandomObject*>(object);
  stream_.word(Tag::Random, static_cast<uint64_t>(it->index));
  stream_.raw(it->words, sizeof it->words);
}

// Beside the words it keeps the second of two normal values. Of other streams than the usual one
// numpy warns when asked, which runs code.
void Walker::random_state(PyObject* object, const TypeLayout& layout) {
  PyObject* field = PyDict_GetItemString(layout.base->tp_dict, "_bit_generator");
  PyObject* method = PyDict_GetItemString(layout.base->tp_dict, "get_state");
  PyObject* words = field != nullptr ? read_field(field, object) : nullptr;
  const bool usual = words != nullptr && type_name(Py_TYPE(words)).name == "MT19937";
  Py_XDECREF(words);
  PyObject* state = usual && method != nullptr ? PyObject_CallOneArg(method, object) : nullptr;
  PyErr_Clear();
  if (state == nullptr || !PyTuple_CheckExact(state)) {
    Py_XDECREF(state);
    return opaque("a random stream of unknown layout");
  }
  part_made_now(state);
}

}  // namespace lattice
