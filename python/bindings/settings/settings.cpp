#include "python/bindings/settings/settings.h"

#include <unistd.h>

#include <clocale>
#include <iterator>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "python/bindings/reference.h"
#include "python/bindings/settings/path.h"
#include "python/bindings/settings/signature.h"
#include "python/bindings/walk/stream/hash.h"

namespace lattice {
namespace {

enum class Kind : uint8_t { Value, Variable, Call, Context, Places, Errors };

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

/// The filters of `warnings` that raise.
Reference raising(PyObject* filters) {
  Reference found(PyList_New(0));
  for (Py_ssize_t i = 0; found && PyList_Check(filters) && i < PyList_GET_SIZE(filters); ++i) {
    PyObject* filter = PyList_GET_ITEM(filters, i);
    PyObject* action = PyTuple_Check(filter) && PyTuple_GET_SIZE(filter) > 0
                           ? PyTuple_GET_ITEM(filter, 0)
                           : nullptr;
    const bool raises = action != nullptr && PyUnicode_Check(action) &&
                        PyUnicode_CompareWithASCIIString(action, "error") == 0;
    if (raises && PyList_Append(found.get(), filter) != 0) break;
  }
  return found;
}

/// Each text of a list once, in the order of their first places.
Reference first_places(PyObject* list) {
  const Reference seen(PyDict_New());
  for (Py_ssize_t i = 0; seen && PyList_Check(list) && i < PyList_GET_SIZE(list); ++i) {
    PyObject* item = PyList_GET_ITEM(list, i);
    if (PyUnicode_CheckExact(item) && PyDict_SetDefault(seen.get(), item, Py_None) == nullptr)
      break;
  }
  return Reference(seen ? PyDict_Keys(seen.get()) : nullptr);
}

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
  std::optional<AttributePath> path;
  /// What was found last, and what it reaches.
  Walk seen;
  uint64_t signature = 0;
  bool known = false;
};

Settings::Settings() {
  sources_.reserve(std::size(kSettings));
  for (const Setting& setting : kSettings) {
    Source& source = sources_.emplace_back();
    source.setting = &setting;
    source.path.emplace(setting.module, setting.path);
  }
}

Settings::~Settings() = default;

Digest Settings::own(Source& source) {
  PyObject* found = source.path->find();
  if (found == nullptr) return {};
  Reference made;
  switch (source.setting->kind) {
    case Kind::Value:
      if (is_atom(found)) return digest_of(found);
      if (source.known && source.signature != 0 &&
          source.signature == signature_of(source.seen, Unseen::Changes))
        return source.seen.digest;
      source.seen = walk(&found, 1, no_script());
      source.signature = signature_of(source.seen, Unseen::Changes);
      source.known = true;
      return source.seen.digest;
    case Kind::Places:
      made = first_places(found);
      break;
    case Kind::Errors:
      made = raising(found);
      break;
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
