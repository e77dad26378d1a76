// Arrays, dtypes and scalars of numpy.
#include "python/bindings/walk/foreign/numpy.h"

#include <algorithm>
#include <string>

#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

constexpr uintptr_t kMemoryKey = 2;
constexpr int kMostDimensions = 64;

/// What a dtype means, worked out once; it is immutable.
struct Dtype {
  std::string text;
  Py_ssize_t size = 0;
  bool objects = false;
  bool readable = false;
};

Py_ssize_t number(PyObject* object, const char* name) {
  PyObject* value = PyObject_GetAttrString(object, name);
  const Py_ssize_t result = value != nullptr && PyLong_Check(value) ? PyLong_AsSsize_t(value) : -1;
  Py_XDECREF(value);
  PyErr_Clear();
  return result;
}

std::string words(PyObject* text) {
  const char* data = text != nullptr && PyUnicode_Check(text) ? PyUnicode_AsUTF8(text) : nullptr;
  PyErr_Clear();
  return data != nullptr ? data : "?";
}

Dtype describe(PyObject* dtype, int depth);

void describe_fields(PyObject* dtype, Dtype& result, int depth) {
  PyObject* names = PyObject_GetAttrString(dtype, "names");
  PyObject* fields = PyObject_GetAttrString(dtype, "fields");
  const bool records = names != nullptr && PyTuple_CheckExact(names) && fields != nullptr;
  for (Py_ssize_t i = 0; records && i < PyTuple_GET_SIZE(names); ++i) {
    PyObject* field = PyObject_GetItem(fields, PyTuple_GET_ITEM(names, i));
    if (field != nullptr && PyTuple_CheckExact(field) && PyTuple_GET_SIZE(field) >= 2) {
      const Dtype part = describe(PyTuple_GET_ITEM(field, 0), depth + 1);
      const Py_ssize_t at = PyLong_AsSsize_t(PyTuple_GET_ITEM(field, 1));
      result.text.append(",").append(words(PyTuple_GET_ITEM(names, i))).append(":");
      result.text.append(part.text).append("@").append(std::to_string(at));
      result.readable = result.readable && part.readable && !part.objects;
    } else {
      result.readable = false;
    }
    Py_XDECREF(field);
  }
  PyErr_Clear();
  Py_XDECREF(names);
  Py_XDECREF(fields);
  PyObject* inner = PyObject_GetAttrString(dtype, "subdtype");
  if (inner != nullptr && PyTuple_CheckExact(inner) && PyTuple_GET_SIZE(inner) == 2) {
    const Dtype part = describe(PyTuple_GET_ITEM(inner, 0), depth + 1);
    result.text.append("[").append(part.text).append("]");
    PyObject* shape = PyTuple_GET_ITEM(inner, 1);
    for (Py_ssize_t i = 0; PyTuple_CheckExact(shape) && i < PyTuple_GET_SIZE(shape); ++i)
      result.text.append("x").append(std::to_string(PyLong_AsSsize_t(PyTuple_GET_ITEM(shape, i))));
    result.readable = result.readable && part.readable && !part.objects;
  }
  PyErr_Clear();
  Py_XDECREF(inner);
}

/// Only attributes that numpy implements in C are read.
Dtype describe(PyObject* dtype, int depth) {
  constexpr int kDeepest = 16;
  constexpr int kObject = 17, kVoid = 20, kHalf = 23;
  Dtype result;
  if (depth > kDeepest || builtin_layout(Py_TYPE(dtype)) != Layout::Dtype) return result;
  const auto* it = reinterpret_cast<NumpyDtype*>(dtype);
  PyObject* text = PyObject_GetAttrString(dtype, "str");
  PyErr_Clear();
  result.text = words(text);
  Py_XDECREF(text);
  result.size = number(dtype, "itemsize");
  result.objects = it->number == kObject;
  // Types beyond the classic ones keep their values elsewhere (StringDType) or are not numpy's.
  result.readable = it->number >= 0 && it->number <= kHalf && result.size >= 0;
  if (it->number == kVoid) describe_fields(dtype, result, depth);
  return result;
}

const Dtype& dtype_of(PyObject* dtype) {
  static auto* const table = new std::unordered_map<PyObject*, Dtype>;
  const auto found = table->find(dtype);
  if (found != table->end()) return found->second;
  constexpr size_t kMany = 2000;
  if (table->size() > kMany) {
    for (const auto& [kept, description] : *table) Py_DECREF(kept);
    table->clear();
  }
  Py_INCREF(dtype);
  return table->emplace(dtype, describe(dtype, 0)).first->second;
}

PyObject* dtype_object(const NumpyArray* array) {
  return reinterpret_cast<PyObject*>(array->dtype);
}

}  // namespace

const NumpyArray* as_array(PyObject* object) {
  for (PyTypeObject* type = Py_TYPE(object); type != nullptr; type = type->tp_base) {
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) continue;
    return builtin_layout(type) == Layout::Array ? reinterpret_cast<NumpyArray*>(object) : nullptr;
  }
  return nullptr;
}

/// The object that owns the array's memory.
PyObject* Walker::memory_owner(PyObject* array) {
  PyObject* owner = array;
  while (true) {
    const NumpyArray* at = as_array(owner);
    PyObject* base = at != nullptr               ? at->base
                     : PyMemoryView_Check(owner) ? PyMemoryView_GET_BASE(owner)
                                                 : nullptr;
    if (base == nullptr) return owner;
    owner = base;
  }
}

// Arrays that share memory are told by the number of the memory and the distance to the place where
// it was first met.
void Walker::array(PyObject* object) {
  const NumpyArray* it = as_array(object);
  if (it == nullptr || it->dimensions > kMostDimensions)
    return opaque("an array of unknown layout");
  if (quiet_ && it->dimensions == 1) return column(object, -1);
  const Dtype& dtype = dtype_of(dtype_object(it));
  PyObject* owner = memory_owner(object);
  if (owner != object && !PyBytes_CheckExact(owner)) reached(owner);
  if (!std::strcmp(Py_TYPE(owner)->tp_name, "mmap.mmap")) return opaque("memory that is a file");

  stream_.bytes(Tag::Array, dtype.text.data(), dtype.text.size());
  stream_.word(Tag::Array, static_cast<uint64_t>(it->dimensions));
  bool empty = false;
  for (int i = 0; i < it->dimensions; ++i) empty |= it->shape[i] == 0;
  for (int i = 0; i < it->dimensions; ++i) {
    stream_.word(Tag::Array, static_cast<uint64_t>(it->shape[i]));
    const bool free = empty || it->shape[i] == 1;
    stream_.word(Tag::Array, free ? 0 : static_cast<uint64_t>(it->strides[i]));
  }
  const int flags = it->flags & kNumpyLayoutFlags;
  stream_.word(Tag::Array, static_cast<uint64_t>(flags));

  const auto fresh_number = static_cast<uint32_t>(memory_.size());
  const uint32_t known =
      memo_.find_or_add(reinterpret_cast<uintptr_t>(owner) | kMemoryKey, fresh_number);
  if (known == Memo::kNew) memory_.push_back({owner, it->data});
  const Shared& shared = memory_[known == Memo::kNew ? fresh_number : known];
  stream_.word(Tag::Memory, known == Memo::kNew ? fresh_number : known);
  stream_.word(Tag::Memory, static_cast<uint64_t>(it->data - shared.first));

  if (!dtype.readable) return opaque("an array of type " + dtype.text);
  if (empty) return;
  if (dtype.objects)
    array_elements(object);
  else
    array_memory(object);
}

void Walker::array_elements(PyObject* array) {
  const NumpyArray* it = as_array(array);
  Py_ssize_t at[kMostDimensions] = {};
  const char* data = it->data;
  while (true) {
    child(*reinterpret_cast<PyObject* const*>(data));
    if (++context_.objects > context_.policy.budget()) return;
    int axis = it->dimensions - 1;
    for (; axis >= 0; --axis) {
      data += it->strides[axis];
      if (++at[axis] < it->shape[axis]) break;
      data -= it->strides[axis] * it->shape[axis];
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

// Shape and strides are in the digest already, so any order of the bytes will do that covers them:
// the whole extent when it has no gaps, otherwise as few runs as the gaps allow.
void Walker::array_memory(PyObject* array) {
  struct Axis {
    Py_ssize_t count, stride;
  };
  const NumpyArray* it = as_array(array);
  const Py_ssize_t size = dtype_of(dtype_object(it)).size;
  if (size == 0) return;
  Axis axes[kMostDimensions];
  int count = 0;
  const char* low = it->data;
  Py_ssize_t items = 1, extent = size;
  for (int i = 0; i < it->dimensions; ++i) {
    if (it->strides[i] == 0 || it->shape[i] <= 1) continue;
    const Py_ssize_t span = it->strides[i] * (it->shape[i] - 1);
    if (span < 0) low += span;
    extent += std::abs(span);
    items *= it->shape[i];
    axes[count++] = {it->shape[i], std::abs(it->strides[i])};
  }
  if (extent <= items * size) return stream_.memory({low, extent, 1, 1}, array, !element_);
  std::sort(axes, axes + count, [](const Axis& a, const Axis& b) { return a.stride < b.stride; });
  // Axes whose steps follow one another make one item.
  Py_ssize_t item = size;
  int inner = 0;
  while (inner < count && axes[inner].stride == item) item *= axes[inner++].count;
  const Axis run = axes[inner];
  Py_ssize_t at[kMostDimensions] = {};
  while (true) {
    stream_.memory({low, run.count, item, run.stride}, array, !element_);
    int axis = inner + 1;
    for (; axis < count; ++axis) {
      low += axes[axis].stride;
      if (++at[axis] < axes[axis].count) break;
      low -= axes[axis].stride * axes[axis].count;
      at[axis] = 0;
    }
    if (axis >= count) return;
  }
}

void Walker::column(PyObject* array, Py_ssize_t row) {
  const NumpyArray* it = as_array(array);
  if (it == nullptr || it->dimensions > 2 || (it->dimensions == 2 && row < 0)) return child(array);
  const Dtype& dtype = dtype_of(dtype_object(it));
  stream_.bytes(Tag::Column, dtype.text.data(), dtype.text.size());
  if (it->dimensions == 0 || !dtype.readable || (row > 0 && row >= it->shape[0]))
    return opaque("a column of type " + dtype.text);
  const int axis = it->dimensions - 1;
  const Py_ssize_t count = it->shape[axis], stride = it->strides[axis];
  const char* data = it->dimensions == 2 ? it->data + row * it->strides[0] : it->data;
  stream_.word(Tag::Column, static_cast<uint64_t>(count));
  if (dtype.objects) {
    for (Py_ssize_t i = 0; i < count; ++i)
      child(*reinterpret_cast<PyObject* const*>(data + i * stride));
  } else if (count > 0 && dtype.size > 0) {
    stream_.memory({data, count, dtype.size, stride}, array, !element_);
  }
}

void Walker::dtype(PyObject* object) {
  const Dtype& description = dtype_of(object);
  stream_.bytes(Tag::Dtype, description.text.data(), description.text.size());
  if (!description.readable) identity(Tag::Dtype, object);
}

void Walker::scalar(PyObject* object, const TypeLayout& layout) {
  stream_.pointer(Tag::Scalar, layout.type);
  stream_.raw(reinterpret_cast<const char*>(object) + sizeof(PyObject), layout.scalar_size);
}

}  // namespace lattice
