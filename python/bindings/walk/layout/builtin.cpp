#include "python/bindings/walk/layout/builtin.h"

#include <Python.h>
// After Python.h, which it needs and does not include.
#include <datetime.h>

#include <string_view>
#include <unordered_map>

namespace lattice {
namespace {

/// A type of a module of the standard library, imported here so that walks never import.
PyTypeObject* standard(const char* module, const char* name) {
  PyObject* imported = PyImport_ImportModule(module);
  PyObject* type = imported != nullptr ? PyObject_GetAttrString(imported, name) : nullptr;
  PyErr_Clear();
  Py_XDECREF(imported);
  // Kept for the life of the process.
  return type != nullptr && PyType_Check(type) ? reinterpret_cast<PyTypeObject*>(type) : nullptr;
}

/// The layout is private to CPython: an example shows whether it still is the one we know.
bool ordered_dicts_readable() {
  if (PyODict_Type.tp_basicsize != static_cast<Py_ssize_t>(sizeof(OrderedDictObject))) return false;
  PyObject* example = PyODict_New();
  if (example == nullptr || PyODict_SetItem(example, Py_None, Py_None) != 0) {
    PyErr_Clear();
    Py_XDECREF(example);
    return false;
  }
  const auto* ordered = reinterpret_cast<OrderedDictObject*>(example);
  const bool known = ordered->first != nullptr && ordered->first == ordered->last &&
                     ordered->first->key == Py_None && ordered->attributes == nullptr;
  Py_DECREF(example);
  return known;
}

/// Set when the layout of `itertools.count` is the one we know.
PyTypeObject* counter_type = nullptr;

void find_counters() {
  PyTypeObject* type = standard("itertools", "count");
  if (type == nullptr || type->tp_basicsize != static_cast<Py_ssize_t>(sizeof(CounterObject)))
    return;
  PyObject* plain = PyObject_CallFunction(reinterpret_cast<PyObject*>(type), "i", 5);
  PyObject* steps = PyObject_CallFunction(reinterpret_cast<PyObject*>(type), "ii", 5, 7);
  PyErr_Clear();
  if (plain != nullptr && steps != nullptr) {
    const auto* first = reinterpret_cast<CounterObject*>(plain);
    const auto* second = reinterpret_cast<CounterObject*>(steps);
    const auto is = [](PyObject* number, long value) {
      return number != nullptr && PyLong_CheckExact(number) && PyLong_AsLong(number) == value;
    };
    if (first->next == 5 && first->far_next == nullptr && is(first->step, 1) &&
        second->next == PY_SSIZE_T_MAX && is(second->far_next, 5) && is(second->step, 7))
      counter_type = type;
  }
  Py_XDECREF(plain);
  Py_XDECREF(steps);
}

std::unordered_map<PyTypeObject*, Layout> make_table() {
  PyDateTime_IMPORT;
  PyErr_Clear();
  std::unordered_map<PyTypeObject*, Layout> table = {
      {&PyBaseObject_Type, Layout::Object},
      {Py_TYPE(Py_None), Layout::None},
      {&PyBool_Type, Layout::Bool},
      {&PyLong_Type, Layout::Int},
      {&PyFloat_Type, Layout::Float},
      {&PyComplex_Type, Layout::Complex},
      {&PyUnicode_Type, Layout::Text},
      {&PyBytes_Type, Layout::Bytes},
      {Py_TYPE(Py_Ellipsis), Layout::Ellipsis},
      {Py_TYPE(Py_NotImplemented), Layout::NotImplemented},
      {&PyRange_Type, Layout::Range},
      {&PyCode_Type, Layout::Identity},
      {&PyMethodDescr_Type, Layout::Identity},
      {&PyClassMethodDescr_Type, Layout::Identity},
      {&PyWrapperDescr_Type, Layout::Identity},
      {&PyGetSetDescr_Type, Layout::Identity},
      {&PyMemberDescr_Type, Layout::Identity},
      {&_PyWeakref_RefType, Layout::Weak},
      {&_PyWeakref_ProxyType, Layout::Weak},
      {&_PyWeakref_CallableProxyType, Layout::Weak},
      {&PyList_Type, Layout::List},
      {&PyTuple_Type, Layout::Tuple},
      {&PyDict_Type, Layout::Dict},
      {&PySet_Type, Layout::Set},
      {&PyFrozenSet_Type, Layout::FrozenSet},
      {&PyByteArray_Type, Layout::ByteArray},
      {&PySlice_Type, Layout::Slice},
      {&PyDictKeys_Type, Layout::DictView},
      {&PyDictValues_Type, Layout::DictView},
      {&PyDictItems_Type, Layout::DictView},
      {&PyODict_Type, Layout::OrderedDict},
      {&PyFunction_Type, Layout::Function},
      {&PyMethod_Type, Layout::Method},
      {&PyCFunction_Type, Layout::Builtin},
      {&PyCMethod_Type, Layout::Builtin},
      {&PyCell_Type, Layout::Cell},
      {&PyType_Type, Layout::Type},
      {&PyModule_Type, Layout::Module},
      {&PyDictProxy_Type, Layout::Referents},
      {&_PyMethodWrapper_Type, Layout::Referents},
      {&PyMemoryView_Type, Layout::Buffer},
  };
  find_counters();
  if (!ordered_dicts_readable()) table.erase(&PyODict_Type);
  if (PyDateTimeAPI != nullptr) {
    table[PyDateTimeAPI->DateType] = Layout::Date;
    table[PyDateTimeAPI->TimeType] = Layout::TimeWithZone;
    table[PyDateTimeAPI->DateTimeType] = Layout::DateTime;
    table[PyDateTimeAPI->DeltaType] = Layout::Delta;
    table[Py_TYPE(PyDateTimeAPI->TimeZone_UTC)] = Layout::Zone;
    table[PyDateTimeAPI->TZInfoType] = Layout::Object;
  }
  const auto add = [&](const char* module, const char* name, Layout layout, size_t size = 0) {
    PyTypeObject* type = standard(module, name);
    if (type == nullptr) return;
    if (size != 0 && type->tp_basicsize != static_cast<Py_ssize_t>(size)) return;
    table[type] = layout;
  };
  add("collections", "deque", Layout::Deque);
  add("collections", "defaultdict", Layout::DefaultDict);
  add("_decimal", "Decimal", Layout::Decimal, sizeof(DecimalObject));
  add("io", "BytesIO", Layout::MemoryFile);
  add("io", "StringIO", Layout::MemoryFile);
  add("array", "array", Layout::Buffer);
  add("functools", "_lru_cache_wrapper", Layout::Wrapper);
  return table;
}

/// Set by `prepare_builtin_layouts`; never freed.
const std::unordered_map<PyTypeObject*, Layout>* builtin_table = nullptr;

struct ScalarSize {
  const char* name;
  uint8_t size;
};
constexpr ScalarSize kScalars[] = {
    {"bool", 1},         {"bool_", 1},   {"int8", 1},      {"uint8", 1},       {"int16", 2},
    {"uint16", 2},       {"float16", 2}, {"int32", 4},     {"uint32", 4},      {"intc", 4},
    {"uintc", 4},        {"float32", 4}, {"int64", 8},     {"uint64", 8},      {"longlong", 8},
    {"ulonglong", 8},    {"float64", 8}, {"complex64", 8}, {"complex128", 16}, {"datetime64", 16},
    {"timedelta64", 16},
};

}  // namespace

// Not a static local: its guard and the GIL, which importing releases, could wait for each other.
void prepare_builtin_layouts() {
  if (builtin_table != nullptr) return;
  auto* table = new std::unordered_map<PyTypeObject*, Layout>(make_table());
  if (builtin_table == nullptr)
    builtin_table = table;
  else
    delete table;
}

const CounterObject* as_counter(PyObject* object) {
  return counter_type != nullptr && Py_IS_TYPE(object, counter_type)
             ? reinterpret_cast<CounterObject*>(object)
             : nullptr;
}

Layout builtin_layout(PyTypeObject* type) {
  const auto found = builtin_table->find(type);
  if (found != builtin_table->end()) return found->second;
  const std::string_view name = type->tp_name != nullptr ? type->tp_name : "";
  if (name.substr(0, 6) != "numpy.") return Layout::Opaque;
  if (name == "numpy.ndarray") return Layout::Array;
  if (name == "numpy.str_") return Layout::Text;
  if (name == "numpy.bytes_") return Layout::Bytes;
  if (name == "numpy.dtype" || type_name(type).module == "numpy.dtypes") return Layout::Dtype;
  return numpy_scalar_size(type) != 0 ? Layout::Scalar : Layout::Opaque;
}

uint8_t numpy_scalar_size(PyTypeObject* type) {
  if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) || type->tp_name == nullptr) return 0;
  const std::string_view full = type->tp_name;
  if (full.substr(0, 6) != "numpy.") return 0;
  for (const ScalarSize& scalar : kScalars)
    if (full.substr(6) == scalar.name)
      return type->tp_basicsize >= static_cast<Py_ssize_t>(sizeof(PyObject)) + scalar.size
                 ? scalar.size
                 : 0;
  return 0;
}

bool is_immutable(const TypeLayout& layout) {
  if (layout.has_dict && layout.derived) return false;
  if (!layout.slots.empty()) return false;
  switch (layout.layout) {
    case Layout::Object:
    case Layout::Tuple:
    case Layout::FrozenSet:
    case Layout::DateTime:
    case Layout::TimeWithZone:
    case Layout::Zone:
    case Layout::Slice:
    case Layout::DictView:
    // One with attributes of its own says so itself.
    case Layout::Function:
    case Layout::Method:
    case Layout::Builtin:
    case Layout::Fields:
    case Layout::Referents:
    case Layout::Wrapper:
    case Layout::Dtype:
    case Layout::Offset:
    case Layout::ArrowArray:
    case Layout::ArrowStream:
    case Layout::ArrowSchema:
    case Layout::CachedFunction:
    case Layout::Weak:
      return true;
    default:
      return layout.layout <= Layout::Container;
  }
}

}  // namespace lattice
