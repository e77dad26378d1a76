#pragma once
#include <Python.h>

#include <atomic>
#include <string>
#include <vector>

#include "codegen/jit/api.h"
#include "codegen/kernel/ir/kernel.h"

namespace lattice::python {

/// The kernel of a function for one combination of argument types.
struct Specialization {
  enum class State : uint8_t { Compiling, Compiled, Refused };
  /// Guards that failed one after the other, without a call that ended, before it is given up.
  static constexpr unsigned kMaxFailures = 3;

  std::vector<kernel::TypeId> types;
  kernel::Kernel kernel;
  std::atomic<State> state{State::Compiling};
  std::string reason;
  uint32_t line = 0;
  /// Null: the evaluator runs the kernel.
  lattice_jit_entry entry = nullptr;
  uint64_t calls = 0, returns = 0;
  unsigned failures = 0;
  /// Seconds spent on copying arguments, and in the kernel.
  double copying = 0, running = 0;

  /// Lists are copied at each call: a kernel that looks at little of them is not worth it.
  [[nodiscard]] bool copies_too_much() const {
    constexpr uint64_t kCalls = 8;
    return calls >= kCalls && copying > 4 * running && copying > 1e-3;
  }
};

/// The objects that continuations need.
struct Continuation {
  PyObject* function = nullptr;
  PyObject* unbound = nullptr;
  PyObject* range = nullptr;
  PyObject* enumerate = nullptr;
  PyObject* zip = nullptr;
  PyObject* chain = nullptr;
};

/// Runs a kernel. A new reference, or null with an exception; or null without one: an argument is
/// not what the types say, and nothing has happened.
PyObject* run(Specialization& specialization, PyObject* const* arguments,
              const Continuation& continuation);

}  // namespace lattice::python
