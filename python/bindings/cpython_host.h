#pragma once
// The engine's host: CPython objects as values, the script's module dictionary as its variables,
// and the page adapter (python/lattice/adapter) for everything else.

#include <Python.h>

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "python/bindings/drawing/standing.h"
#include "python/bindings/image/image.h"
#include "python/bindings/randomness.h"
#include "python/bindings/settings/settings.h"
#include "python/bindings/settings/watch.h"
#include "python/bindings/walk/walk.h"
#include "runtime/host.h"

namespace lattice {

/// Keeps the walk, and with it the objects it reached.
struct PySnapshot final : Snapshot {
  Walk walk;
};

/// UTF-8 of a str; empty when it has no UTF-8 form.
std::string utf8(PyObject* text);

/// A code object of the script's old text and the one of the new text that took its place.
struct MovedCode {
  PyObject* before;
  PyObject* now;
};

class CPythonHost final : public Host, public WalkPolicy, private ImagePolicy {
 public:
  /// `adapter` offers `load(key)`, `symbol_of(container)`, `local_hazard(module)` (a str for a
  /// module of the project: empty, or why what uses it runs every time) and `enter_fragment()`;
  /// `late`: pairs (code name, first line) of closures whose variables are bound again later.
  CPythonHost(PyObject* adapter, PyObject* late);
  ~CPythonHost() override;

  /// The dictionary that holds the script's variables (borrowed; the adapter keeps it alive).
  void set_module(PyObject* dict) { module_ = dict; }
  PyObject* module() const { return module_; }

  /// The script was edited.
  void set_late(PyObject* late);
  /// Reasons by (code name, first line): functions that have to be called in every run.
  void set_hazards(std::map<std::pair<std::string, int>, std::string> hazards) {
    hazards_ = std::move(hazards);
  }
  /// Both code objects of a pair count as the same from here on.
  void expect_code(std::span<const MovedCode> codes);
  /// Functions of the script take the new code objects that are expected.
  void move_code();

  /// The identity of the fragment whose body begins here; empty when it is none.
  std::string fragment_identity();

  Standing& standing() { return standing_; }

  void retain(Value value) override { Py_INCREF(static_cast<PyObject*>(value)); }
  void release(Value value) override { Py_DECREF(static_cast<PyObject*>(value)); }
  Value intern(std::string_view name) override;
  std::string text(Value name) override;
  bool is_atom(Value value) override;
  bool atoms_equal(Value a, Value b) override;
  bool is_fixed(Value value) override;
  SnapshotRef snapshot(Value value) override;
  void close(Value value) override { closed_.insert(static_cast<PyObject*>(value)); }
  void open_all() override { closed_.clear(); }
  ImageRef image(Value value, const Image* before) override;
  bool has_cheap_image(Value value) override;
  std::optional<std::vector<uintptr_t>> differing(const Image& before, const Image& after) override;
  void put_back(const Image& image) override;
  Value global(Value name) override;
  void set_global(Value name, Value value) override;
  Value fetch(Frame frame, Value name) override;
  const std::vector<Value>& named_globals(Value function) override;
  std::string hazard_of_call(Value function, Value name) override;
  bool closes_over(const Snapshot& snapshot, Frame frame) override;
  Value load_external(Value key) override;
  std::optional<std::string> verify_effects(Value effects) override;
  Replay replay_effects(Value effects) override;
  bool survives_edit(Value effects) override;
  Value fork_effects(Value effects) override;
  std::vector<Held> copied(std::span<const Value> values) override;
  bool can_copy(Value value) override;
  /// Takes over what stands for code and modules in the digests of another host.
  void share_identities(const CPythonHost& other);
  EffectSummary finish_effects(Value effects, bool completed) override;
  void begin_sensing(std::span<const Value> values) override;
  Sensed end_sensing(std::span<const Value> values) override;
  uint64_t random_state() override { return randomness_.state(); }
  Digest settings() override;
  Value handled() override;
  std::string describe(Value value) override;
  double seconds() override;

  PyObject* script_globals() const override { return module_; }
  bool is_local_module(PyObject* module) const override;
  bool is_local_globals(PyObject* dict) const override;
  bool symbol_of(PyObject* container, Digest& out) const override;
  bool is_late(PyObject* code) const override;
  PyObject* code_identity(PyObject* code, bool own) const override;
  PyObject* module_identity(PyObject* module) const override;
  /// True when a module of the project that was looked at is no longer the imported one; all
  /// modules are then asked for anew.
  bool modules_were_replaced();

 private:
  bool is_project_module(PyObject* module) override { return is_local_module(module); }
  PyObject* call(PyObject* target, PyObject* method, PyObject* argument) const;

  PyObject* adapter_;
  PyObject* late_;
  std::map<std::pair<std::string, int>, std::string> hazards_;
  std::string hazard_of_code(PyObject* code) const;
  PyObject* module_ = nullptr;
  Randomness randomness_;
  Standing standing_;
  Settings settings_;
  LibraryWatch libraries_;
  bool is_project_name(PyObject* module_name) const;
  void forget_code();
  std::unordered_map<PyObject*, std::vector<Value>> named_;
  /// The keys of `named_`, owned.
  std::vector<PyObject*> named_codes_;
  /// Code that moved, and the code that stands for it in digests; both owned.
  std::unordered_map<PyObject*, PyObject*> origins_;
  /// Old code and the new code that functions will take; both owned.
  std::unordered_map<PyObject*, PyObject*> moving_;
  /// References for the life of the host, so that addresses in the tables stay unique.
  mutable std::vector<PyObject*> owned_;
  struct LocalModule {
    bool is_local = false;
    std::string hazard;
    /// Equal for modules of equal code; borrowed from `loaded_`.
    PyObject* identity = nullptr;
  };
  const LocalModule& local(PyObject* module) const;
  std::string hazard_of(PyObject* module) const;
  /// Variables of this script, of an earlier run of it or of another page's script.
  static bool is_script_variables(PyObject* globals);
  /// Variables of another page's script.
  bool is_other_script(PyObject* globals) const;
  static PyObject* module_of_globals(PyObject* dict);
  /// By module, owned.
  mutable std::unordered_map<PyObject*, LocalModule> local_modules_;
  PyObject* stand_in(const std::string& token) const;
  PyObject* loaded_code(PyObject* code) const;
  void forget_modules();
  /// What stands for modules and their code, by content; owned.
  mutable std::unordered_map<std::string, PyObject*> loaded_;
  /// Code of the project's modules (owned) and what stands for it.
  mutable std::unordered_map<PyObject*, PyObject*> loaded_codes_;
};

}  // namespace lattice
