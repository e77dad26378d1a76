#pragma once
// The Python objects around the nodes of the graph (runtime/signal), and the state of a thread.
//
// Raw CPython types: the way from `count.value` to the graph and back is a few nanoseconds, which a
// wrapped C++ class would multiply.

#include <Python.h>

#include <vector>

#include "runtime/signal/graph.h"

namespace lattice {

/// What signals, memos and effects begin with. The node stands at the same place in all.
struct ReactiveObject {
  PyObject_HEAD;
  /// Weak references.
  PyObject* weak;
  ReactiveNode node;
};

struct SignalObject {
  PyObject_HEAD;
  PyObject* weak;
  ReactiveNode node;
  PyObject* value;
  /// The value that the subscribers know, while they have not asked for the present one.
  PyObject* known;
  /// None or a function of two values.
  PyObject* equals;
};

struct MemoObject {
  PyObject_HEAD;
  PyObject* weak;
  ReactiveNode node;
  /// Null before the first run; (exception, traceback) after a failure (`kFailed`).
  PyObject* value;
  PyObject* function;
  PyObject* equals;
  vectorcallfunc call;
};

struct EffectObject {
  PyObject_HEAD;
  PyObject* weak;
  ReactiveEffect node;
  PyObject* function;
  /// A list, or null.
  PyObject* cleanups;
};

/// Flags of the host.
/// The function of the memo raised.
constexpr uint32_t kFailed = kReactiveHostFlag;
/// A signal that a running script has written, or a memo over variables that change: the cell
/// that made it makes a new one in the next run.
constexpr uint32_t kMadeAnew = kReactiveHostFlag << 1U;
/// A signal that the garbage collector does not know of: no reference leads on from it.
constexpr uint32_t kUnseen = kReactiveHostFlag << 2U;

extern PyTypeObject signal_type, memo_type, effect_type, batch_type, untrack_type;
/// The family of errors.
extern PyObject *signal_error, *cycle_error, *memo_write_error;

/// Fill in the types; called once. 0 or -1 with an error.
int ready_signal_type();
int ready_memo_type();
int ready_effect_type();
int ready_scope_types();

PyObject* make_signal(PyObject* value, PyObject* equals);
PyObject* make_memo(PyObject* function, PyObject* equals);
PyObject* make_effect(PyObject* function);
PyObject* untrack_call(PyObject* function);
PyObject* batch_call(PyObject* function);

inline bool is_signal(PyObject* object) { return PyObject_TypeCheck(object, &signal_type) != 0; }
inline bool is_memo(PyObject* object) { return PyObject_TypeCheck(object, &memo_type) != 0; }
inline bool is_effect(PyObject* object) { return PyObject_TypeCheck(object, &effect_type) != 0; }

inline ReactiveObject* object_of(ReactiveNode& node) {
  return reinterpret_cast<ReactiveObject*>(reinterpret_cast<char*>(&node) -
                                           offsetof(ReactiveObject, node));
}

/// Calls `function` before the effect runs again or ends. 0 or -1 with an error.
int add_cleanup(EffectObject* self, PyObject* function);

/// A new reference to the present value, computed if need be; null with an error. Does not
/// subscribe when `tracked` is false.
PyObject* read_signal(SignalObject* self, bool tracked);
PyObject* read_memo(MemoObject* self, bool tracked);
/// 0 or -1 with an error.
int write_signal(SignalObject* self, PyObject* value);

/// What a function is called in texts: its `__name__`, or else its type. A new reference.
PyObject* function_name(PyObject* function);
/// The links of a node to others, for the garbage collector.
int traverse_links(const ReactiveNode& node, visitproc visit, void* argument);

}  // namespace lattice
