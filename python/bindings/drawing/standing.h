#pragma once
// Elements that stand where they stood: a skipped cell that draws the same again, in the same
// place of a page that the browser shows already, is repeated without any Python code.
//
// What is checked for each cell are facts that can change between two cells. The rest (in which
// container plain calls draw, whose page it is) is asked once, and again after anything that drew,
// made a container or was not repeated here.

#include <Python.h>

namespace lattice {

/// Whether and how the cells of one engine are repeated that way.
class Standing {
 public:
  Standing() = default;
  ~Standing();
  Standing(const Standing&) = delete;
  Standing& operator=(const Standing&) = delete;

  /// Whether `effects` can be repeated; `repeat` comes next then. Raises nothing.
  bool can_repeat(PyObject* adapter, PyObject* effects);
  bool is_ready(PyObject* effects) const { return ready_ != nullptr && ready_for_ == effects; }
  /// False: something changed since `can_repeat`, and nothing was done.
  bool repeat();
  /// Something else may have been drawn or made.
  void forget();

 private:
  bool look(PyObject* adapter, PyObject* stack, PyObject* scope);
  PyObject* cursor_of(PyObject* adapter, PyObject* symbol);
  bool is_partial() const;

  /// Values of Streamlit's context variables for which the rest is true; owned, as all below.
  PyObject *stack_ = nullptr, *scope_ = nullptr;
  PyObject *where_ = nullptr, *run_ = nullptr;
  PyObject *nodes_ = nullptr, *before_ = nullptr, *unsure_ = nullptr, *drawn_ = nullptr;
  /// Cursors by symbol.
  PyObject* cursors_ = nullptr;
  /// Borrowed; valid from `can_repeat` to `repeat`.
  PyObject *ready_ = nullptr, *ready_for_ = nullptr, *cursor_ = nullptr;
};

/// Adds `Steady` and `watch_scope` to the module. 0 or -1 with an error.
int add_standing(PyObject* module);

}  // namespace lattice
