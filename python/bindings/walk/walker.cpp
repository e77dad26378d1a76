#include "python/bindings/walk/walker.h"

#include <algorithm>
#include <utility>

#include "python/bindings/walk/content/atoms.h"
#include "python/bindings/walk/layout/builtin.h"

namespace lattice {
namespace {

/// A figure is built up and drawn in many cells, each of which looks at all of it before and after:
/// for a larger one that takes longer than drawing it anew.
constexpr uint64_t kMostOfFigure = 3000;

/// Bits of memo keys below the alignment of objects.
constexpr uintptr_t kQuiet = 1;
constexpr uintptr_t kPinned = 4;

}  // namespace

Walker::~Walker() {
  for (PyObject* object : reach_) Py_DECREF(object);
  for (PyObject* object : closures_) Py_DECREF(object);
  for (PyObject* object : functions_) Py_DECREF(object);
  for (PyObject* object : fresh_) Py_DECREF(object);
  for (PyObject* object : containers_) Py_DECREF(object);
  for (PyObject* object : pinned_) Py_DECREF(object);
  for (const Export& column : exports_) Py_DECREF(column.object);
}

void Walker::reached(PyObject* object) {
  if (quiet_ || element_) return;
  Py_INCREF(object);
  reach_.push_back(object);
}

void Walker::opaque(const std::string& why) {
  stream_.tag(Tag::Opaque);
  if (is_opaque_) return;
  is_opaque_ = true;
  why_ = why;
}

void Walker::identity(Tag tag, PyObject* object) {
  stream_.pointer(tag, object);
  if (element_) return;
  if (memo_.find_or_add(reinterpret_cast<uintptr_t>(object) | kPinned, 0) != Memo::kNew) return;
  Py_INCREF(object);
  pinned_.push_back(object);
}

void Walker::fresh(PyObject* owned) {
  if (owned != nullptr) fresh_.push_back(owned);
}

void Walker::part_made_now(PyObject* owned) {
  const bool quiet = std::exchange(quiet_, true);
  child(owned);
  fresh(owned);
  quiet_ = quiet;
}

void Walker::integer(PyObject* object) {
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) return stream_.word(Tag::Int, static_cast<uint64_t>(value));
  const size_t bits = _PyLong_NumBits(object);
  std::vector<unsigned char> digits(bits / 8 + 1);
#if PY_VERSION_HEX < 0x030D0000
  const int failed = _PyLong_AsByteArray(reinterpret_cast<PyLongObject*>(object), digits.data(),
                                         digits.size(), 1, 1);
#else
  const int failed = _PyLong_AsByteArray(reinterpret_cast<PyLongObject*>(object), digits.data(),
                                         digits.size(), 1, 1, 1);
#endif
  if (failed != 0) {
    PyErr_Clear();
    opaque("an integer that cannot be read");
    return;
  }
  stream_.bytes(Tag::BigInt, digits.data(), digits.size());
}

void Walker::text(PyObject* object) {
  if (PyUnicode_READY(object) != 0) {
    PyErr_Clear();
    opaque("a text that cannot be read");
    return;
  }
  const auto kind = PyUnicode_KIND(object);
  const Tag tag = kind == 1 ? Tag::Text1 : kind == 2 ? Tag::Text2 : Tag::Text4;
  stream_.bytes(tag, PyUnicode_DATA(object),
                static_cast<size_t>(PyUnicode_GET_LENGTH(object)) * kind);
}

bool Walker::atom(PyObject* object) {
  if (write_common(stream_, object)) return true;
  PyTypeObject* type = Py_TYPE(object);
  if (type == &PyUnicode_Type) {
    text(object);
  } else if (type == &PyLong_Type) {
    integer(object);
  } else if (type == &PyBytes_Type) {
    stream_.bytes(Tag::Bytes, PyBytes_AS_STRING(object),
                  static_cast<size_t>(PyBytes_GET_SIZE(object)));
  } else {
    return false;
  }
  return true;
}

// A small tuple of atoms is a value: whether two places share it cannot matter, and most rows of
// data are such tuples.
bool Walker::plain_tuple(PyObject* object) {
  constexpr Py_ssize_t kSmall = 16;
  const Py_ssize_t size = PyTuple_GET_SIZE(object);
  if (size > kSmall) return false;
  for (Py_ssize_t i = 0; i < size; ++i) {
    PyObject* item = PyTuple_GET_ITEM(object, i);
    if (item == nullptr || !is_atom(item) || Py_IS_TYPE(item, &PyRange_Type)) return false;
  }
  stream_.word(Tag::Tuple, static_cast<uint64_t>(size));
  for (Py_ssize_t i = 0; i < size; ++i) child(PyTuple_GET_ITEM(object, i));
  return true;
}

void Walker::child(PyObject* object) {
  if (object == nullptr) {
    stream_.tag(Tag::Absent);
    return;
  }
  if (atom(object)) return;
  PyTypeObject* type = Py_TYPE(object);
  if (type == &PyTuple_Type && plain_tuple(object)) return;
  const TypeLayout& layout = context_.layouts.of(type);
  if (layout.leaf) return leaf(object, layout);
  if (!layout.derived && time_leaf(object, layout.layout)) return;
  node(object, layout);
}

void Walker::leaf(PyObject* object, const TypeLayout& layout) {
  switch (layout.layout) {
    case Layout::Complex: {
      const Py_complex value = PyComplex_AsCComplex(object);
      stream_.tag(Tag::Complex);
      return stream_.raw(&value, sizeof value);
    }
    case Layout::Ellipsis:
      return stream_.tag(Tag::Ellipsis);
    case Layout::NotImplemented:
      return stream_.tag(Tag::NotImplemented);
    case Layout::Range: {
      const auto* range = reinterpret_cast<RangeObject*>(object);
      stream_.tag(Tag::Range);
      integer(range->start);
      integer(range->stop);
      return integer(range->step);
    }
    case Layout::Container: {
      draws_ = true;
      stream_.pointer(Tag::Container, layout.type);
      if (element_) return;
      if (is_subtype_named(layout.type, "streamlit.elements.lib.mutable_status_container",
                           "StatusContainer") ||
          is_subtype_named(layout.type, "streamlit.elements.lib.dialog", "Dialog"))
        opaque("a status or dialog container");
      Py_INCREF(object);
      return containers_.push_back(object);
    }
    case Layout::Scalar:
      return scalar(object, layout);
    case Layout::Text:
      stream_.pointer(Tag::Scalar, layout.type);
      return text(object);
    case Layout::Bytes:
      stream_.pointer(Tag::Scalar, layout.type);
      return stream_.bytes(Tag::Bytes, PyBytes_AS_STRING(object),
                           static_cast<size_t>(PyBytes_GET_SIZE(object)));
    case Layout::Decimal:
      return decimal(object);
    case Layout::Identity:
      return identity(Tag::Identity, object);
    default:
      if (!time_leaf(object, layout.layout)) identity(Tag::Identity, object);
  }
}

void Walker::node(PyObject* object, const TypeLayout& layout) {
  const uintptr_t key = reinterpret_cast<uintptr_t>(object) | (quiet_ ? kQuiet : 0);
  stream_.word(Tag::Node, nodes_.find_or_add(key, &layout).first);
}

void Walker::run() {
  const uint64_t budget = context_.policy.budget();
  while (next_ < nodes_.size()) {
    ++context_.objects;
    const uint64_t most = figure_ ? std::min(budget, kMostOfFigure) : budget;
    if (context_.objects > most) {
      opaque("it is too large: more than " + std::to_string(most) + " objects");
      partial_ = true;
      return;
    }
    const auto [key, layout] = nodes_[next_++];
    constexpr size_t kAhead = 8;
    // NOLINTBEGIN(performance-no-int-to-ptr): a bit of the address says how it was reached.
    if (next_ + kAhead < nodes_.size())
      __builtin_prefetch(reinterpret_cast<const void*>(nodes_[next_ + kAhead].key), 1);
    auto* object = reinterpret_cast<PyObject*>(key & ~kQuiet);
    // NOLINTEND(performance-no-int-to-ptr)
    if (!context_.policy.closed_.empty() && context_.policy.closed_.contains(object)) {
      reached(object);
      identity(Tag::Identity, object);
      opaque("looking at it takes longer than making it anew");
      partial_ = true;
      return;
    }
    quiet_ = (key & kQuiet) != 0;
    expand(object, *layout);
  }
}

void Walker::expand(PyObject* object, const TypeLayout& layout) {
  if (layout.layout == Layout::Opaque) {
    reached(object);
    stream_.pointer(Tag::Identity, object);
    return opaque(layout.why);
  }
  if (layout.layout == Layout::Type) return type(object);
  if (layout.layout == Layout::Module) return module(object);
  settles_ |= layout.settles;
  figure_ |= layout.figure;
  if (layout.deep) quiet_ = true;
  if (!layout.value) reached(object);
  if (layout.fixed_parts) quiet_ = true;
  if (layout.derived) return instance(object, layout);
  content(object, layout);
}

void Walker::content(PyObject* object, const TypeLayout& layout) {
  switch (layout.layout) {
    case Layout::List:
      return list(object);
    case Layout::Dict:
      return items(object);
    case Layout::Tuple:
      return tuple(object);
    case Layout::Set:
    case Layout::FrozenSet:
      return set(object);
    case Layout::Text:
      return text(object);
    case Layout::Int:
      return integer(object);
    case Layout::Float: {
      const double value = PyFloat_AS_DOUBLE(object);
      return stream_.raw(&value, sizeof value);
    }
    case Layout::ByteArray: {
      const auto size = static_cast<size_t>(PyByteArray_GET_SIZE(object));
      return stream_.bytes(Tag::ByteArray, PyByteArray_AS_STRING(object), size);
    }
    case Layout::Slice: {
      auto* slice = reinterpret_cast<PySliceObject*>(object);
      stream_.tag(Tag::Slice);
      child(slice->start);
      child(slice->stop);
      return child(slice->step);
    }
    case Layout::DictView:
      return dict_view(object);
    case Layout::Deque:
      stream_.tag(Tag::Deque);
      return deque(object, layout);
    case Layout::OrderedDict:
      return ordered_dict(object, layout);
    case Layout::DefaultDict:
      return default_dict(object, layout);
    case Layout::Object:
      // A bare object() is a marker that others compare by identity.
      if (layout.derived) return;
      // Nobody else holds it, so there is nothing to compare it with.
      if (Py_REFCNT(object) == 1) return stream_.tag(Tag::Instance);
      reached(object);
      return identity(Tag::Identity, object);
    case Layout::DateTime:
    case Layout::TimeWithZone:
    case Layout::Zone:
    case Layout::Date:
    case Layout::Delta:
      return time_node(object, layout.layout);
    case Layout::Function:
      return function(object);
    case Layout::Method:
      stream_.tag(Tag::Method);
      child(PyMethod_GET_FUNCTION(object));
      return child(PyMethod_GET_SELF(object));
    case Layout::Builtin:
      return builtin(object);
    case Layout::Cell:
      stream_.tag(Tag::Cell);
      return child(PyCell_GET(object));
    case Layout::Weak:
      return weak_reference(object);
    case Layout::Fields:
      return fields(object, layout);
    case Layout::Referents:
      return referents(object);
    case Layout::Wrapper:
      return wrapper(object);
    case Layout::Buffer:
      return buffer(object);
    case Layout::Array:
      return array(object);
    case Layout::Dtype:
      return dtype(object);
    case Layout::Frame:
      return frame(object, layout);
    case Layout::Block:
      return block(object, layout);
    case Layout::Offset:
      return offset(object, layout);
    case Layout::ArrowArray:
    case Layout::ArrowStream:
    case Layout::ArrowSchema:
      return arrow(object, layout);
    case Layout::CachedFunction:
      return cached_function(object);
    case Layout::Upload:
      return upload(object);
    case Layout::MemoryFile:
      return memory_file(object);
    case Layout::Picture:
    case Layout::Columns:
      fields(object, layout);
      return arrow(object, layout);
    case Layout::State:
    case Layout::BitStream:
      return fields(object, layout);
    case Layout::Twister:
      return twister(object, layout);
    case Layout::RandomState:
      return random_state(object, layout);
    case Layout::Pickled:
      return pickled(object, layout);
    default:
      return leaf(object, layout);
  }
}

}  // namespace lattice
