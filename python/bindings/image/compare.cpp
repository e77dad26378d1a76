#include <algorithm>
#include <cstring>

#include "python/bindings/image/image.h"
#include "python/bindings/walk/foreign/numpy.h"

namespace lattice {
namespace {

bool same_tuple(PyObject* a, PyObject* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || PyTuple_GET_SIZE(a) != PyTuple_GET_SIZE(b)) return false;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a); ++i)
    if (PyTuple_GET_ITEM(a, i) != PyTuple_GET_ITEM(b, i)) return false;
  return true;
}

// Both are copies in the order of memory of the same array, so they have no gaps.
bool same_array(const Part& a, const Part& b) {
  if (a.layout != b.layout) return false;
  const NumpyArray* one = as_array(a.content.get());
  const NumpyArray* two = as_array(b.content.get());
  return one != nullptr && two != nullptr && a.bytes == b.bytes &&
         std::memcmp(one->data, two->data, a.bytes) == 0;
}

bool same_slots(const Part& a, const Part& b) {
  return std::ranges::equal(a.slots, b.slots, [](const Reference& one, const Reference& two) {
    return one.get() == two.get();
  });
}

}  // namespace

bool same_dict(PyObject* a, PyObject* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || PyDict_GET_SIZE(a) != PyDict_GET_SIZE(b)) return false;
  Py_ssize_t i = 0, j = 0;
  PyObject *key, *other_key, *value, *other;
  while (PyDict_Next(a, &i, &key, &value) && PyDict_Next(b, &j, &other_key, &other))
    if (key != other_key || value != other) return false;
  return true;
}

bool same_content(const Part& a, const Part& b) {
  if (a.kind != b.kind || (a.base == nullptr) != (b.base == nullptr)) return false;
  switch (a.kind) {
    case PartKind::List:
    case PartKind::Deque:
    case PartKind::Noted:
      return same_tuple(a.content.get(), b.content.get()) && a.layout == b.layout;
    case PartKind::Dict:
    case PartKind::OrderedDict:
    case PartKind::Index:
      return same_dict(a.content.get(), b.content.get());
    case PartKind::Counter:
      return PyLong_AsSsize_t(a.content.get()) == PyLong_AsSsize_t(b.content.get());
    case PartKind::Cell:
      return a.content.get() == b.content.get();
    case PartKind::Array:
      return same_array(a, b);
    case PartKind::Instance:
      return same_dict(a.content.get(), b.content.get()) && same_slots(a, b) &&
             (a.base == nullptr || same_content(*a.base, *b.base));
    case PartKind::Frame:
      return a.digest == b.digest && same_dict(a.content.get(), b.content.get()) &&
             same_tuple(a.axes.get(), b.axes.get());
  }
  return false;
}

std::optional<std::vector<uintptr_t>> differing_parts(const PyImage& before, const PyImage& after) {
  std::vector<uintptr_t> found;
  auto old = before.parts.begin();
  for (const PartRef& part : after.parts) {
    PyObject* const object = part->object.get();
    while (old != before.parts.end() && (*old)->object.get() < object) ++old;
    if (old == before.parts.end() || (*old)->object.get() != object) continue;
    if (*old == part || same_content(**old, *part)) continue;
    if (part->kind == PartKind::Noted || part->kind != (*old)->kind) return std::nullopt;
    // An array was made another shape.
    if (part->kind == PartKind::Array && part->layout != (*old)->layout) return std::nullopt;
    // A frame shows other values in the same memory: so does its image.
    if (part->kind == PartKind::Frame && part->digest != (*old)->digest &&
        part->layout == (*old)->layout && same_tuple(part->axes.get(), (*old)->axes.get()) &&
        same_dict(part->content.get(), (*old)->content.get()))
      return std::nullopt;
    found.push_back(reinterpret_cast<uintptr_t>(object));
  }
  if (found.empty()) return std::nullopt;
  return found;
}

}  // namespace lattice
