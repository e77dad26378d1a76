// Columns of pyarrow, read through the Arrow C data interface (arrow.apache.org/docs/format). They
// are immutable, hence values. Exporting one runs C++ of the library only, except for extension
// types written in Python, which are opaque.
#include <cstring>

#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

struct Schema {
  const char *format, *name, *metadata;
  int64_t flags, children_count;
  Schema **children, *dictionary;
  void (*release)(Schema*);
  void* private_data;
};

struct Array {
  int64_t length, nulls, offset, buffers_count, children_count;
  const void** buffers;
  Array **children, *dictionary;
  void (*release)(Array*);
  void* private_data;
};

struct Stream {
  int (*get_schema)(Stream*, Schema*);
  int (*get_next)(Stream*, Array*);
  const char* (*get_last_error)(Stream*);
  void (*release)(Stream*);
  void* private_data;
};

constexpr int kDeepest = 64;

/// Bytes of one value in the second buffer; 0 for other layouts, -1 for bits.
int64_t fixed_width(const char* format) {
  switch (format[0]) {
    case 'b':
      return -1;
    case 'c':
    case 'C':
      return 1;
    case 's':
    case 'S':
    case 'e':
      return 2;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
    case 'g':
      return 8;
    case 'd': {
      const char* bits = std::strrchr(format, ',');
      const char* first = bits != nullptr ? std::strchr(format, ',') : nullptr;
      // "d:precision,scale" has 128 bits, "d:precision,scale,bits" says how many.
      return first == bits ? 16 : std::strtoll(bits + 1, nullptr, 10) / 8;
    }
    case 'w':
      return std::strtoll(format + 2, nullptr, 10);
    case 't':
      if (format[1] == 'd') return format[2] == 'D' ? 4 : 8;
      if (format[1] == 't') return format[2] == 's' || format[2] == 'm' ? 4 : 8;
      if (format[1] == 'i') return format[2] == 'M' ? 4 : format[2] == 'D' ? 8 : 16;
      return 8;
    default:
      return 0;
  }
}

class Writer {
 public:
  /// `owner` keeps the buffers in place.
  Writer(TokenStream& stream, PyObject* owner, bool later)
      : stream_(stream), owner_(owner), later_(later) {}

  bool schema(const Schema& it, int depth) {
    if (depth > kDeepest) return false;
    text(it.format);
    text(it.name);
    metadata(it.metadata);
    stream_.word(Tag::Arrow, static_cast<uint64_t>(it.flags));
    stream_.word(Tag::Arrow, static_cast<uint64_t>(it.children_count));
    for (int64_t i = 0; i < it.children_count; ++i)
      if (!schema(*it.children[i], depth + 1)) return false;
    return it.dictionary == nullptr || schema(*it.dictionary, depth + 1);
  }

  bool array(const Schema& type, const Array& it, int depth) {
    if (depth > kDeepest || it.length < 0 || it.offset < 0) return false;
    stream_.word(Tag::Arrow, static_cast<uint64_t>(it.length));
    stream_.word(Tag::Arrow, static_cast<uint64_t>(it.nulls == 0 || it.buffers_count == 0 ||
                                                   it.buffers[0] == nullptr));
    const char* format = type.format;
    const int64_t width = fixed_width(format);
    const char first = format[0];
    if (first == 'n') return true;
    if (first == '+' && format[1] != 'l' && format[1] != 'L' && format[1] != 's' &&
        format[1] != 'w')
      return false;
    if (it.nulls != 0) bits(it.buffers[0], it.offset, it.length);
    if (it.length == 0) return true;
    if (width < 0) {
      bits(it.buffers[1], it.offset, it.length);
    } else if (width > 0) {
      memory(it.buffers[1], it.offset * width, it.length * width);
    } else if (first == 'u' || first == 'z') {
      variable<int32_t>(it);
    } else if (first == 'U' || first == 'Z') {
      variable<int64_t>(it);
    } else if (first == 'v') {
      return views(it);
    } else if (first == '+') {
      return nested(type, it, depth);
    } else {
      return false;
    }
    if (it.dictionary == nullptr) return true;
    return type.dictionary != nullptr && array(*type.dictionary, *it.dictionary, depth + 1);
  }

 private:
  void text(const char* text) {
    stream_.bytes(Tag::Arrow, text != nullptr ? text : "", text != nullptr ? std::strlen(text) : 0);
  }

  // Number of pairs, then length and bytes of each key and value.
  void metadata(const char* data) {
    if (data == nullptr) return stream_.tag(Tag::Absent);
    const char* at = data;
    const auto next = [&at] {
      int32_t value;
      std::memcpy(&value, at, sizeof value);
      at += sizeof value;
      return value;
    };
    const int32_t pairs = next();
    for (int32_t i = 0; i < pairs * 2; ++i) at += next();
    stream_.bytes(Tag::Arrow, data, static_cast<size_t>(at - data));
  }

  void memory(const void* data, int64_t from, int64_t size) {
    if (size == 0 || data == nullptr) return stream_.word(Tag::Memory, 0);
    stream_.memory({static_cast<const char*>(data) + from, static_cast<Py_ssize_t>(size), 1, 1},
                   owner_, later_);
  }

  // Slices begin inside a byte, so the bits are moved to its start.
  void bits(const void* data, int64_t from, int64_t count) {
    if (data == nullptr) return stream_.tag(Tag::Absent);
    const auto* bytes = static_cast<const uint8_t*>(data) + from / 8;
    const int shift = static_cast<int>(from % 8);
    std::vector<uint8_t> moved(static_cast<size_t>((count + 7) / 8));
    const int64_t available = (shift + count + 7) / 8;
    for (size_t i = 0; i < moved.size(); ++i) {
      unsigned value = bytes[i] >> shift;
      if (shift != 0 && static_cast<int64_t>(i) + 1 < available)
        value |= bytes[i + 1] << (8 - shift);
      moved[i] = static_cast<uint8_t>(value);
    }
    if (count % 8 != 0) moved.back() &= static_cast<uint8_t>((1U << (count % 8)) - 1);
    stream_.bytes(Tag::Arrow, moved.data(), moved.size());
  }

  template <typename Offset>
  const Offset* offsets(const Array& it) {
    const auto* all = static_cast<const Offset*>(it.buffers[1]);
    if (all == nullptr) return nullptr;
    const Offset* mine = all + it.offset;
    if (mine[0] == 0) {
      memory(mine, 0, (it.length + 1) * static_cast<int64_t>(sizeof(Offset)));
    } else {
      std::vector<Offset> moved(static_cast<size_t>(it.length) + 1);
      for (size_t i = 0; i < moved.size(); ++i) moved[i] = mine[i] - mine[0];
      stream_.bytes(Tag::Memory, moved.data(), moved.size() * sizeof(Offset));
    }
    return mine;
  }

  template <typename Offset>
  void variable(const Array& it) {
    const auto* mine = offsets<Offset>(it);
    if (mine == nullptr) return;
    memory(it.buffers[2], mine[0], mine[it.length] - mine[0]);
  }

  // Short values stand in the views, long ones in further buffers; the last buffer has their sizes.
  bool views(const Array& it) {
    constexpr int64_t kView = 16, kFirst = 2;
    memory(it.buffers[1], it.offset * kView, it.length * kView);
    const int64_t further = it.buffers_count - kFirst - 1;
    if (further < 0) return false;
    const auto* sizes = static_cast<const int64_t*>(it.buffers[it.buffers_count - 1]);
    for (int64_t i = 0; i < further; ++i) memory(it.buffers[kFirst + i], 0, sizes[i]);
    return true;
  }

  // Children are written whole, with what the offsets say about them: more than the values, never
  // less.
  bool nested(const Schema& type, const Array& it, int depth) {
    stream_.word(Tag::Arrow, static_cast<uint64_t>(it.offset));
    if (type.format[1] == 'l' || (type.format[1] == 'm'))
      memory(it.buffers[1], it.offset * 4, (it.length + 1) * 4);
    else if (type.format[1] == 'L')
      memory(it.buffers[1], it.offset * 8, (it.length + 1) * 8);
    if (type.children_count != it.children_count) return false;
    for (int64_t i = 0; i < it.children_count; ++i)
      if (!array(*type.children[i], *it.children[i], depth + 1)) return false;
    return true;
  }

  TokenStream& stream_;
  PyObject* owner_;
  bool later_;
};

void release_array(PyObject* capsule) {
  auto* array = static_cast<Array*>(PyCapsule_GetPointer(capsule, nullptr));
  if (array->release != nullptr) array->release(array);
  delete array;
}

/// Calls a method that the library's own C type defines: a new reference or null.
PyObject* call(PyTypeObject* base, const char* name, PyObject* object,
               PyObject* argument = nullptr) {
  PyObject* method = PyDict_GetItemString(base->tp_dict, name);
  PyObject* result =
      method != nullptr ? PyObject_CallFunctionObjArgs(method, object, argument, nullptr) : nullptr;
  if (result == nullptr) PyErr_Clear();
  return result;
}

template <typename T>
T* inside(PyObject* capsule, const char* name) {
  void* pointer = capsule != nullptr ? PyCapsule_GetPointer(capsule, name) : nullptr;
  PyErr_Clear();
  return static_cast<T*>(pointer);
}

/// Columns of polars that hold Python objects pretend to be plain bytes.
bool has_raw_bytes(const Schema& schema, int depth) {
  if (depth > kDeepest || schema.format == nullptr || schema.format[0] == 'w') return true;
  for (int64_t i = 0; i < schema.children_count; ++i)
    if (has_raw_bytes(*schema.children[i], depth + 1)) return true;
  return false;
}

bool stream_arrays(TokenStream& tokens, Stream* stream, bool later, bool raw_bytes) {
  Schema schema = {};
  if (stream->get_schema(stream, &schema) != 0) return false;
  bool good = Writer(tokens, nullptr, false).schema(schema, 0);
  good = good && (raw_bytes || !has_raw_bytes(schema, 0));
  while (good) {
    auto* array = new Array{};
    if (stream->get_next(stream, array) != 0 || array->release == nullptr) {
      good = array->release == nullptr;
      delete array;
      break;
    }
    PyObject* owner = PyCapsule_New(array, nullptr, release_array);
    if (owner == nullptr) {
      PyErr_Clear();
      array->release(array);
      delete array;
      good = false;
      break;
    }
    good = Writer(tokens, owner, later).array(schema, *array, 0);
    Py_DECREF(owner);
  }
  if (schema.release != nullptr) schema.release(&schema);
  return good;
}

/// An object of pyarrow without its C++ one, made by `__new__` alone. It follows the head of the
/// object, its weak references and its methods.
bool is_half_made(PyObject* object, const TypeLayout& layout) {
  if (layout.layout == Layout::Columns || layout.layout == Layout::Picture) return false;
  constexpr size_t kPlace = 4 * sizeof(void*);
  if (layout.base->tp_basicsize < static_cast<Py_ssize_t>(kPlace + sizeof(void*))) return true;
  const void* inside;
  std::memcpy(&inside, reinterpret_cast<const char*>(object) + kPlace, sizeof inside);
  return inside == nullptr;
}

}  // namespace

// Exporting may let other threads run, who may free what is still in the queue: so it waits for the
// end of the walk. The number of the column in the order of discovery is written now.
void Walker::arrow(PyObject* object, const TypeLayout& layout) {
  identity(Tag::Arrow, reinterpret_cast<PyObject*>(layout.type));
  if (is_half_made(object, layout)) return opaque("a column of pyarrow that is half made");
  // For the order of elements in a set the address will do.
  if (element_) return stream_.pointer(Tag::Arrow, object);
  stream_.word(Tag::Arrow, exports_.size());
  Py_INCREF(object);
  exports_.push_back({object, &layout});
}

void Walker::export_arrow(PyObject* object, const TypeLayout& layout) {
  bool good = false;
  if (layout.layout == Layout::ArrowSchema) {
    PyObject* capsule = call(layout.base, "__arrow_c_schema__", object);
    const auto* schema = inside<Schema>(capsule, "arrow_schema");
    good = schema != nullptr && Writer(stream_, nullptr, false).schema(*schema, 0);
    Py_XDECREF(capsule);
  } else if (layout.layout == Layout::ArrowStream || layout.layout == Layout::Columns) {
    PyObject* wanted = layout.layout == Layout::Columns ? Py_None : nullptr;
    PyObject* capsule = call(layout.base, "__arrow_c_stream__", object, wanted);
    auto* stream = inside<Stream>(capsule, "arrow_array_stream");
    good = stream != nullptr &&
           stream_arrays(stream_, stream, !element_, layout.layout == Layout::ArrowStream);
    Py_XDECREF(capsule);
  } else {
    // A pair of capsules, or one by one.
    const bool apart = layout.layout == Layout::Picture;
    PyObject* found = call(layout.base, "__arrow_c_array__", object);
    PyObject* alone = apart ? call(layout.base, "__arrow_c_schema__", object) : nullptr;
    const bool pair = found != nullptr && PyTuple_CheckExact(found) && PyTuple_GET_SIZE(found) == 2;
    PyObject* column = pair ? PyTuple_GET_ITEM(found, 1) : apart ? found : nullptr;
    const auto* schema = inside<Schema>(pair ? PyTuple_GET_ITEM(found, 0) : alone, "arrow_schema");
    const auto* array = inside<Array>(column, "arrow_array");
    Writer writer(stream_, column, !element_);
    good = schema != nullptr && array != nullptr && writer.schema(*schema, 0) &&
           writer.array(*schema, *array, 0);
    Py_XDECREF(alone);
    Py_XDECREF(found);
  }
  if (!good) opaque("an Arrow column of type " + type_name(layout.type).name);
}

}  // namespace lattice
