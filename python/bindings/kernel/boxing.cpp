#include "python/bindings/kernel/boxing.h"

#include <bit>
#include <cstring>

namespace lattice::python {

using kernel::List;
using kernel::TypeId;
using kernel::TypeKind;
using kernel::TypeTable;
using kernel::Word;

namespace {

bool to_word(PyObject* object, Word& out) {
  if (!PyLong_CheckExact(object)) return false;
  int overflow = 0;
  out = PyLong_AsLongLongAndOverflow(object, &overflow);
  return overflow == 0;
}

}  // namespace

TypeId type_of(TypeTable& types, PyObject* object, unsigned depth) {
  constexpr unsigned kMaxDepth = 4;
  if (PyBool_Check(object)) return TypeTable::kBool;
  if (PyLong_CheckExact(object)) {
    Word word = 0;
    return to_word(object, word) ? TypeTable::kInt : TypeTable::kObject;
  }
  if (PyFloat_CheckExact(object)) return TypeTable::kFloat;
  if (PyComplex_CheckExact(object)) return TypeTable::kComplex;
  if (object == Py_None) return TypeTable::kNone;
  if (PyList_CheckExact(object) && depth < kMaxDepth) {
    if (PyList_GET_SIZE(object) == 0) return types.intern({TypeKind::EmptyList, {}, UINT32_MAX});
    TypeId element = type_of(types, PyList_GET_ITEM(object, 0), depth + 1);
    // A first row without elements says nothing of the others.
    for (Py_ssize_t i = 1;
         i < PyList_GET_SIZE(object) && types.kind(element) == TypeKind::EmptyList; ++i)
      element = type_of(types, PyList_GET_ITEM(object, i), depth + 1);
    switch (types.kind(element)) {
      case TypeKind::Int:
      case TypeKind::Float:
      case TypeKind::Bool:
      case TypeKind::Complex:
      case TypeKind::List:
        return types.list_of(element);
      default:
        return TypeTable::kObject;
    }
  }
  if (PyTuple_CheckExact(object) && depth < kMaxDepth && PyTuple_GET_SIZE(object) <= 8) {
    std::vector<TypeId> inner;
    inner.reserve(static_cast<size_t>(PyTuple_GET_SIZE(object)));
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(object); ++i)
      inner.push_back(type_of(types, PyTuple_GET_ITEM(object, i), depth + 1));
    return types.tuple_of(std::move(inner));
  }
  return TypeTable::kObject;
}

Boxing::~Boxing() {
  for (PyObject* object : held_) Py_DECREF(object);
}

bool Boxing::import(PyObject* object, TypeId type, std::vector<Word>& out) {
  switch (types_.kind(type)) {
    case TypeKind::Int: {
      Word word = 0;
      if (!to_word(object, word)) return false;
      out.push_back(word);
      return true;
    }
    case TypeKind::Float:
      if (!PyFloat_CheckExact(object)) return false;
      out.push_back(std::bit_cast<Word>(PyFloat_AS_DOUBLE(object)));
      return true;
    case TypeKind::Bool:
      if (!PyBool_Check(object)) return false;
      out.push_back(object == Py_True ? 1 : 0);
      return true;
    case TypeKind::Complex: {
      if (!PyComplex_CheckExact(object)) return false;
      const Py_complex value = PyComplex_AsCComplex(object);
      out.push_back(std::bit_cast<Word>(value.real));
      out.push_back(std::bit_cast<Word>(value.imag));
      return true;
    }
    case TypeKind::None:
      return object == Py_None;
    case TypeKind::Tuple: {
      const std::vector<TypeId>& inner = types_[type].inner;
      if (!PyTuple_CheckExact(object) ||
          PyTuple_GET_SIZE(object) != static_cast<Py_ssize_t>(inner.size()))
        return false;
      for (size_t i = 0; i < inner.size(); ++i) {
        if (!import(PyTuple_GET_ITEM(object, static_cast<Py_ssize_t>(i)), inner[i], out))
          return false;
      }
      return true;
    }
    case TypeKind::Object:
      Py_INCREF(object);
      held_.push_back(object);
      out.push_back(std::bit_cast<Word>(object));
      return true;
    case TypeKind::List:
    case TypeKind::EmptyList: {
      List* list = nullptr;
      if (!import_list(object, type, &list)) return false;
      out.push_back(std::bit_cast<Word>(list));
      return true;
    }
    case TypeKind::Maybe:
    case TypeKind::Unbound:
      return false;
  }
  return false;
}

bool Boxing::import_list(PyObject* object, TypeId type, List** out) {
  if (!PyList_CheckExact(object)) return false;
  if (const auto found = lists_.find(object); found != lists_.end()) {
    *out = found->second;
    for (const Imported& imported : imported_) {
      if (imported.list == *out) return imported.type == type;
    }
    return false;
  }
  const Py_ssize_t size = PyList_GET_SIZE(object);
  if (types_.kind(type) == TypeKind::EmptyList) {
    if (size != 0) return false;
    *out = runtime_.make(kernel::Layout::Int, 0, false);
  } else {
    *out = runtime_.make(layout(types_, types_.element(type)), size, false);
  }
  if (*out == nullptr) return false;
  List& list = **out;
  Py_INCREF(object);
  held_.push_back(object);
  list.host = object;
  lists_.emplace(object, *out);
  imported_.push_back({*out, type, object});
  if (types_.kind(type) == TypeKind::EmptyList) return true;
  const TypeId element = types_.element(type);
  switch (types_.kind(element)) {
    case TypeKind::Int: {
      auto* data = static_cast<Word*>(list.data);
      for (Py_ssize_t i = 0; i < size; ++i) {
        if (!to_word(PyList_GET_ITEM(object, i), data[i])) return false;
      }
      break;
    }
    case TypeKind::Float: {
      auto* data = static_cast<double*>(list.data);
      for (Py_ssize_t i = 0; i < size; ++i) {
        PyObject* item = PyList_GET_ITEM(object, i);
        if (!PyFloat_CheckExact(item)) return false;
        data[i] = PyFloat_AS_DOUBLE(item);
      }
      break;
    }
    case TypeKind::Bool: {
      auto* data = static_cast<uint8_t*>(list.data);
      for (Py_ssize_t i = 0; i < size; ++i) {
        PyObject* item = PyList_GET_ITEM(object, i);
        if (!PyBool_Check(item)) return false;
        data[i] = item == Py_True ? 1 : 0;
      }
      break;
    }
    default: {
      std::vector<Word> words;
      for (Py_ssize_t i = 0; i < size; ++i) {
        if (!import(PyList_GET_ITEM(object, i), element, words)) return false;
      }
      if (!words.empty()) std::memcpy(list.data, words.data(), words.size() * sizeof(Word));
    }
  }
  list.size = size;
  return true;
}

PyObject* Boxing::box(TypeId type, const Word*& at) {
  switch (types_.kind(type)) {
    case TypeKind::Int:
      return PyLong_FromLongLong(*at++);
    case TypeKind::Float:
      return PyFloat_FromDouble(std::bit_cast<double>(*at++));
    case TypeKind::Bool:
      return PyBool_FromLong(static_cast<long>(*at++ & 1));
    case TypeKind::Complex: {
      const auto real = std::bit_cast<double>(*at++);
      return PyComplex_FromDoubles(real, std::bit_cast<double>(*at++));
    }
    case TypeKind::Object:
      return Py_NewRef(std::bit_cast<PyObject*>(*at++));
    case TypeKind::List:
    case TypeKind::EmptyList:
      return box_list(type, std::bit_cast<List*>(*at++));
    case TypeKind::Tuple: {
      const std::vector<TypeId>& inner = types_[type].inner;
      PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(inner.size()));
      if (tuple == nullptr) return nullptr;
      for (size_t i = 0; i < inner.size(); ++i) {
        PyObject* item = box(inner[i], at);
        if (item == nullptr) {
          Py_DECREF(tuple);
          return nullptr;
        }
        PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), item);
      }
      return tuple;
    }
    case TypeKind::None:
    case TypeKind::Maybe:
    case TypeKind::Unbound:
      break;
  }
  return Py_NewRef(Py_None);
}

PyObject* Boxing::box_list(TypeId type, List* list) {
  if (list->host != nullptr) return Py_NewRef(static_cast<PyObject*>(list->host));
  PyObject* made = PyList_New(list->size);
  if (made == nullptr) return nullptr;
  list->host = made;
  held_.push_back(Py_NewRef(made));
  for (int64_t i = 0; i < list->size; ++i) {
    PyObject* item = box_element(types_.element(type), *list, i);
    if (item == nullptr) {
      Py_DECREF(made);
      return nullptr;
    }
    PyList_SET_ITEM(made, i, item);
  }
  return made;
}

PyObject* Boxing::box_element(TypeId type, const List& list, int64_t index) {
  if (list.layout == kernel::Layout::Bool)
    return PyBool_FromLong(static_cast<const uint8_t*>(list.data)[index]);
  const auto width = static_cast<int64_t>(element_size(list.layout) / sizeof(Word));
  const Word* at = static_cast<const Word*>(list.data) + index * width;
  return box(type, at);
}

bool Boxing::same(PyObject* object, TypeId type, const List& list, int64_t index) const {
  if (list.layout == kernel::Layout::Bool)
    return object == (static_cast<const uint8_t*>(list.data)[index] != 0 ? Py_True : Py_False);
  const auto* words = static_cast<const Word*>(list.data);
  switch (types_.kind(type)) {
    case TypeKind::Int: {
      Word word = 0;
      return to_word(object, word) && word == words[index];
    }
    case TypeKind::Float:
      return PyFloat_CheckExact(object) &&
             std::bit_cast<Word>(PyFloat_AS_DOUBLE(object)) == words[index];
    case TypeKind::Complex: {
      if (!PyComplex_CheckExact(object)) return false;
      const Py_complex value = PyComplex_AsCComplex(object);
      return std::bit_cast<Word>(value.real) == words[index * 2] &&
             std::bit_cast<Word>(value.imag) == words[index * 2 + 1];
    }
    default:
      return std::bit_cast<List*>(words[index])->host == object;
  }
}

bool Boxing::write_back() {
  for (const Imported& imported : imported_) {
    if (types_.kind(imported.type) == TypeKind::List && !write_back(imported)) return false;
  }
  return true;
}

bool Boxing::write_back(const Imported& imported) {
  const TypeId element = types_.element(imported.type);
  const List& list = *imported.list;
  PyObject* object = imported.object;
  for (int64_t i = 0; i < list.size; ++i) {
    const bool present = i < PyList_GET_SIZE(object);
    if (present && same(PyList_GET_ITEM(object, i), element, list, i)) continue;
    PyObject* item = box_element(element, list, i);
    if (item == nullptr) return false;
    const int failed =
        present ? PyList_SetItem(object, i, Py_NewRef(item)) : PyList_Append(object, item);
    Py_DECREF(item);
    if (failed != 0) return false;
  }
  return PyList_GET_SIZE(object) <= list.size ||
         PyList_SetSlice(object, list.size, PyList_GET_SIZE(object), nullptr) == 0;
}

}  // namespace lattice::python
