#include "python/bindings/signal/cells.h"

#include <atomic>

#include "python/bindings/engine.h"
#include "python/bindings/hook.h"
#include "python/bindings/reference.h"
#include "python/bindings/signal/host.h"

namespace lattice {

bool reactive_cells = false;
std::atomic<uint64_t> outside_writes{0};

namespace {

Engine* engine_with_cell() {
  Engine* const engine = current_engine();
  return engine != nullptr && engine->composer->has_active() ? engine : nullptr;
}

/// `(object,)`: as it was made.
bool is_made_key(PyObject* key) {
  if (!PyTuple_CheckExact(key) || PyTuple_GET_SIZE(key) != 1) return false;
  PyObject* const object = PyTuple_GET_ITEM(key, 0);
  return is_signal(object) || is_memo(object) || is_effect(object);
}

void collect(const Group& group, PyObject* list) {
  for (const auto& [cell, slot] : group.slots) {
    if (slot->record == nullptr) continue;
    for (const Read& read : slot->record->reads) {
      auto* const key = static_cast<PyObject*>(read.name.get());
      if (read.place == Place::External && (is_signal(key) || is_memo(key)) &&
          PyList_Append(list, key) != 0)
        PyErr_Clear();
    }
  }
  for (const auto& [key, child] : group.children) collect(*child, list);
}

}  // namespace

void note_cell_read(PyObject* object, PyObject* value) {
  // What a memo reads is its own affair; the cell reads the memo.
  if (reactive_tracker.pure) return;
  if (Engine* const engine = engine_with_cell()) engine->composer->note_external(object, value);
}

void note_cell_write(PyObject* signal) {
  Engine* const engine = current_engine();
  if (engine == nullptr || !engine->composer->running()) {
    ++outside_writes;
    return;
  }
  reinterpret_cast<SignalObject*>(signal)->node.flags |= kMadeAnew;
  PyObject* const effects = active_effects();
  if (effects == nullptr) return;
  const Reference done(PyObject_CallMethod(effects, "block", "s", "it writes a signal"));
  if (!done) PyErr_Clear();
}

void note_cell_made(PyObject* object, PyObject* function) {
  Engine* const engine = engine_with_cell();
  if (engine == nullptr) return;
  if (is_memo(object)) return engine->made.memo(*engine, object, function);
  if (is_effect(object)) return engine->made.effect(*engine, object, function);
  engine->made.note(*engine, object);
  const Reference key(PyTuple_Pack(1, object));
  if (key)
    engine->composer->note_external(key.get(), Py_True);
  else
    PyErr_Clear();
}

void note_cell_run(PyObject* object, PyObject* function) {
  Engine* const engine = engine_with_cell();
  if (engine == nullptr) return;
  const Reference key(PyTuple_Pack(1, object));
  if (key)
    engine->composer->note_external(key.get(), function);
  else
    PyErr_Clear();
}

void note_cell_effect(PyObject* effect) {
  Engine* const engine = engine_with_cell();
  if (engine == nullptr) return;
  engine->made.effect_ran(*engine, reinterpret_cast<EffectObject*>(effect)->node);
}

void settle_cells(Engine& engine) { engine.made.settle(engine); }

PyObject* signals_of(Engine& engine) {
  PyObject* const list = PyList_New(0);
  if (list != nullptr) collect(engine.composer->root(), list);
  return list;
}

bool is_reactive(PyObject* object) {
  return Py_IS_TYPE(object, &signal_type) || Py_IS_TYPE(object, &memo_type) ||
         Py_IS_TYPE(object, &effect_type);
}

bool is_reactive_key(PyObject* key) { return is_signal(key) || is_memo(key) || is_made_key(key); }

PyObject* load_reactive(PyObject* key) {
  if (is_signal(key)) return read_signal(reinterpret_cast<SignalObject*>(key), false);
  if (is_memo(key)) return read_memo(reinterpret_cast<MemoObject*>(key), false);
  PyObject* const object = PyTuple_GET_ITEM(key, 0);
  const bool anew = reinterpret_cast<ReactiveObject*>(object)->node.is(kMadeAnew);
  if (is_signal(object)) return Py_NewRef(anew ? Py_False : Py_True);
  // As Streamlit does, which makes another effect on them in every run.
  Engine* const engine = current_engine();
  if (is_effect(object) && engine != nullptr &&
      engine->made.reads_outliving(*engine, reinterpret_cast<EffectObject*>(object)->node))
    return Py_NewRef(Py_None);
  PyObject* const function = is_memo(object) ? reinterpret_cast<MemoObject*>(object)->function
                                             : reinterpret_cast<EffectObject*>(object)->function;
  return Py_NewRef(anew || function == nullptr ? Py_None : function);
}

const char* reactive_key_text(PyObject* key) {
  PyObject* const object = is_made_key(key) ? PyTuple_GET_ITEM(key, 0) : key;
  if (is_effect(object)) return "function of an effect";
  if (is_memo(object)) return object == key ? "memo" : "function of a memo";
  return object == key ? "signal" : "signal as it was made";
}

}  // namespace lattice
