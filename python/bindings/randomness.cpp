#include "python/bindings/randomness.h"

#include <cstddef>
#include <string_view>

#include "python/bindings/reference.h"

namespace lattice {
namespace {

constexpr int kWords = 624;

/// CPython's `_random.Random`.
struct RandomObject {
  PyObject_HEAD int index;
  uint32_t words[kWords];
};

/// The state of numpy's MT19937, at the address that its `ctypes.state_address` gives.
struct NumpyState {
  uint32_t words[kWords];
  int position;
};

/// `module.name` of a module that is loaded already.
Reference loaded(const char* module, const char* name) {
  PyObject* found = PyDict_GetItemString(PyImport_GetModuleDict(), module);
  return Reference(found != nullptr ? PyObject_GetAttrString(found, name) : nullptr);
}

Reference attribute(const Reference& object, const char* name) {
  return Reference(object ? PyObject_GetAttrString(object.get(), name) : nullptr);
}

}  // namespace

Randomness::~Randomness() {
  Py_XDECREF(random_.owner);
  Py_XDECREF(numpy_.owner);
}

uint64_t Randomness::Twister::mark() const {
  if (owner == nullptr) return 0;
  // Each draw moves the position; each lap and each seed changes all words.
  uint64_t mark = static_cast<uint32_t>(*position);
  for (const int i : {0, 1, kWords - 1}) mark = mark * 0x9e3779b97f4a7c15U + words[i];
  return mark - first;
}

Randomness::Twister Randomness::of_random() {
  Twister twister;
  Reference shared = loaded("random", "_inst");
  const Reference base = loaded("_random", "Random");
  PyErr_Clear();
  if (!shared || !base || !PyType_Check(base.get())) return twister;
  auto* type = reinterpret_cast<PyTypeObject*>(base.get());
  if (type->tp_basicsize != static_cast<Py_ssize_t>(sizeof(RandomObject)) ||
      !PyObject_TypeCheck(shared.get(), type))
    return twister;
  auto* object = reinterpret_cast<RandomObject*>(shared.get());
  twister.owner = shared.release();
  twister.words = object->words;
  twister.position = &object->index;
  twister.first = twister.mark();
  return twister;
}

Randomness::Twister Randomness::of_numpy() {
  Twister twister;
  Reference generator = attribute(loaded("numpy.random.mtrand", "_rand"), "_bit_generator");
  const Reference address = attribute(attribute(generator, "ctypes"), "state_address");
  const bool known = address && PyLong_Check(address.get()) &&
                     std::string_view(Py_TYPE(generator.get())->tp_name).ends_with("MT19937");
  if (known) {
    const auto* state = static_cast<const NumpyState*>(PyLong_AsVoidPtr(address.get()));
    twister.owner = generator.release();
    twister.words = state->words;
    twister.position = &state->position;
    twister.first = twister.mark();
  }
  PyErr_Clear();
  return twister;
}

uint64_t Randomness::state() {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (random_.owner == nullptr) random_ = of_random();
  if (numpy_.owner == nullptr) numpy_ = of_numpy();
  // `gauss` makes two values at once and keeps the second.
  const Reference kept(
      random_.owner != nullptr ? PyObject_GetAttrString(random_.owner, "gauss_next") : nullptr);
  PyErr_Clear();
  const uint64_t pending = kept && kept.get() != Py_None ? 1 : 0;
  PyErr_Restore(type, value, traceback);
  return (random_.mark() * 2 + pending) ^ (numpy_.mark() * 31);
}

}  // namespace lattice
