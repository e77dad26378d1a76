// Instances of classes: attributes, slots, fields of C types; classes themselves.
#include <algorithm>
#include <string_view>

#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/layout/raw.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

std::string_view utf8(PyObject* text) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &size) : nullptr;
  PyErr_Clear();
  return data != nullptr ? std::string_view(data, static_cast<size_t>(size)) : std::string_view();
}

template <size_t kCount>
bool among(std::string_view name, const char* const (&names)[kCount]) {
  return std::ranges::any_of(names, [&](const char* candidate) { return name == candidate; });
}

/// Attributes of a class that are not data: what its methods and machinery are.
bool is_machinery(PyObject* name, PyObject* value) {
  const std::string_view text = utf8(name);
  if (text.substr(0, 2) == "__" && text.size() > 4 && text.substr(text.size() - 2) == "__")
    return true;
  static constexpr const char* kNames[] = {"_abc_impl",           "_fields",
                                           "_field_defaults",     "_member_map_",
                                           "_member_names_",      "_value2member_map_",
                                           "_unhashable_values_", "_hashable_values_"};
  if (among(text, kNames)) return true;
  return PyFunction_Check(value) || PyType_Check(value) || PyModule_Check(value);
}

}  // namespace

void Walker::instance(PyObject* object, const TypeLayout& layout) {
  identity(Tag::Instance, reinterpret_cast<PyObject*>(layout.type));
  if (layout.python_class && is_local_type(layout)) child(reinterpret_cast<PyObject*>(layout.type));
  content(object, layout);
  if (layout.has_dict) attributes(object, layout);
  if (layout.slots.empty()) return;
  stream_.word(Tag::Slots, layout.slots.size());
  for (const Py_ssize_t offset : layout.slots)
    child(*reinterpret_cast<PyObject**>(reinterpret_cast<char*>(object) + offset));
}

bool Walker::attribute_counts(PyObject* name, PyObject* value, const TypeLayout& layout) {
  if (layout.caches.empty() && layout.attributes == Attributes::All) return true;
  if (!PyUnicode_Check(name)) return true;
  const bool interned = PyUnicode_CHECK_INTERNED(name) != 0;
  for (PyObject* cache : layout.caches)
    if (name == cache || (!interned && utf8(name) == utf8(cache))) return false;
  if (layout.attributes == Attributes::All) return true;
  const std::string_view text = utf8(name);
  // A Timedelta keeps its parts when first asked for them.
  if (layout.attributes == Attributes::Stamps) return text.substr(0, 1) != "_";
  static constexpr const char* kAccessors[] = {"str",    "dt",   "cat",   "plot",
                                               "sparse", "list", "struct"};
  return !among(text, kAccessors) || type_name(Py_TYPE(value)).module.substr(0, 6) != "pandas";
}

/// An attribute of the object's own dictionary, borrowed.
static PyObject* own_attribute(PyObject* object, const char* name) {
  Py_ssize_t position = 0;
  PyObject *key, *value;
  PyObject* dict = lattice_attribute_dict(object);
  while (dict != nullptr ? PyDict_Next(dict, &position, &key, &value)
                         : lattice_inline_attribute(object, &position, &key, &value))
    if (utf8(key) == name) return value;
  return nullptr;
}

// Axes with a bar for each day: told before all of them were looked at, see `kMostOfFigure`.
static bool has_many_children(PyObject* artist) {
  constexpr Py_ssize_t kMany = 40;
  PyObject* children = own_attribute(artist, "_children");
  return children != nullptr && PyList_CheckExact(children) && PyList_GET_SIZE(children) > kMany;
}

static bool is_mapped(PyObject* picture) {
  PyObject* value = own_attribute(picture, "_readonly");
  if (value == nullptr) value = own_attribute(picture, "readonly");
  return value != nullptr && value != Py_False &&
         !(PyLong_CheckExact(value) && Py_SIZE(value) == 0);
}

void Walker::attributes(PyObject* object, const TypeLayout& layout) {
  stream_.tag(Tag::Attributes);
  if (layout.mapped && is_mapped(object)) return opaque("a picture of memory of another object");
  if (layout.figure && has_many_children(object)) {
    partial_ = true;
    return opaque("a figure of many parts");
  }
  Py_ssize_t position = 0;
  PyObject *name, *value;
  PyObject* dict = lattice_attribute_dict(object);
  // Somebody else holds the dictionary (`vars(x)`): it is an object of its own.
  if (dict != nullptr && Py_REFCNT(dict) > 1 && layout.caches.empty() &&
      layout.attributes == Attributes::All) {
    stream_.tag(Tag::Dict);
    return child(dict);
  }
  // A dtype that was copied or unpickled has its attributes in another order.
  std::vector<std::pair<PyObject*, PyObject*>> sorted;
  while (dict != nullptr ? PyDict_Next(dict, &position, &name, &value)
                         : lattice_inline_attribute(object, &position, &name, &value)) {
    if (!attribute_counts(name, value, layout)) continue;
    if (layout.deep) {
      sorted.emplace_back(name, value);
      continue;
    }
    child(name);
    const CounterObject* hidden = layout.hides_iterators ? as_counter(value) : nullptr;
    if (hidden != nullptr)
      counter(*hidden);
    else
      child(value);
  }
  std::ranges::sort(sorted,
                    [](const auto& a, const auto& b) { return utf8(a.first) < utf8(b.first); });
  for (const auto& [attribute, held] : sorted) {
    child(attribute);
    child(held);
  }
  stream_.tag(Tag::End);
}

void Walker::fields(PyObject* object, const TypeLayout& layout) {
  identity(Tag::Fields, reinterpret_cast<PyObject*>(layout.base));
  const bool locked = layout.layout == Layout::BitStream;
  for (PyObject* descriptor : layout.fields) {
    PyObject* value = read_field(descriptor, object);
    if (locked && descriptor == layout.fields[0]) {
      const bool half_made = value == nullptr || value == Py_None;
      Py_XDECREF(value);
      if (half_made) return opaque("a random stream that is half made");
      continue;
    }
    if ((locked || layout.layout == Layout::State) && value != nullptr && Py_REFCNT(value) == 1) {
      part_made_now(value);
      continue;
    }
    child(value);
    fresh(value);
  }
  // functools.partial and the like keep attributes, too.
  if (layout.has_dict && !layout.derived) attributes(object, layout);
}

bool Walker::is_local(PyObject* module_or_dict) {
  const auto& known = context_.policy.local_;
  const auto found = known.find(module_or_dict);
  if (found != known.end()) return found->second;
  std::vector<PyObject*>& questions = context_.questions;
  if (std::ranges::find(questions, module_or_dict) == questions.end()) {
    Py_INCREF(module_or_dict);
    questions.push_back(module_or_dict);
  }
  return false;
}

bool Walker::is_local_type(const TypeLayout& layout) {
  if (layout.asked_by == context_.policy.serial_) return layout.local;
  PyObject* name = type_module(layout.type);
  bool local = false;
  if (name != nullptr) {
    local = utf8(name) == "__main__";
    PyObject* module = local ? nullptr : PyDict_GetItemWithError(PyImport_GetModuleDict(), name);
    PyErr_Clear();
    if (module != nullptr && PyModule_Check(module)) local = is_local(module);
  }
  if (!context_.questions.empty()) return local;
  layout.asked_by = context_.policy.serial_;
  layout.local = local;
  return local;
}

// The functions behind an attribute of a class: what they read by name is read through instances.
void Walker::methods(PyObject* attribute) {
  const auto function = [this](PyObject* value) {
    if (value != nullptr && PyFunction_Check(value)) child(value);
  };
  const auto* fields =
      reinterpret_cast<PyObject**>(reinterpret_cast<char*>(attribute) + sizeof(PyObject));
  if (PyFunction_Check(attribute)) return child(attribute);
  if (context_.layouts.of(Py_TYPE(attribute)).layout == Layout::Wrapper) return child(attribute);
  // Both begin with the callable, a property with its getter, setter and deleter.
  if (Py_IS_TYPE(attribute, &PyStaticMethod_Type) || Py_IS_TYPE(attribute, &PyClassMethod_Type))
    return function(fields[0]);
  if (Py_IS_TYPE(attribute, &PyProperty_Type)) {
    for (int i = 0; i < 3; ++i) function(fields[i]);
    return;
  }
  // functools.cached_property and its like.
  if (Py_TYPE(attribute)->tp_descr_get != nullptr &&
      context_.layouts.of(Py_TYPE(attribute)).python_class)
    function(own_attribute(attribute, "func"));
}

// A class stands for itself; one of the script also for its data and its methods. It is in the
// reach of its instances: they all see when it changes.
void Walker::type(PyObject* object) {
  auto* type = reinterpret_cast<PyTypeObject*>(object);
  identity(Tag::Type, object);
  if (type_module(type) == nullptr || type->tp_dict == nullptr) return;
  if (!is_local_type(context_.layouts.of(type))) return;
  Py_ssize_t position = 0;
  PyObject *name, *value;
  while (PyDict_Next(type->tp_dict, &position, &name, &value)) {
    methods(value);
    if (is_machinery(name, value)) continue;
    const TypeLayout& layout = context_.layouts.of(Py_TYPE(value));
    // Fields of named tuples, cached properties: descriptors that libraries made.
    if (Py_TYPE(value)->tp_descr_get != nullptr && !is_local_type(layout)) continue;
    if (layout.is_enum) continue;
    child(name);
    child(value);
  }
  stream_.tag(Tag::End);
  // `Box.made += 1` changes the class itself, and every box with it.
  reached(object);
  for (Py_ssize_t i = 0; type->tp_bases != nullptr && i < PyTuple_GET_SIZE(type->tp_bases); ++i)
    child(PyTuple_GET_ITEM(type->tp_bases, i));
}

// A date offset of pandas lists its parameters in the class.
void Walker::offset(PyObject* object, const TypeLayout& layout) {
  static PyObject* const parameters = PyUnicode_InternFromString("_attributes");
  identity(Tag::Fields, reinterpret_cast<PyObject*>(layout.type));
  const auto find = [&](PyObject* name) {
    PyObject* found = nullptr;
    PyObject* mro = layout.type->tp_mro;
    for (Py_ssize_t i = 0; !found && i < PyTuple_GET_SIZE(mro); ++i)
      found = PyDict_GetItemWithError(
          reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(mro, i))->tp_dict, name);
    PyErr_Clear();
    return found;
  };
  PyObject* names = find(parameters);
  if (names == nullptr || !PyTuple_CheckExact(names)) return opaque("an unknown date offset");
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); ++i) {
    PyObject* field = find(PyTuple_GET_ITEM(names, i));
    if (field == nullptr || !Py_IS_TYPE(field, &PyGetSetDescr_Type))
      return opaque("an unknown date offset");
    PyObject* value = read_field(field, object);
    child(value);
    fresh(value);
  }
}

// What a cached function returns is state of the cache; the function is what it wraps.
void Walker::cached_function(PyObject* object) {
  identity(Tag::Identity, object);
  PyObject* info = own_attribute(object, "_info");
  child(info != nullptr ? own_attribute(info, "func") : nullptr);
}

void Walker::upload(PyObject* object) {
  stream_.tag(Tag::Upload);
  PyObject* id = own_attribute(object, "file_id");
  if (id == nullptr || !PyUnicode_CheckExact(id)) return opaque("an uploaded file without an id");
  child(id);
  memory_file(object);
}

// BytesIO and StringIO: content and position, by the methods of the C type.
void Walker::memory_file(PyObject* object) {
  PyTypeObject* type = Py_TYPE(object);
  while (type != nullptr && builtin_layout(type) != Layout::MemoryFile) type = type->tp_base;
  for (const char* name : {"tell", "getvalue"}) {
    PyObject* method = type != nullptr ? PyDict_GetItemString(type->tp_dict, name) : nullptr;
    PyObject* result = method != nullptr && Py_IS_TYPE(method, &PyMethodDescr_Type)
                           ? PyObject_CallOneArg(method, object)
                           : nullptr;
    if (result == nullptr) {
      PyErr_Clear();
      return opaque("a closed file");
    }
    if (PyBytes_CheckExact(result))
      stream_.memory({PyBytes_AS_STRING(result), PyBytes_GET_SIZE(result), 1, 1}, result,
                     !element_);
    else
      child(result);
    Py_DECREF(result);
  }
}

}  // namespace lattice
