#pragma once
// Python objects to the words of a kernel and back.
#include <Python.h>

#include <unordered_map>
#include <vector>

#include "codegen/kernel/evaluate/evaluate.h"

namespace lattice::python {

/// The types of arguments, from the objects themselves. A list's type is that of its first
/// element; `Boxing::import` finds out whether the others agree.
kernel::TypeId type_of(kernel::TypeTable& types, PyObject* object, unsigned depth = 0);

/// The objects of one run. Lists are copied into the run's memory once, so that aliases stay
/// aliases, and written back when it ends.
class Boxing {
 public:
  Boxing(const kernel::TypeTable& types, kernel::Runtime& runtime)
      : types_(types), runtime_(runtime) {}
  Boxing(const Boxing&) = delete;
  Boxing& operator=(const Boxing&) = delete;
  ~Boxing();

  /// Appends the words of an object; false if it is not of the type. No exception is set.
  bool import(PyObject* object, kernel::TypeId type, std::vector<kernel::Word>& out);
  /// A new reference made from the words at `at`, which moves on; null with an exception.
  PyObject* box(kernel::TypeId type, const kernel::Word*& at);
  /// Gives the lists that were imported their new elements; false with an exception.
  bool write_back();

 private:
  struct Imported {
    kernel::List* list;
    kernel::TypeId type;
    PyObject* object;
  };
  bool import_list(PyObject* object, kernel::TypeId type, kernel::List** out);
  PyObject* box_list(kernel::TypeId type, kernel::List* list);
  PyObject* box_element(kernel::TypeId type, const kernel::List& list, int64_t index);
  bool same(PyObject* object, kernel::TypeId type, const kernel::List& list, int64_t index) const;
  bool write_back(const Imported& imported);

  const kernel::TypeTable& types_;
  kernel::Runtime& runtime_;
  std::unordered_map<PyObject*, kernel::List*> lists_;
  std::vector<Imported> imported_;
  /// Owned: the objects that lists stand for.
  std::vector<PyObject*> held_;
};

}  // namespace lattice::python
