#pragma once
// The libraries that one session's cells use, as inputs of these cells.

#include <Python.h>

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "python/bindings/settings/libraries.h"
#include "runtime/host.h"

namespace lattice {

class LibraryWatch {
 public:
  /// Whether a module (by its name) is of the project: its state is the script's.
  using IsProject = std::function<bool(PyObject*)>;
  explicit LibraryWatch(IsProject is_project) : is_project_(std::move(is_project)) {}

  /// Code ran that may have changed libraries.
  static void pass();
  /// A cell begins that was seen to read these values.
  void begin(std::span<const Value> values);
  /// It ends. Adds the libraries it used to the inputs, as they were when it began.
  void end(std::span<const Value> values, Sensed& sensed);

  static bool is_key(PyObject* key);
  /// What the library of a key is now: a new reference, or null with an error.
  static PyObject* load(PyObject* key);

 private:
  Library* of(Value value) const;

  IsProject is_project_;
  std::vector<Digest> before_;
};

}  // namespace lattice
