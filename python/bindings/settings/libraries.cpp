#include "python/bindings/settings/libraries.h"

#include <algorithm>
#include <string_view>

#include "python/bindings/reference.h"
#include "python/bindings/settings/path.h"
#include "python/bindings/settings/signature.h"
#include "python/bindings/walk/layout/layout.h"

namespace lattice {
namespace {

/// Nodes of a package above which only its names are looked at.
constexpr uint64_t kMostNodes = 50'000;

constexpr std::string_view kSettled[] = {
#define SETTLED(package) package,
#include "python/bindings/settings/settled.def"
#undef SETTLED
};

/// Modules that change by themselves all the time, and those that are no library.
constexpr std::string_view kRestless[] = {
    "__main__", "_core",     "asyncio", "builtins",  "concurrent", "gc",      "lattice",
    "random",   "selectors", "sys",     "threading", "typing",     "weakref", "warnings",
};

std::string_view text_of(PyObject* name) {
  Py_ssize_t size = 0;
  const char* data =
      name != nullptr && PyUnicode_Check(name) ? PyUnicode_AsUTF8AndSize(name, &size) : nullptr;
  PyErr_Clear();
  return data != nullptr ? std::string_view(data, static_cast<size_t>(size)) : std::string_view();
}

std::string_view package_of(std::string_view module) { return module.substr(0, module.find('.')); }

bool is_of_python(std::string_view package) {
  PyObject* names = PySys_GetObject("stdlib_module_names");
  if (names == nullptr || !PyAnySet_Check(names)) return true;
  const Reference name(
      PyUnicode_FromStringAndSize(package.data(), static_cast<Py_ssize_t>(package.size())));
  const bool found = name && PySet_Contains(names, name.get()) == 1;
  PyErr_Clear();
  return found;
}

PyObject* imported(PyObject* name) {
  PyObject* module = PyDict_GetItemWithError(PyImport_GetModuleDict(), name);
  PyErr_Clear();
  return module != nullptr && PyModule_Check(module) ? module : nullptr;
}

bool is_private(std::string_view name) { return name.empty() || name.front() == '_'; }

void mix(uint64_t& sum, uint64_t value) { sum = (sum ^ value) * 0x9E3779B97F4A7C15ULL; }

enum class Kind : uint8_t { Value, Call, Written };

struct KeptPlace {
  const char* used;
  const char* module;
  const char* path;
  Kind kind;
};

constexpr KeptPlace kKept[] = {
#define KEPT(used, module, path, kind) {used, module, path, Kind::kind},
#include "python/bindings/settings/kept.def"
#undef KEPT
};

/// Something that a module keeps, and what it was when it was looked at.
struct Kept {
  AttributePath path;
  Kind kind;
  Walk seen;
};

/// Only the modules of one package are looked into.
class PackagePolicy final : public WalkPolicy {
 public:
  explicit PackagePolicy(std::string package) : package_(std::move(package)) {}
  PyObject* script_globals() const override { return nullptr; }
  bool is_local_module(PyObject* module) const override {
    return is_local_globals(PyModule_GetDict(module));
  }
  bool is_local_globals(PyObject* dict) const override {
    static PyObject* const name = PyUnicode_InternFromString("__name__");
    PyObject* module = PyDict_GetItemWithError(dict, name);
    PyErr_Clear();
    return package_of(text_of(module)) == package_;
  }
  bool symbol_of(PyObject*, Digest&) const override { return false; }
  bool is_late(PyObject*) const override { return false; }
  uint64_t budget() const override { return kMostNodes; }
  /// Modules that are gone must not stay alive for the answers about them.
  void forget() { forget_local(); }

 private:
  std::string package_;
};

}  // namespace

class Library {
 public:
  Library(std::string name, bool deep) : name_(std::move(name)), policy_(name_), deep_(deep) {
    text_ = PyUnicode_FromStringAndSize(name_.data(), static_cast<Py_ssize_t>(name_.size()));
    PyUnicode_InternInPlace(&text_);
    for (const KeptPlace& place : kKept)
      if (name_ == place.used) kept_.push_back({{place.module, place.path}, place.kind, Walk()});
  }
  ~Library() { Py_DECREF(text_); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  PyObject* text() const { return text_; }
  bool is_deep() const { return deep_; }

  Digest state(uint64_t moment) {
    if (moment == moment_) return digest_;
    // Large buffers are digested without the GIL: another session asks meanwhile.
    if (busy_) return {moment, moment};
    busy_ = true;
    look(moment);
    busy_ = false;
    return digest_;
  }

 private:
  void look(uint64_t moment) {
    moment_ = moment;
    const uint64_t now = deep_ ? signature_of(seen_, Unseen::Stays) : shallow_signature();
    const uint64_t modules = deep_ ? dict_version(PyImport_GetModuleDict()) : 0;
    if (known_ && now != 0 && now == signature_ && modules == modules_) return;
    modules_ = modules;
    policy_.forget();
    if (deep_) look_deep();
    if (!deep_) look_at_names();
    signature_ = deep_ ? signature_of(seen_, Unseen::Stays) : shallow_signature();
    known_ = true;
  }

  void look_deep() {
    std::vector<PyObject*> roots;
    Py_ssize_t position = 0;
    PyObject *name, *module;
    while (PyDict_Next(PyImport_GetModuleDict(), &position, &name, &module)) {
      if (package_of(text_of(name)) != name_ || !PyModule_Check(module)) continue;
      roots.push_back(module);
      Py_ssize_t at = 0;
      PyObject *key, *value;
      // A module stands for its data; these are its code.
      while (PyDict_Next(PyModule_GetDict(module), &at, &key, &value))
        if (PyFunction_Check(value) || PyType_Check(value)) roots.push_back(value);
    }
    Walk seen = walk(roots.data(), roots.size(), policy_);
    if (seen.objects >= kMostNodes) {
      deep_ = false;
      seen_ = Walk();
      return;
    }
    seen_ = std::move(seen);
    digest_ = seen_.digest;
  }

  void look_at_names() {
    uint64_t low = 1, high = 2;
    std::vector<Reference> shown;
    std::vector<PyObject*> classes;
    if (PyObject* module = imported(text_))
      add_names(PyModule_GetDict(module), low, high, shown, &classes);
    for (PyObject* type : classes)
      add_names(reinterpret_cast<PyTypeObject*>(type)->tp_dict, low, high, shown, nullptr);
    for (Kept& kept : kept_) {
      const Reference value = now_of(kept);
      PyObject* root = value.get();
      kept.seen = walk(&root, 1, policy_);
      mix(low, kept.seen.digest.low);
      mix(high, kept.seen.digest.high);
    }
    digest_ = {low, high};
    // Kept: no other object may take their addresses.
    shown_.swap(shown);
    classes_.swap(classes);
  }

  /// `classes`: those that the module itself has made; they are among `shown`.
  void add_names(PyObject* dict, uint64_t& low, uint64_t& high, std::vector<Reference>& shown,
                 std::vector<PyObject*>* classes) {
    Py_ssize_t position = 0;
    PyObject *name, *value;
    while (PyDict_Next(dict, &position, &name, &value)) {
      if (is_private(text_of(name)) || PyModule_Check(value)) continue;
      Digest content{reinterpret_cast<uintptr_t>(value), 0};
      if (is_atom(value)) {
        content = walk(&value, 1, policy_).digest;
      } else {
        shown.emplace_back(Py_NewRef(value));
        const bool own =
            classes != nullptr && PyType_Check(value) &&
            PyType_HasFeature(reinterpret_cast<PyTypeObject*>(value), Py_TPFLAGS_HEAPTYPE) &&
            text_of(type_module(reinterpret_cast<PyTypeObject*>(value))) == name_;
        if (own) classes->push_back(value);
      }
      const Digest key = walk(&name, 1, policy_).digest;
      // In any order: an attribute that was set twice is where it was.
      uint64_t one = key.low, two = key.high;
      mix(one, content.low);
      mix(two, content.high + content.low);
      low += one;
      high += two;
    }
  }

  static Reference now_of(const Kept& kept) {
    PyObject* found = kept.path.find();
    if (found == nullptr || kept.kind == Kind::Value) return Reference(Py_XNewRef(found));
    if (kept.kind == Kind::Written)
      return Reference(PyLong_FromUnsignedLongLong(PyDict_Check(found) ? dict_version(found) : 0));
    Reference made(PyCFunction_Check(found) ? PyObject_CallNoArgs(found) : nullptr);
    PyErr_Clear();
    return made;
  }

  uint64_t shallow_signature() {
    uint64_t sum = 1;
    PyObject* module = imported(text_);
    mix(sum, module != nullptr ? dict_version(PyModule_GetDict(module)) : 0);
    for (PyObject* type : classes_)
      mix(sum, dict_version(reinterpret_cast<PyTypeObject*>(type)->tp_dict));
    for (const Kept& kept : kept_) {
      const Reference value = now_of(kept);
      PyObject* root = value.get();
      const bool small = root == nullptr || is_atom(root);
      mix(sum, small ? walk(&root, 1, policy_).digest.low : reinterpret_cast<uintptr_t>(root));
      if (!small) mix(sum, signature_of(kept.seen, Unseen::Stays));
    }
    return sum;
  }

  std::string name_;
  PyObject* text_;
  PackagePolicy policy_;
  bool deep_;
  bool known_ = false, busy_ = false;
  uint64_t moment_ = 0, signature_ = 0, modules_ = 0;
  Digest digest_;
  Walk seen_;
  std::vector<Reference> shown_;
  std::vector<PyObject*> classes_;
  std::vector<Kept> kept_;
};

Libraries::Libraries() = default;
Libraries::~Libraries() = default;

PyObject* Libraries::name_of(const Library& library) { return library.text(); }
bool Libraries::is_deep(const Library& library) { return library.is_deep(); }
Digest Libraries::state(Library& library, uint64_t moment) { return library.state(moment); }

Library* Libraries::find(PyObject* module_name) {
  const std::string_view name = text_of(module_name);
  if (name.empty()) return nullptr;
  const auto found = by_module_.find(std::string(name));
  if (found != by_module_.end()) return found->second;
  const std::string_view package = package_of(name);
  Library*& library = by_module_[std::string(name)];
  if (std::ranges::find(kRestless, package) != std::end(kRestless)) return nullptr;
  const bool shallow =
      std::ranges::find(kSettled, package) != std::end(kSettled) || is_of_python(package);
  const std::string key(shallow ? name : package);
  std::unique_ptr<Library>& made = libraries_[key];
  if (made == nullptr) {
    made = std::make_unique<Library>(key, !shallow);
    known_.push_back(made.get());
  }
  return library = made.get();
}

Library* Libraries::named(PyObject* name) { return find(name); }

Libraries& libraries() {
  // Never destroyed: the interpreter may be gone before.
  static auto* const all = new Libraries;
  return *all;
}

Library* Libraries::of(PyObject* value) {
  static PyObject* const dunder_name = PyUnicode_InternFromString("__name__");
  PyObject* name = nullptr;
  if (PyMethod_Check(value)) value = PyMethod_GET_FUNCTION(value);
  if (PyModule_Check(value)) {
    name = PyDict_GetItemWithError(PyModule_GetDict(value), dunder_name);
  } else if (PyFunction_Check(value)) {
    name = PyDict_GetItemWithError(PyFunction_GET_GLOBALS(value), dunder_name);
  } else if (PyCFunction_Check(value)) {
    name = reinterpret_cast<PyCFunctionObject*>(value)->m_module;
    if (name != nullptr && PyModule_Check(name)) return of(name);
  } else {
    auto* type = PyType_Check(value) ? reinterpret_cast<PyTypeObject*>(value) : Py_TYPE(value);
    if (!PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) return nullptr;
    name = type_module(type);
  }
  PyErr_Clear();
  return name != nullptr && PyUnicode_Check(name) ? find(name) : nullptr;
}

}  // namespace lattice
