#pragma once
// The walk: a deep picture of Python objects, taken from their raw layouts.
//
// Glossary
//   atom      an exact immutable builtin without parts: None, bool, int, float, str, ...
//   node      an object with parts; numbered in the order of discovery
//   reach     the mutable objects met: whoever changes one of them changes what was walked
//   opaque    an object whose state cannot be read without running code (a generator, a lock, a
//   type
//             of an unknown extension): an equal digest then proves nothing
//
// Example: for `x = [1]; y = [x, x]` the walk of `y` numbers y 0 and x 1 and digests "0: list of
// two, node 1, node 1; 1: list of one, int 1". `[[1], [1]]` has three nodes, hence another digest.
//
// Invariants: no code of the script or of a library written in Python runs: no repr, ==, hash,
// pickle, property, `__getattr__`. Nothing observable changes. Every error ends as "opaque".

#include <Python.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/host.h"

namespace lattice {

/// What one walk saw. Owns a reference to every object it lists, so an address in `reach` means the
/// same object for as long as this lives. The GIL is needed to destroy it.
class Walk {
 public:
  Walk() = default;
  Walk(Walk&& other) noexcept { swap(other); }
  Walk& operator=(Walk&& other) noexcept {
    swap(other);
    return *this;
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  ~Walk();

  Digest digest;
  /// Sorted by address, unique.
  std::vector<PyObject*> reach;
  /// The same in the order of the walk, borrowed; one may come twice.
  std::vector<PyObject*> met;
  /// Code objects of the functions that have a closure.
  std::vector<PyObject*> closures;
  /// Functions of the script or of its own modules.
  std::vector<PyObject*> functions;
  bool opaque = false;
  /// Opaque, and there may be more than `reach`.
  bool partial = false;
  /// A place on the page (a DeltaGenerator) is inside.
  bool draws = false;
  /// Something inside changes when it is only looked at (a figure that is drawn).
  bool settles = false;
  /// In words, when opaque.
  std::string why_opaque;
  /// Cost: nodes visited, bytes digested.
  uint64_t objects = 0;
  uint64_t bytes = 0;

 private:
  friend class Walker;
  void swap(Walk& other) noexcept;
  /// Objects that stand for themselves in the digest, by their address.
  std::vector<PyObject*> pinned_;
};

/// What the walk must know about the script. `is_local_module`, `is_local_globals` and `symbol_of`
/// may run Python code: they are asked between walks, never inside one. The first two answers are
/// kept.
class WalkPolicy {
 public:
  WalkPolicy();
  WalkPolicy(const WalkPolicy&) = delete;
  WalkPolicy& operator=(const WalkPolicy&) = delete;

  /// The dictionary of the script's variables (borrowed), or null.
  virtual PyObject* script_globals() const = 0;
  /// True for modules that belong to the project: their variables are state of the script.
  virtual bool is_local_module(PyObject* module) const = 0;
  virtual bool is_local_globals(PyObject* dict) const = 0;
  /// The symbolic identity of a DeltaGenerator; false when it has none.
  virtual bool symbol_of(PyObject* container, Digest& out) const = 0;
  /// True when variables that `code` closes over are bound again after it was created.
  virtual bool is_late(PyObject* code) const = 0;
  /// The object (borrowed) that stands for the code of a function. `own`: of the script itself, not
  /// of a module. Code that only moved, or that was loaded again, is the same.
  virtual PyObject* code_identity(PyObject* code, bool own) const {
    (void)own;
    return code;
  }
  /// The object (borrowed) that stands for a module of the project.
  virtual PyObject* module_identity(PyObject* module) const { return module; }
  /// True: a function of the script stands for the script variables it names, too. False: the
  /// caller adds these reads itself, from `Walk::functions`.
  virtual bool expands_globals() const { return false; }
  /// Nodes after which a walk gives up as "too large".
  virtual uint64_t budget() const { return 20'000'000; }

 protected:
  virtual ~WalkPolicy();
  /// Objects that no walk looks inside, because that takes longer than to make them anew.
  std::unordered_set<const PyObject*> closed_;
  /// Modules were loaded again: asks anew which are the project's.
  void forget_local();

 private:
  friend class Walker;
  /// Tells policies apart, also when one is created at the address of another.
  uint64_t serial_;
  /// Modules and module dictionaries (owned), and whether they are the project's.
  mutable std::unordered_map<PyObject*, bool> local_;
};

/// Walks several roots jointly: sharing between them is part of the digest. Needs the GIL, releases
/// it while it digests large buffers. Null roots stand for unbound variables.
Walk walk(PyObject* const* roots, size_t count, const WalkPolicy& policy);

bool is_atom(PyObject* value);
/// Same exact type and same bits: True is not 1, 0.0 is not -0.0, a nan equals the same nan.
bool atoms_equal(PyObject* a, PyObject* b);
bool reach_disjoint(const Walk& a, const Walk& b);

}  // namespace lattice
