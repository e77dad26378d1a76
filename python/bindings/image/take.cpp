#include <algorithm>
#include <unordered_set>

#include "python/bindings/image/image.h"
#include "python/bindings/walk/foreign/numpy.h"
#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/layout/raw.h"
#include "python/bindings/walk/stream/hash.h"
#include "python/bindings/walk/walk.h"

namespace lattice {
namespace {

/// Parts of one image; more are made anew faster than they are compared.
constexpr size_t kMostParts = 100'000;
/// Bytes of one array.
constexpr Py_ssize_t kMostArray = Py_ssize_t{32} << 20U;

PyObject* new_reference(PyObject* object) {
  Py_XINCREF(object);
  return object;
}

class Taker {
 public:
  explicit Taker(ImagePolicy& policy) : policy_(policy) {}

  /// False: no image.
  bool take(PyObject* root) {
    visit(root);
    while (!queue_.empty() && usable_) {
      PyObject* object = queue_.back();
      queue_.pop_back();
      expand(object);
      usable_ &= parts_.size() <= kMostParts && PyErr_Occurred() == nullptr;
    }
    PyErr_Clear();
    return usable_;
  }
  std::vector<std::unique_ptr<Part>>& parts() { return parts_; }

 private:
  void visit(PyObject* object) {
    if (object == nullptr || is_atom(object) || !seen_.insert(object).second) return;
    queue_.push_back(object);
  }

  void visit_tuple(PyObject* tuple) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); ++i) visit(PyTuple_GET_ITEM(tuple, i));
  }

  void visit_dict(PyObject* dict) {
    Py_ssize_t position = 0;
    PyObject *key, *value;
    while (PyDict_Next(dict, &position, &key, &value)) {
      visit(key);
      visit(value);
    }
  }

  Part& add(PyObject* object, PartKind kind, PyObject* content) {
    auto part = std::make_unique<Part>();
    part->object = Reference(new_reference(object));
    part->kind = kind;
    part->content = Reference(content);
    parts_.push_back(std::move(part));
    return *parts_.back();
  }

  void elements(PyObject* object, PartKind kind, PyObject* tuple) {
    if (tuple == nullptr) {
      usable_ = false;
      return;
    }
    visit_tuple(tuple);
    add(object, kind, tuple).bytes = static_cast<size_t>(PyTuple_GET_SIZE(tuple)) * 8;
  }

  void dictionary(PyObject* object) {
    PyObject* copy = PyDict_Copy(object);
    if (copy == nullptr) {
      usable_ = false;
      return;
    }
    visit_dict(copy);
    add(object, PartKind::Dict, copy).bytes = static_cast<size_t>(PyDict_GET_SIZE(copy)) * 32;
  }

  void expand(PyObject* object);
  void derived(PyObject* object, const TypeLayout& layout);
  void ordered_dict(PyObject* object);
  void buffer(PyObject* object);
  void function(PyObject* object);
  void type(PyObject* object);
  void array(PyObject* object);
  void index(PyObject* object);

  ImagePolicy& policy_;
  bool usable_ = true;
  std::unordered_set<PyObject*> seen_;
  std::vector<PyObject*> queue_;
  std::vector<std::unique_ptr<Part>> parts_;
};

bool is_frame_type(PyTypeObject* type) {
  const TypeName name = type_name(type);
  return name.module.substr(0, 6) == "pandas" &&
         (name.name == "DataFrame" || name.name == "Series");
}

void Taker::expand(PyObject* object) {
  const TypeLayout& layout = LayoutTable::instance().of(Py_TYPE(object));
  if (const CounterObject* counter = as_counter(object)) {
    usable_ &= counter->far_next == nullptr;
    add(object, PartKind::Counter, PyLong_FromSsize_t(counter->next));
    return;
  }
  if (layout.layout == Layout::Container || layout.layout == Layout::Opaque) {
    usable_ = false;
    return;
  }
  if (layout.layout == Layout::Type) return type(object);
  if (layout.is_enum) return;
  if (is_frame_type(layout.type)) {
    Part& part = add(object, PartKind::Frame, nullptr);
    usable_ &= take_frame(part, policy_);
    if (!usable_) return;
    visit_dict(part.content.get());
    return visit_tuple(part.axes.get());
  }
  if (layout.fixed_parts) return index(object);
  if (layout.derived) return derived(object, layout);
  switch (layout.layout) {
    case Layout::List:
      return elements(object, PartKind::List, PyList_AsTuple(object));
    case Layout::Deque:
      return elements(object, PartKind::Deque, PySequence_Tuple(object));
    case Layout::Set:
      return elements(object, PartKind::Noted, PySequence_Tuple(object));
    case Layout::Dict:
    case Layout::DefaultDict:
      return dictionary(object);
    case Layout::OrderedDict:
      return ordered_dict(object);
    case Layout::Tuple:
      return visit_tuple(object);
    case Layout::FrozenSet: {
      const Reference items(PySequence_Tuple(object));
      usable_ &= static_cast<bool>(items);
      if (items) visit_tuple(items.get());
      return;
    }
    case Layout::Cell:
      visit(PyCell_GET(object));
      add(object, PartKind::Cell, new_reference(PyCell_GET(object)));
      return;
    case Layout::Function:
      return function(object);
    case Layout::Method:
      visit(PyMethod_GET_FUNCTION(object));
      return visit(PyMethod_GET_SELF(object));
    case Layout::Builtin:
      if (PyCFunction_Check(object)) visit(PyCFunction_GET_SELF(object));
      return;
    case Layout::Module:
      usable_ &= !policy_.is_project_module(object);
      return;
    case Layout::Weak: {
      PyObject* referent = PyWeakref_GET_OBJECT(object);
      if (referent != Py_None) visit(referent);
      return;
    }
    case Layout::Array:
      return array(object);
    case Layout::Buffer:
      return buffer(object);
    default:
      // Values cannot change, nor can what they are made of.
      usable_ &= layout.leaf || layout.value;
  }
}

void Taker::derived(PyObject* object, const TypeLayout& layout) {
  const bool is_value = layout.value && layout.deep;
  // Put back, it would work out anew what it remembers, and perhaps of something else.
  usable_ &= !layout.remembers;
  if (is_value && !layout.has_dict && layout.slots.empty()) return;
  auto base = std::make_unique<Part>();
  switch (layout.layout) {
    case Layout::Object:
      base.reset();
      break;
    case Layout::Weak:
      base.reset();
      if (PyWeakref_GET_OBJECT(object) != Py_None) visit(PyWeakref_GET_OBJECT(object));
      break;
    case Layout::List:
      base->kind = PartKind::List;
      base->content = Reference(PyList_AsTuple(object));
      break;
    case Layout::Dict:
    case Layout::DefaultDict:
      base->kind = PartKind::Dict;
      base->content = Reference(PyDict_Copy(object));
      break;
    case Layout::Tuple:
      base.reset();
      visit_tuple(object);
      break;
    default:
      usable_ = false;
      return;
  }
  if (base != nullptr) {
    if (!base->content) {
      usable_ = false;
      return;
    }
    base->object = Reference(new_reference(object));
    if (base->kind == PartKind::List)
      visit_tuple(base->content.get());
    else
      visit_dict(base->content.get());
  }
  visit(reinterpret_cast<PyObject*>(Py_TYPE(object)));
  Reference attributes = layout.has_dict ? attributes_of(object) : Reference();
  if (attributes) visit_dict(attributes.get());
  Part& part = add(object, PartKind::Instance, attributes.release());
  part.base = std::move(base);
  part.bytes = 256;
  for (const Py_ssize_t offset : layout.slots) {
    PyObject* value = *reinterpret_cast<PyObject**>(reinterpret_cast<char*>(object) + offset);
    visit(value);
    part.slots.emplace_back(new_reference(value));
  }
}

// Its order is kept aside, and setting a key asks the key for its hash.
void Taker::ordered_dict(PyObject* object) {
  Py_ssize_t position = 0;
  PyObject* key;
  while (PyDict_Next(object, &position, &key, nullptr)) usable_ &= PyUnicode_CheckExact(key);
  PyObject* copy = usable_ ? PyDict_New() : nullptr;
  usable_ &= copy != nullptr && PyDict_Update(copy, object) == 0;
  Part& part = add(object, PartKind::OrderedDict, copy);
  if (!usable_) return;
  visit_dict(copy);
  part.bytes = static_cast<size_t>(PyDict_GET_SIZE(copy)) * 64;
}

// Memory of a library, such as the picture on a canvas.
void Taker::buffer(PyObject* object) {
  Py_buffer view;
  usable_ &= PyObject_GetBuffer(object, &view, PyBUF_FULL_RO) == 0;
  if (!usable_) return;
  usable_ &= PyBuffer_IsContiguous(&view, 'A') != 0 && !PyMemoryView_Check(object);
  const Digest digest = hash(view.buf, usable_ ? static_cast<size_t>(view.len) : 0);
  PyBuffer_Release(&view);
  add(object, PartKind::Noted, nullptr).layout = {digest.low, digest.high};
}

void Taker::function(PyObject* object) {
  auto* it = reinterpret_cast<PyFunctionObject*>(object);
  const auto known = [](PyObject* part) { return part != nullptr ? part : Py_None; };
  PyObject* noted = PyTuple_Pack(4, it->func_code, known(it->func_defaults),
                                 known(it->func_kwdefaults), known(it->func_closure));
  if (noted == nullptr) {
    usable_ = false;
    return;
  }
  add(object, PartKind::Noted, noted);
  for (PyObject* part : {it->func_defaults, it->func_kwdefaults, it->func_closure, it->func_dict})
    visit(part);
}

// Who changes the data of a class changes all its instances; that is left to running.
void Taker::type(PyObject* object) {
  auto* it = reinterpret_cast<PyTypeObject*>(object);
  PyObject* name = type_module(it);
  if (name == nullptr || it->tp_dict == nullptr) return;
  if (!PyUnicode_Check(name) || PyUnicode_CompareWithASCIIString(name, "__main__") != 0) {
    PyObject* module = PyDict_GetItemWithError(PyImport_GetModuleDict(), name);
    PyErr_Clear();
    usable_ &= module == nullptr || !PyModule_Check(module) || !policy_.is_project_module(module);
    return;
  }
  std::vector<PyObject*> noted;
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(it->tp_dict, &position, &key, &value)) {
    noted.push_back(key);
    noted.push_back(value);
    if (PyFunction_Check(value) || PyType_Check(value) || Py_TYPE(value)->tp_descr_get != nullptr)
      continue;
    if (PyUnicode_Check(key) && PyUnicode_GET_LENGTH(key) > 1 &&
        PyUnicode_READ_CHAR(key, 0) == '_' && PyUnicode_READ_CHAR(key, 1) == '_')
      continue;
    visit(value);
  }
  PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(noted.size()));
  if (tuple == nullptr) {
    usable_ = false;
    return;
  }
  for (size_t i = 0; i < noted.size(); ++i)
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), new_reference(noted[i]));
  add(object, PartKind::Noted, tuple);
  if (it->tp_bases != nullptr) visit_tuple(it->tp_bases);
}

void Taker::array(PyObject* object) {
  const NumpyArray* it = as_array(object);
  usable_ &= it != nullptr &&
             std::string_view("biufcmMSU").find(it->dtype->kind) != std::string_view::npos;
  if (!usable_) return;
  Part& part = add(object, PartKind::Noted, nullptr);
  auto& layout = part.layout;
  layout = {reinterpret_cast<uintptr_t>(it->data), reinterpret_cast<uintptr_t>(it->dtype),
            static_cast<uintptr_t>(it->dimensions), static_cast<uintptr_t>(it->flags)};
  for (int i = 0; i < it->dimensions; ++i) {
    layout.push_back(static_cast<uintptr_t>(it->shape[i]));
    layout.push_back(static_cast<uintptr_t>(it->strides[i]));
  }
  if (it->base != nullptr) {
    usable_ &= as_array(it->base) != nullptr;
    return visit(it->base);
  }
  part.kind = PartKind::Array;
  const Reference bytes(PyObject_GetAttrString(object, "nbytes"));
  const Py_ssize_t count = bytes ? PyLong_AsSsize_t(bytes.get()) : -1;
  usable_ &= count >= 0 && count <= kMostArray;
  if (!usable_) return;
  part.content = Reference(PyObject_CallMethod(object, "copy", "s", "K"));
  usable_ &= static_cast<bool>(part.content);
  part.bytes = static_cast<size_t>(std::max<Py_ssize_t>(count, 0));
}

// The name of an index can change, its values cannot.
void Taker::index(PyObject* object) {
  Reference attributes = attributes_of(object);
  usable_ &= static_cast<bool>(attributes);
  if (!usable_) return;
  for (const char* cache : {"_cache", "_engine"})
    if (PyDict_DelItemString(attributes.get(), cache) != 0) PyErr_Clear();
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(attributes.get(), &position, &key, &value))
    if (PyList_CheckExact(value)) visit(value);
  add(object, PartKind::Index, attributes.release());
}

}  // namespace

bool is_frame(PyObject* object) { return is_frame_type(Py_TYPE(object)); }

std::shared_ptr<PyImage> take_image(PyObject* root, const PyImage* before, ImagePolicy& policy) {
  Taker taker(policy);
  if (!taker.take(root)) return nullptr;
  auto& parts = taker.parts();
  const auto address = [](const auto& part) { return part->object.get(); };
  std::ranges::sort(parts, {}, address);
  auto image = std::make_shared<PyImage>();
  image->parts.reserve(parts.size());
  image->bytes = parts.size() * sizeof(PartRef);
  for (std::unique_ptr<Part>& part : parts) {
    if (before != nullptr) {
      const auto old = std::ranges::lower_bound(before->parts, part->object.get(), {}, address);
      if (old != before->parts.end() && (*old)->object.get() == part->object.get() &&
          same_content(**old, *part)) {
        image->parts.push_back(*old);
        continue;
      }
    }
    image->bytes += part->bytes + sizeof(Part);
    image->parts.emplace_back(std::move(part));
  }
  return image;
}

}  // namespace lattice
