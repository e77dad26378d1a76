#pragma once
// Signals in a script that runs incrementally: a read is a read of the cell that makes it.

#include <Python.h>

#include <atomic>
#include <cstdint>

namespace lattice {

struct Engine;

/// Some script has run incrementally in this process; until then nothing here costs anything.
extern bool reactive_cells;
/// Writes since then by code that is not a script running incrementally.
extern std::atomic<uint64_t> outside_writes;

/// The cell that runs on this thread has read `object` (a signal or a memo), whose value is
/// `value`.
void note_cell_read(PyObject* object, PyObject* value);
/// A script has written a signal; the cell that did it runs in every interaction.
void note_cell_write(PyObject* signal);
/// The cell that runs has made a signal, a memo or an effect, before it is computed or run.
void note_cell_made(PyObject* object, PyObject* function);
/// A memo or an effect is about to run inside the cell: what its function reaches may change.
void note_cell_run(PyObject* object, PyObject* function);
/// The effect it has made has run once.
void note_cell_effect(PyObject* effect);

/// The script is left.
void settle_cells(Engine& engine);
/// The signals and memos that the records of the script have read; a new list.
PyObject* signals_of(Engine& engine);

/// A signal, a memo or an effect, not of a subclass: stands for itself; what it holds is read by
/// its own reads.
bool is_reactive(PyObject* object);
/// Whether `key` names a read of the kinds above.
bool is_reactive_key(PyObject* key);
/// Its present value; a new reference, null with an error.
PyObject* load_reactive(PyObject* key);
/// In words, for the trace.
const char* reactive_key_text(PyObject* key);

}  // namespace lattice
