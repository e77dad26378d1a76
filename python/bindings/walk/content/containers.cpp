// The content of builtin containers.
#include <algorithm>
#include <new>
#include <tuple>

#include "python/bindings/walk/content/atoms.h"
#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// Sets inside elements of sets inside elements ...; each level is a walk inside a walk.
constexpr size_t kDeepestSet = 64;

/// Written in full by a few hundred bytes at most, so its tokens can be cut out of the stream.
bool is_small_atom(PyObject* object) {
  constexpr Py_ssize_t kSmall = 1024;
  PyTypeObject* type = Py_TYPE(object);
  if (type == &PyUnicode_Type) return PyUnicode_GET_LENGTH(object) < kSmall;
  if (type == &PyBytes_Type) return PyBytes_GET_SIZE(object) < kSmall;
  if (type == &PyLong_Type) return Py_ABS(Py_SIZE(object)) < kSmall / 8;
  return type == &PyFloat_Type || type == &PyBool_Type || object == Py_None;
}

int append(PyObject* object, void* found) {
  try {
    static_cast<std::vector<PyObject*>*>(found)->push_back(object);
  } catch (const std::bad_alloc&) {
    // No exception may cross the C code that calls this; a non-zero result ends the traversal.
    return -1;
  }
  return 0;
}

/// The objects that a C type says it refers to, borrowed.
std::vector<PyObject*> referents_of(PyObject* object, PyTypeObject* type) {
  std::vector<PyObject*> found;
  if (type->tp_traverse != nullptr && type->tp_traverse(object, append, &found) != 0)
    throw std::bad_alloc();
  return found;
}

}  // namespace

void Walker::parts(PyObject* const* items, Py_ssize_t count) {
  constexpr Py_ssize_t kAhead = 8;
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (i + kAhead < count) __builtin_prefetch(items[i + kAhead]);
    if (items[i] == nullptr || !write_common(stream_, items[i])) child(items[i]);
  }
}

void Walker::tuple(PyObject* object) {
  const Py_ssize_t size = PyTuple_GET_SIZE(object);
  stream_.word(Tag::Tuple, static_cast<uint64_t>(size));
  parts(reinterpret_cast<PyTupleObject*>(object)->ob_item, size);
}

void Walker::list(PyObject* object) {
  const Py_ssize_t size = PyList_GET_SIZE(object);
  stream_.word(Tag::List, static_cast<uint64_t>(size));
  parts(reinterpret_cast<PyListObject*>(object)->ob_item, size);
}

void Walker::items(PyObject* dict) {
  Py_ssize_t position = 0;
  PyObject *key, *value;
  stream_.word(Tag::Dict, static_cast<uint64_t>(PyDict_GET_SIZE(dict)));
  while (PyDict_Next(dict, &position, &key, &value)) {
    if (!write_common(stream_, key)) child(key);
    if (!write_common(stream_, value)) child(value);
  }
}

// Elements of atoms only: the sum of their digests does not depend on the order. Otherwise elements
// are sorted by the digest each has alone, then walked as parts like any others, so that what they
// share with the rest counts. Elements with equal digests keep the order of the table: at worst two
// equal sets then look different.
void Walker::set(PyObject* object) {
  const Tag tag = PyFrozenSet_Check(object) ? Tag::FrozenSet : Tag::Set;
  stream_.word(tag, static_cast<uint64_t>(PySet_GET_SIZE(object)));
  Py_ssize_t position = 0;
  PyObject* element;
  Py_hash_t hashed;
  Digest sum;
  while (_PySet_NextEntry(object, &position, &element, &hashed)) {
    if (!is_small_atom(element)) return set_of_objects(object);
    const Digest digest = atom_digest(element);
    sum.low += digest.low;
    sum.high += digest.high;
  }
  stream_.raw(&sum, sizeof sum);
}

Digest Walker::atom_digest(PyObject* object) {
  int64_t value;
  if (PyLong_CheckExact(object) && small_integer(object, value))
    return hash_pair(static_cast<uint64_t>(Tag::Int), static_cast<uint64_t>(value));
  const size_t mark = stream_.mark();
  atom(object);
  return stream_.cut(mark);
}

void Walker::set_of_objects(PyObject* object) {
  struct Element {
    Digest digest;
    PyObject* object;
    size_t place;
  };
  for (size_t depth = 0; depth < context_.sets_open.size(); ++depth) {
    if (!element_ || context_.sets_open[depth] != object) continue;
    met_open_set_ = true;
    return stream_.word(Tag::Cycle, depth);
  }
  if (context_.sets_open.size() >= kDeepestSet) return opaque("sets nested too deeply");
  std::vector<Element> elements;
  elements.reserve(static_cast<size_t>(PySet_GET_SIZE(object)));
  Py_ssize_t position = 0;
  PyObject* element;
  Py_hash_t hashed;
  while (_PySet_NextEntry(object, &position, &element, &hashed))
    elements.push_back({Digest{}, element, elements.size()});
  context_.sets_open.push_back(object);
  for (auto& [digest, it, place] : elements) {
    if (is_small_atom(it)) {
      digest = atom_digest(it);
      continue;
    }
    const auto known = context_.set_elements.find(it);
    if (known != context_.set_elements.end()) {
      digest = known->second;
      continue;
    }
    bool open = false;
    digest = element_digest(it, open);
    met_open_set_ |= open;
    if (is_opaque_) break;
    if (!open) context_.set_elements.emplace(it, digest);
  }
  context_.sets_open.pop_back();
  std::ranges::sort(elements, [](const Element& a, const Element& b) {
    return std::tie(a.digest.low, a.digest.high, a.place) <
           std::tie(b.digest.low, b.digest.high, b.place);
  });
  for (const Element& it : elements) child(it.object);
}

Digest Walker::element_digest(PyObject* element, bool& open) {
  Walker walker(context_, true);
  walker.quiet_ = quiet_;
  walker.child(element);
  walker.run();
  open = walker.met_open_set_;
  if (walker.is_opaque_) opaque(walker.why_);
  return walker.stream_.finish();
}

void Walker::dict_view(PyObject* object) {
  const auto* view = reinterpret_cast<_PyDictViewObject*>(object);
  stream_.pointer(Tag::View, Py_TYPE(object));
  child(reinterpret_cast<PyObject*>(view->dv_dict));
}

// Its traversal visits the items from left to right.
void Walker::deque(PyObject* object, const TypeLayout& layout) {
  static PyObject* const maximum_name = PyUnicode_InternFromString("maxlen");
  PyObject* field = PyDict_GetItemWithError(layout.base->tp_dict, maximum_name);
  PyObject* maximum = field != nullptr ? read_field(field, object) : nullptr;
  child(maximum);
  Py_XDECREF(maximum);
  auto* type = Py_TYPE(object);
  std::vector<PyObject*> found = referents_of(object, layout.base);
  // The type itself is among the referents when it was created at run time.
  if (!found.empty() && found[0] == reinterpret_cast<PyObject*>(type)) found.erase(found.begin());
  stream_.word(Tag::Deque, found.size());
  for (PyObject* item : found) child(item);
}

void Walker::default_dict(PyObject* object, const TypeLayout& layout) {
  static PyObject* const factory_name = PyUnicode_InternFromString("default_factory");
  PyObject* field = PyDict_GetItemWithError(layout.base->tp_dict, factory_name);
  PyObject* factory = field != nullptr ? read_field(field, object) : nullptr;
  child(factory);
  fresh(factory);
  items(object);
}

// The order is that of a linked list, which move_to_end changes without touching the table; that of
// the table cannot be seen.
void Walker::ordered_dict(PyObject* object, const TypeLayout& layout) {
  stream_.word(Tag::OrderedDict, static_cast<uint64_t>(PyDict_GET_SIZE(object)));
  std::unordered_map<PyObject*, PyObject*> values;
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(object, &position, &key, &value)) values.emplace(key, value);
  const auto* ordered = reinterpret_cast<OrderedDictObject*>(object);
  size_t listed = 0;
  for (const OrderedNode* node = ordered->first; node != nullptr; node = node->next) {
    const auto found = values.find(node->key);
    if (found == values.end())
      return opaque("an ordered dictionary that is changed as a plain one");
    child(node->key);
    child(found->second);
    ++listed;
  }
  if (listed != values.size()) return opaque("an ordered dictionary changed as a plain one");
  if (!layout.derived) attributes(object, layout);
}

// array.array and memoryview: the buffer protocol of C types.
void Walker::buffer(PyObject* object) {
  Py_buffer view;
  if (PyObject_GetBuffer(object, &view, PyBUF_FULL_RO) != 0) {
    PyErr_Clear();
    return opaque("a buffer that cannot be read");
  }
  stream_.bytes(Tag::View, view.format != nullptr ? view.format : "",
                view.format != nullptr ? std::strlen(view.format) : 0);
  stream_.word(Tag::View, static_cast<uint64_t>(view.readonly));
  for (int i = 0; i < view.ndim; ++i) {
    stream_.word(Tag::View,
                 static_cast<uint64_t>(view.shape != nullptr ? view.shape[i] : view.len));
    stream_.word(Tag::View, static_cast<uint64_t>(view.strides != nullptr ? view.strides[i] : 0));
  }
  if (PyBuffer_IsContiguous(&view, 'A'))
    stream_.bytes(Tag::Memory, view.buf, static_cast<size_t>(view.len));
  else
    opaque("a memoryview with gaps");
  PyObject* owner = PyMemoryView_Check(object) ? PyMemoryView_GET_BASE(object) : nullptr;
  PyBuffer_Release(&view);
  if (owner != nullptr) child(owner);
}

// Whoever has the reference can change what it refers to, for as long as that lives.
void Walker::weak_reference(PyObject* object) {
  const auto* it = reinterpret_cast<PyWeakReference*>(object);
  stream_.pointer(Tag::Weak, Py_TYPE(object));
  PyObject* referent = PyWeakref_GET_OBJECT(object);
  child(referent != Py_None ? referent : nullptr);
  child(it->wr_callback);
}

void Walker::counter(const CounterObject& it) {
  stream_.word(Tag::Counter, static_cast<uint64_t>(it.next));
  child(it.far_next);
  child(it.step);
}

void Walker::referents(PyObject* object) {
  std::vector<PyObject*> found = referents_of(object, Py_TYPE(object));
  stream_.pointer(Tag::Referents, Py_TYPE(object));
  for (PyObject* part : found)
    if (part != reinterpret_cast<PyObject*>(Py_TYPE(object))) child(part);
  stream_.tag(Tag::End);
}

}  // namespace lattice
