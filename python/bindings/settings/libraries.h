#pragma once
// What libraries keep between calls: variables of their modules and what these hold, attributes of
// their classes, defaults and attributes of their functions. A cell that uses a library depends on
// it without naming it (`fieldkit.configure(3)` in a callback, `fieldkit.work()` in a cell).
//
//   library   a module or a package with all its modules; known by its name
//   deep      of a package of somebody unknown: all that its modules lead to is looked at
//   shallow   of Python itself and of the libraries in settled.def: the names and objects that one
//             module and its classes show. What these set inside is in settings.def.
//
// The state of a library is an input of every cell that uses it; a cell that changes it runs again.

#include <Python.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "python/bindings/walk/walk.h"

namespace lattice {

class Library;

class Libraries {
 public:
  Libraries();
  ~Libraries();
  Libraries(const Libraries&) = delete;
  Libraries& operator=(const Libraries&) = delete;

  /// The library that an object belongs to: a module, function, class or an instance of a class.
  /// Null for what has no state worth looking at. `met`: it was not known before.
  Library* of(PyObject* value);
  /// The library of this name, known or not; null when it is not imported.
  Library* named(PyObject* name);
  /// Equal states have equal digests. Needs the GIL; runs no Python code. It is looked at once for
  /// each `moment`.
  Digest state(Library& library, uint64_t moment);
  /// The libraries that were met, in the order of their names.
  const std::vector<Library*>& known() const { return known_; }

  static PyObject* name_of(const Library& library);
  static bool is_deep(const Library& library);

 private:
  Library* find(PyObject* module_name);

  /// By the name of a module; null: it is not looked at.
  std::unordered_map<std::string, Library*> by_module_;
  std::unordered_map<std::string, std::unique_ptr<Library>> libraries_;
  std::vector<Library*> known_;
};

/// Those of the process. Needs the GIL.
Libraries& libraries();

}  // namespace lattice
