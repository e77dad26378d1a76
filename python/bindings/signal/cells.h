#pragma once
// Signals in a script that runs incrementally: a read is a read of the cell that makes it.

#include <Python.h>

namespace lattice {

/// Some script has run incrementally in this process; until then nothing here costs anything.
extern bool reactive_cells;

/// The cell that runs on this thread has read `object` (a signal or a memo), whose value is
/// `value`.
void note_cell_read(PyObject* object, PyObject* value);
/// A script has written a signal; the cell that did it runs in every interaction.
void note_cell_write(PyObject* signal);
/// The cell that runs has made a signal; it makes a new one when a run of the script writes it.
void note_cell_made(PyObject* signal);

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
