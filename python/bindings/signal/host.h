#pragma once
// CPython as the host of the graph: values are objects, functions are callables, references are
// reference counts. One graph for the process.

#include "python/bindings/signal/objects.h"

namespace lattice {

/// The errors of one thread that wait to be raised.
struct PendingErrors {
  /// What left a function without a value (an interrupt): unwinds through the graph.
  PyObject* aborted = nullptr;
  /// What effects raised, in order; the end of the operation raises it.
  std::vector<PyObject*> raised;
};

class PythonReactiveHost : public ReactiveHost {
 public:
  ReactiveOutcome run(ReactiveNode& node, ReactiveTracker& tracker) override;
  void clean_up(ReactiveEffect& effect, ReactiveTracker& tracker) override;
  ReactiveLitter assign(ReactiveNode& signal, void* payload, bool first) override;
  ReactiveSettled settle(ReactiveNode& signal) override;
  ReactiveLitter drop(ReactiveNode& memo) override;
  void discard(ReactiveLitter litter) override;
  void retain(ReactiveNode& node) override;
  void release(ReactiveNode& node) override;
};

ReactiveGraph& reactive_graph();

// The graph's tracker of this thread. Initial-exec: one instruction instead of a call.
extern constinit thread_local ReactiveTracker reactive_tracker
    __attribute__((tls_model("initial-exec")));
PendingErrors& pending_errors();

/// The context (contextvars) that runs on this thread; never null, borrowed.
const void* current_context();

/// The tracker as the code sees it that runs here. An observer belongs to the context it was set
/// in: a task or a `Context.run` that runs meanwhile on this thread has none.
class Tracking {
 public:
  explicit Tracking(bool tracked = true) : tracker_(reactive_tracker), saved_(tracker_) {
    if (tracker_.running == nullptr) return;
    foreign_ = tracker_.context != PyThreadState_Get()->context;
    if (foreign_) {
      tracker_.observer = nullptr;
      tracker_.owner = nullptr;
      tracker_.pure = false;
    } else if (!tracked) {
      tracker_.observer = nullptr;
    } else {
      return;
    }
    changed_ = true;
  }
  ~Tracking() {
    if (!changed_) return;
    tracker_.observer = saved_.observer;
    tracker_.owner = saved_.owner;
    tracker_.pure = saved_.pure;
  }
  Tracking(const Tracking&) = delete;
  Tracking& operator=(const Tracking&) = delete;

  ReactiveTracker& operator*() const { return tracker_; }
  ReactiveTracker* operator->() const { return &tracker_; }

 private:
  ReactiveTracker& tracker_;
  const ReactiveTracker saved_;
  bool foreign_ = false;
  bool changed_ = false;
};

/// Around an operation that may run effects: raises what they raised.
class Operation {
 public:
  Operation() : mark_(pending_errors().raised.size()) {}
  /// False with an error set.
  bool finish(bool completed);

 private:
  size_t mark_;
};

/// Takes the error that is set, with its traceback; a new reference.
PyObject* take_exception();
void raise_exception(PyObject* stolen);

/// `is`, then `==` for values of the same builtin type: int, float, str, bytes, tuples of those.
/// Runs no code of the program.
bool same_value(PyObject* a, PyObject* b);
/// By `equals` if there is one: 1, 0, or -1 with an error.
int equal_values(PyObject* equals, PyObject* a, PyObject* b);

}  // namespace lattice
