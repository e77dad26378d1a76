#include "python/bindings/settings/settings.h"

#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "python/bindings/reference.h"
#include "python/bindings/walk/layout/raw.h"
#include "python/bindings/walk/stream/hash.h"

namespace lattice {
namespace {

enum class Kind : uint8_t { Value, Variable, Call, Context };

struct Setting {
  const char* module;
  const char* path;
  Kind kind;
};

constexpr Setting kSettings[] = {
#define SETTING(module, path, kind) {module, path, Kind::kind},
#include "python/bindings/settings/settings.def"
#undef SETTING
};

/// Settings belong to no script.
class NoScript final : public WalkPolicy {
 public:
  PyObject* script_globals() const override { return nullptr; }
  bool is_local_module(PyObject*) const override { return false; }
  bool is_local_globals(PyObject*) const override { return false; }
  bool symbol_of(PyObject*, Digest&) const override { return false; }
  bool is_late(PyObject*) const override { return false; }
};

const NoScript& no_script() {
  // Never destroyed: the interpreter may be gone before.
  static const auto* const policy = new NoScript;
  return *policy;
}

/// What a context of `decimal` is, without the flags that computing raises.
Reference without_flags(PyObject* context) {
  const Reference text(PyObject_Repr(context));
  const char* words = text ? PyUnicode_AsUTF8(text.get()) : nullptr;
  std::string kept = words != nullptr ? words : "";
  const size_t from = kept.find("flags=["), to = kept.find(']', from);
  if (to != std::string::npos) kept.erase(from, to - from);
  return Reference(PyUnicode_FromString(kept.c_str()));
}

Digest digest_of(PyObject* value) { return walk(&value, 1, no_script()).digest; }

void mix(uint64_t& sum, uint64_t value) { sum = (sum ^ value) * 0x9E3779B97F4A7C15ULL; }

/// The state of each setting when it was first met, for all sessions: a library that is imported
/// later has changed nothing.
Digest since_import(size_t setting, const Digest& now) {
  static std::mutex mutex;
  static auto* const firsts = new std::unordered_map<size_t, Digest>;
  const std::lock_guard<std::mutex> lock(mutex);
  const Digest& first = firsts->emplace(setting, now).first->second;
  return {now.low ^ first.low, now.high ^ first.high};
}

}  // namespace

struct Settings::Source {
  const Setting* setting = nullptr;
  PyObject* module = nullptr;
  /// The names of the path, interned.
  std::vector<PyObject*> names;
  /// What was found last, and what it reaches.
  Walk seen;
  uint64_t signature = 0;
  bool known = false;

  /// Borrowed or null.
  [[nodiscard]] PyObject* find() const;
};

PyObject* Settings::Source::find() const {
  PyObject* at = PyDict_GetItemWithError(PyImport_GetModuleDict(), module);
  if (at == nullptr || !PyModule_Check(at)) return nullptr;
  PyObject* dict = PyModule_GetDict(at);
  at = nullptr;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i != 0) dict = lattice_attribute_dict(at);
    PyObject* value = dict != nullptr ? PyDict_GetItemWithError(dict, names[i]) : nullptr;
    Py_ssize_t position = 0;
    PyObject *name, *held;
    while (value == nullptr && i != 0 && dict == nullptr &&
           lattice_inline_attribute(at, &position, &name, &held))
      if (name == names[i]) value = held;
    if (value == nullptr) return nullptr;
    at = value;
  }
  return at;
}

Settings::Settings() {
  for (const Setting& setting : kSettings) {
    Source source;
    source.setting = &setting;
    source.module = PyUnicode_InternFromString(setting.module);
    std::string_view path = setting.path;
    while (!path.empty()) {
      const size_t end = std::min(path.find('.'), path.size());
      source.names.push_back(PyUnicode_InternFromString(std::string(path.substr(0, end)).c_str()));
      path.remove_prefix(std::min(end + 1, path.size()));
    }
    sources_.push_back(std::move(source));
  }
}

Settings::~Settings() {
  for (const Source& source : sources_) {
    Py_XDECREF(source.module);
    for (PyObject* name : source.names) Py_XDECREF(name);
  }
}

// Every change of a dictionary gives it a number that no dictionary had before; lists are short.
uint64_t Settings::signature(const Source& source) {
  uint64_t sum = 1;
#if PY_VERSION_HEX < 0x030C0000
  for (PyObject* object : source.seen.reach) {
    if (PyDict_Check(object)) {
      mix(sum, reinterpret_cast<PyDictObject*>(object)->ma_version_tag);
    } else if (PyList_Check(object)) {
      for (Py_ssize_t i = 0; i < PyList_GET_SIZE(object); ++i)
        mix(sum, reinterpret_cast<uintptr_t>(PyList_GET_ITEM(object, i)));
    } else if (PyAnySet_Check(object)) {
      Py_ssize_t position = 0;
      PyObject* element;
      Py_hash_t hashed;
      while (_PySet_NextEntry(object, &position, &element, &hashed))
        mix(sum, reinterpret_cast<uintptr_t>(element));
    } else if (PyObject* dict = lattice_attribute_dict(object)) {
      mix(sum, reinterpret_cast<PyDictObject*>(dict)->ma_version_tag);
    } else {
      Py_ssize_t position = 0;
      PyObject *name, *value;
      while (lattice_inline_attribute(object, &position, &name, &value))
        mix(sum, reinterpret_cast<uintptr_t>(value));
      // What could change unseen is looked at again each time.
      if (position == 0) return 0;
    }
  }
  return sum;
#else
  (void)source;
  return 0;
#endif
}

Digest Settings::own(Source& source) {
  PyObject* found = source.find();
  if (found == nullptr) return {};
  Reference made;
  switch (source.setting->kind) {
    case Kind::Value:
      if (is_atom(found)) return digest_of(found);
      if (source.known && source.signature != 0 && source.signature == signature(source))
        return source.seen.digest;
      source.seen = walk(&found, 1, no_script());
      source.signature = signature(source);
      source.known = true;
      return source.seen.digest;
    case Kind::Variable: {
      PyObject* value = nullptr;
      if (!PyContextVar_CheckExact(found) || PyContextVar_Get(found, nullptr, &value) != 0) break;
      made = Reference(value);
      break;
    }
    case Kind::Call:
    case Kind::Context:
      if (!PyCFunction_Check(found)) break;
      made = Reference(PyObject_CallNoArgs(found));
      if (made && source.setting->kind == Kind::Context) made = without_flags(made.get());
      break;
  }
  PyErr_Clear();
  return made ? digest_of(made.get()) : Digest{};
}

Digest Settings::of_process() {
  char folder[4096] = {};
  std::string text = getcwd(folder, sizeof folder) != nullptr ? folder : "";
  const char* locale = std::setlocale(LC_ALL, nullptr);
  text.append(1, '\0').append(locale != nullptr ? locale : "");
  return hash(text.data(), text.size());
}

Digest Settings::state() {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  uint64_t low = 0, high = 0;
  const auto add = [&](size_t setting, const Digest& now) {
    if (now == Digest{}) return;
    const Digest changed = since_import(setting, now);
    if (changed == Digest{}) return;
    mix(low, changed.low + setting);
    mix(high, changed.high + setting);
  };
  for (size_t i = 0; i < sources_.size(); ++i) add(i, own(sources_[i]));
  add(sources_.size(), of_process());
  PyErr_Restore(type, value, traceback);
  return {low, high};
}

}  // namespace lattice
