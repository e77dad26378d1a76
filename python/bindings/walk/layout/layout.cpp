#include "python/bindings/walk/layout/layout.h"

#include <structmember.h>

#include <algorithm>
#include <string_view>

#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/layout/raw.h"

namespace lattice {
namespace {

struct Known {
  const char* module;
  const char* name;
  Layout layout;
  const char* fields;
};

constexpr Known kKnown[] = {
#define LAYOUT(module, name, layout, fields) {module, name, Layout::layout, fields},
#include "python/bindings/walk/layout/layouts.def"
#undef LAYOUT
};

/// What a class may be beyond its layout; see `classes.def`.
enum class Trait : uint8_t {
  Opaque,
  Readable,
  Value,
  DeepValue,
  FixedParts,
  Stamp,
  Offset,
  Pandas,
  Enum,
  Figure,
  Settles,
  Remembers,
  Mapped,
  HidesIterators,
};

struct Class {
  Trait trait;
  const char* name;
};

constexpr Class kClasses[] = {
#define CLASS(trait, name) {Trait::trait, name},
#include "python/bindings/walk/layout/classes.def"
#undef CLASS
};

struct Cached {
  const char* type;
  const char* attributes;
};

constexpr Cached kCached[] = {
#define CACHED(type, attributes, reason) {type, attributes},
#include "python/bindings/walk/layout/caches.def"
#undef CACHED
};

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// Whether `pattern` is `name`, or ends in `*` and `name` begins with the rest.
bool matches(std::string_view name, std::string_view pattern) {
  return pattern.back() == '*' ? starts(name, pattern.substr(0, pattern.size() - 1))
                               : name == pattern;
}

/// The full names of a class and its bases.
std::vector<std::string> names_of_bases(PyTypeObject* type) {
  std::vector<std::string> names;
  PyObject* mro = type->tp_mro;
  for (Py_ssize_t i = 0; mro != nullptr && i < PyTuple_GET_SIZE(mro); ++i) {
    const TypeName name = type_name(reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(mro, i)));
    names.push_back(name.module + "." + name.name);
  }
  return names;
}

bool has_trait(const std::vector<std::string>& names, Trait trait) {
  return std::ranges::any_of(kClasses, [&](const Class& known) {
    return known.trait == trait && std::ranges::any_of(names, [&](const std::string& name) {
             return matches(name, known.name);
           });
  });
}

const Known* find_known(PyTypeObject* type) {
  const TypeName name = type_name(type);
  for (const Known& known : kKnown)
    if (name.module == known.module && name.name == known.name) return &known;
  return nullptr;
}

/// The words of a text, without empty ones.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end != 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// A descriptor that reads a field, or the method of a class compiled by Cython.
bool is_c_code(PyObject* found, bool method) {
  if (found == nullptr) return false;
  if (!method)
    return Py_IS_TYPE(found, &PyGetSetDescr_Type) || Py_IS_TYPE(found, &PyMemberDescr_Type);
  const std::string_view name = Py_TYPE(found)->tp_name;
  return Py_IS_TYPE(found, &PyMethodDescr_Type) ||
         name.find("cython_function") != std::string_view::npos;
}

void resolve_fields(TypeLayout& layout, std::string_view names) {
  for (const std::string& name : words_of(names)) {
    PyObject* key = PyUnicode_FromString(name.c_str());
    PyObject* mro = layout.base->tp_mro;
    PyObject* found = nullptr;
    for (Py_ssize_t i = 0; key && mro && !found && i < PyTuple_GET_SIZE(mro); ++i)
      found = PyDict_GetItemWithError(
          reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(mro, i))->tp_dict, key);
    Py_XDECREF(key);
    PyErr_Clear();
    if (!is_c_code(found, layout.layout == Layout::Pickled)) {
      layout.layout = Layout::Opaque;
      layout.why = type_name(layout.base).name + " without its field " + name;
      return;
    }
    layout.fields.push_back(found);
  }
}

void find_caches(const std::vector<std::string>& names, TypeLayout& layout) {
  if (has_trait(names, Trait::Remembers)) return;
  for (const Cached& cached : kCached) {
    if (std::ranges::none_of(names, [&](const auto& name) { return matches(name, cached.type); }))
      continue;
    for (const std::string& word : words_of(cached.attributes))
      if (PyObject* attribute = PyUnicode_InternFromString(word.c_str()))
        layout.caches.push_back(attribute);
  }
  PyErr_Clear();
}

bool is_slot_cache(const TypeLayout& layout, const char* name) {
  return std::ranges::any_of(layout.caches, [&](PyObject* cache) {
    return PyUnicode_CompareWithASCIIString(cache, name) == 0;
  });
}

/// The slots a class adds: members that hold one reference each, at the offset given.
Py_ssize_t own_slots(PyTypeObject* type, TypeLayout& layout) {
  Py_ssize_t count = 0, position = 0;
  PyObject *key, *value;
  while (type->tp_dict != nullptr && PyDict_Next(type->tp_dict, &position, &key, &value)) {
    if (!Py_IS_TYPE(value, &PyMemberDescr_Type)) continue;
    auto* descriptor = reinterpret_cast<PyMemberDescrObject*>(value);
    if (descriptor->d_common.d_type != type) continue;
    const PyMemberDef* member = descriptor->d_member;
    if (member->type != T_OBJECT_EX && member->type != T_OBJECT) continue;
    if (member->offset < static_cast<Py_ssize_t>(sizeof(PyObject))) continue;
    // types.SimpleNamespace shows its dictionary as a member.
    if (member->offset == type->tp_dictoffset) continue;
    ++count;
    if (!is_slot_cache(layout, member->name)) layout.slots.push_back(member->offset);
  }
  return count;
}

/// Accounts for the bytes of `type`, from the outermost class to one whose layout is known.
void account(PyTypeObject* type, TypeLayout& layout) {
  for (PyTypeObject* at = type; at != nullptr; at = at->tp_base) {
    const Layout builtin = builtin_layout(at);
    const Known* known = builtin == Layout::Opaque ? find_known(at) : nullptr;
    if (builtin != Layout::Opaque || known != nullptr) {
      layout.layout = known != nullptr ? known->layout : builtin;
      layout.base = at;
      layout.derived = at != type;
      if (known != nullptr) resolve_fields(layout, known->fields);
      return;
    }
    PyTypeObject* base = at->tp_base;
    if (base == nullptr) break;
    // What pyarrow's classes add are shortcuts into the same immutable data.
    if (type_name(at).module == "pyarrow.lib") continue;
    const auto word = static_cast<Py_ssize_t>(sizeof(PyObject*));
    Py_ssize_t explained = own_slots(at, layout) * word;
    if (at->tp_weaklistoffset > 0 && base->tp_weaklistoffset == 0) explained += word;
    const bool managed = (at->tp_flags & Py_TPFLAGS_MANAGED_DICT) != 0;
    if (!managed && at->tp_dictoffset != 0 && base->tp_dictoffset == 0) explained += word;
    const bool iterates = at->tp_iternext != nullptr && !(at->tp_flags & Py_TPFLAGS_HEAPTYPE);
    if (at->tp_basicsize - base->tp_basicsize != explained ||
        at->tp_itemsize != base->tp_itemsize || iterates) {
      const TypeName name = type_name(at);
      layout.layout = Layout::Opaque;
      layout.why = "objects of type " + name.module + "." + name.name;
      return;
    }
  }
  layout.layout = Layout::Opaque;
}

}  // namespace

PyObject* type_module(PyTypeObject* type) {
  static PyObject* const module_name = PyUnicode_InternFromString("__module__");
  if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE) || type->tp_dict == nullptr) return nullptr;
  PyObject* module = PyDict_GetItemWithError(type->tp_dict, module_name);
  PyErr_Clear();
  return module != nullptr && PyUnicode_CheckExact(module) ? module : nullptr;
}

TypeName type_name(PyTypeObject* type) {
  TypeName result;
  const auto text = [](PyObject* value) -> std::string {
    const char* data =
        value != nullptr && PyUnicode_Check(value) ? PyUnicode_AsUTF8(value) : nullptr;
    PyErr_Clear();
    return data != nullptr ? data : "";
  };
  if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
    result.module = text(type_module(type));
    result.name = text(reinterpret_cast<PyHeapTypeObject*>(type)->ht_qualname);
    return result;
  }
  const std::string_view full = type->tp_name != nullptr ? type->tp_name : "";
  const size_t dot = full.rfind('.');
  result.module = dot == std::string_view::npos ? "builtins" : full.substr(0, dot);
  result.name = dot == std::string_view::npos ? full : full.substr(dot + 1);
  return result;
}

bool is_subtype_named(PyTypeObject* type, const char* module, const char* name) {
  const std::vector<std::string> names = names_of_bases(type);
  const std::string full = std::string(module) + "." + name;
  return std::ranges::find(names, full) != names.end();
}

PyObject* read_field(PyObject* descriptor, PyObject* object) {
  PyObject* value =
      Py_TYPE(descriptor)
          ->tp_descr_get(descriptor, object, reinterpret_cast<PyObject*>(Py_TYPE(object)));
  if (value == nullptr) PyErr_Clear();
  return value;
}

LayoutTable& LayoutTable::instance() {
  // Never destroyed: it holds no references, and modules may outlive static destructors.
  static auto* const table = new LayoutTable;
  return *table;
}

const TypeLayout& LayoutTable::of(PyTypeObject* type) {
  Recent& recent = recent_[(reinterpret_cast<uintptr_t>(type) >> 5U) & 255U];
  const bool valid = (type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG) != 0;
  if (recent.type == type && valid && recent.layout->version == type->tp_version_tag)
    return *recent.layout;
  const unsigned version = lattice_type_version(type);
  std::unique_ptr<TypeLayout>& slot = layouts_[type];
  if (slot == nullptr || slot->version != version || version == 0) {
    if (slot != nullptr) retired_.push_back(std::move(slot));
    slot = std::make_unique<TypeLayout>();
    slot->type = type;
    slot->version = version;
    work_out(type);
  }
  recent = {type, layouts_[type].get()};
  return *recent.layout;
}

void LayoutTable::trim() {
  constexpr size_t kMany = 20'000;
  if (retired_.empty() && layouts_.size() <= kMany) return;
  retired_.clear();
  if (layouts_.size() > kMany) layouts_.clear();
  std::ranges::fill(recent_, Recent{});
}

const TypeLayout& LayoutTable::work_out(PyTypeObject* type) {
  TypeLayout& layout = *layouts_[type];
  layout.base = type;
  layout.has_dict = type->tp_dictoffset != 0 || (type->tp_flags & Py_TPFLAGS_MANAGED_DICT) != 0;
  const std::string module = type_name(type).module;
  const std::vector<std::string> names = names_of_bases(type);
  const auto is = [&names](Trait trait) { return has_trait(names, trait); };
  find_caches(names, layout);
  if (is(Trait::Pandas)) layout.attributes = Attributes::Pandas;
  if (is(Trait::Stamp)) layout.attributes = Attributes::Stamps;
  layout.figure = is(Trait::Figure);
  layout.settles = is(Trait::Settles);
  layout.remembers = is(Trait::Remembers);
  layout.hides_iterators = is(Trait::HidesIterators);
  layout.mapped = is(Trait::Mapped);
  layout.is_enum = is(Trait::Enum);

  if (is(Trait::Offset))
    layout.layout = Layout::Offset;
  else
    account(type, layout);
  if (layout.layout == Layout::Opaque && layout.why.empty()) {
    const TypeName name = type_name(type);
    layout.why = "objects of type " + name.module + "." + name.name;
  }
  const bool identity = layout.layout == Layout::Identity || layout.layout == Layout::Container;
  if (!identity && layout.base != type && is(Trait::Opaque) && !is(Trait::Readable)) {
    const TypeName name = type_name(type);
    layout.layout = Layout::Opaque;
    layout.why = "objects of type " + name.module + "." + name.name;
  }
  // Streamlit's objects are the server's; the dictionaries it hands out, and pages, are the
  // script's.
  const bool streamlit = (starts(module, "streamlit.") || module == "streamlit") &&
                         !is_subtype_named(type, "streamlit.navigation.page", "Page");
  if (streamlit && (layout.layout == Layout::Object || layout.layout == Layout::Opaque))
    layout.layout = Layout::Identity;
  // A subclass of a signal may have attributes, which nobody reads for it.
  if (layout.derived && layout.has_dict && type_name(layout.base).module == "lattice") {
    layout.layout = Layout::Opaque;
    layout.why = "objects of a subclass of " + type_name(layout.base).name;
  }
  // Types of C libraries which are functions.
  const std::string_view tp_name = type->tp_name != nullptr ? type->tp_name : "";
  const bool function = tp_name.find("cython_function") != std::string_view::npos ||
                        tp_name.find("pybind11_detail_function_record") != std::string_view::npos;
  if (function && layout.layout == Layout::Opaque) layout.layout = Layout::Identity;
  if (PyType_IsSubtype(type, &PyType_Type)) layout.layout = Layout::Type;
  if (layout.layout == Layout::Scalar) layout.scalar_size = numpy_scalar_size(layout.base);
  if (layout.layout == Layout::Scalar && layout.scalar_size == 0) {
    layout.layout = Layout::Opaque;
    layout.why = "numpy scalars of type " + type_name(type).name;
  }
  layout.python_class = layout.derived && type_module(type) != nullptr;
  layout.value = is(Trait::Value) || is_immutable(layout);
  layout.deep = is(Trait::DeepValue) || layout.layout == Layout::Offset;
  layout.fixed_parts = is(Trait::FixedParts);
  layout.leaf = layout.layout <= Layout::Container && !layout.derived;
  if (layout.layout == Layout::Identity || layout.layout == Layout::Container) layout.leaf = true;
  return layout;
}

}  // namespace lattice
