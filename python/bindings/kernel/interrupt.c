// Only the internal headers tell, and they are not C++.
#define Py_BUILD_CORE 1
#include "python/bindings/kernel/interrupt.h"

#if PY_VERSION_HEX < 0x030C0000
#include "internal/pycore_interp.h"
#include "internal/pycore_pystate.h"

enum lattice_interruption lattice_interruption(void) {
  PyThreadState* state = PyThreadState_Get();
  struct _ceval_state* ceval = &state->interp->ceval;
  if (state->async_exc != NULL) return lattice_stop;
  if (!_Py_atomic_load_relaxed(&ceval->eval_breaker)) return lattice_none;
  const int main_thread = _Py_IsMainThread() && _Py_IsMainInterpreter(state->interp);
  if (main_thread && (_Py_atomic_load_relaxed(&_PyRuntime.ceval.signals_pending) ||
                      _Py_atomic_load_relaxed(&ceval->pending.calls_to_do)))
    return lattice_stop;
  return _Py_atomic_load_relaxed(&ceval->gil_drop_request) ? lattice_yield : lattice_none;
}

int lattice_is_traced(void) { return PyThreadState_Get()->cframe->use_tracing != 0; }

int lattice_depth_left(void) { return PyThreadState_Get()->recursion_remaining; }
#else
enum lattice_interruption lattice_interruption(void) {
  // The public interface tells of Ctrl-C alone, and forgets it.
  if (PyOS_InterruptOccurred()) {
    PyErr_SetInterrupt();
    return lattice_stop;
  }
  return lattice_yield;
}

int lattice_is_traced(void) {
  PyThreadState* state = PyThreadState_Get();
  return state->c_tracefunc != NULL || state->c_profilefunc != NULL;
}

int lattice_depth_left(void) { return PyThreadState_Get()->py_recursion_remaining; }
#endif
