#include "python/bindings/signal/cells.h"

#include "python/bindings/engine.h"
#include "python/bindings/hook.h"
#include "python/bindings/reference.h"
#include "python/bindings/signal/host.h"

namespace lattice {

bool reactive_cells = false;

namespace {

Engine* engine_with_cell() {
  Engine* const engine = current_engine();
  return engine != nullptr && engine->composer->has_active() ? engine : nullptr;
}

/// `(signal,)`: whether it is still as it was made.
bool is_made_key(PyObject* key) {
  return PyTuple_CheckExact(key) && PyTuple_GET_SIZE(key) == 1 &&
         is_signal(PyTuple_GET_ITEM(key, 0));
}

}  // namespace

void note_cell_read(PyObject* object, PyObject* value) {
  // What a memo reads is its own affair; the cell reads the memo.
  if (reactive_tracker.pure) return;
  if (Engine* const engine = engine_with_cell()) engine->composer->note_external(object, value);
}

void note_cell_write(PyObject* signal) {
  Engine* const engine = current_engine();
  if (engine == nullptr || !engine->composer->running()) return;
  reinterpret_cast<SignalObject*>(signal)->node.flags |= kWrittenInRun;
  PyObject* const effects = active_effects();
  if (effects == nullptr) return;
  const Reference done(PyObject_CallMethod(effects, "block", "s", "it writes a signal"));
  if (!done) PyErr_Clear();
}

void note_cell_made(PyObject* signal) {
  Engine* const engine = engine_with_cell();
  if (engine == nullptr) return;
  const Reference key(PyTuple_Pack(1, signal));
  if (key)
    engine->composer->note_external(key.get(), Py_True);
  else
    PyErr_Clear();
}

bool is_reactive(PyObject* object) {
  return Py_IS_TYPE(object, &SignalType) || Py_IS_TYPE(object, &MemoType) ||
         Py_IS_TYPE(object, &EffectType);
}

bool is_reactive_key(PyObject* key) { return is_signal(key) || is_memo(key) || is_made_key(key); }

PyObject* load_reactive(PyObject* key) {
  if (is_signal(key)) return read_signal(reinterpret_cast<SignalObject*>(key), false);
  if (is_memo(key)) return read_memo(reinterpret_cast<MemoObject*>(key), false);
  const auto* const signal = reinterpret_cast<SignalObject*>(PyTuple_GET_ITEM(key, 0));
  return Py_NewRef(signal->node.is(kWrittenInRun) ? Py_False : Py_True);
}

const char* reactive_key_text(PyObject* key) {
  if (is_made_key(key)) return "signal as it was made";
  return is_memo(key) ? "memo" : "signal";
}

}  // namespace lattice
