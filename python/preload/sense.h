#ifndef LATTICE_SENSE_H
#define LATTICE_SENSE_H
/* What a preloaded library tells the module `_core`, which looks these functions up by name. */
/* NOLINTBEGIN(readability-identifier-naming, modernize-use-using, performance-enum-size): C. */

enum {
  /* The path of the library that asks, or null. */
  LATTICE_SENSE_CLOCK,
  /* Likewise, and for how many bytes. */
  LATTICE_SENSE_ENTROPY,
  LATTICE_SENSE_NETWORK,
  LATTICE_SENSE_PROCESS,
  /* A file is opened: a path and the flags of `open`. */
  LATTICE_SENSE_OPEN,
  /* A folder is opened: a path. */
  LATTICE_SENSE_FOLDER,
  /* `stat` or `access`: a path. */
  LATTICE_SENSE_STATUS
};

/* Called before the function it tells of, on the thread that calls it, with or without Python's
   lock. What it calls itself is not told. */
typedef void (*lattice_sense_observer)(int what, const char* path, int flags);

/* Of the calling thread. 1: a cell runs, everything it does is told; 0: none does; -1: nothing is
   told. */
typedef int* (*lattice_sense_switch_function)(void);
/* Sets the observer, once, and gives the number of cells that run in the process: while it is not
   zero, files opened by any thread are told. */
typedef int* (*lattice_sense_observe_function)(lattice_sense_observer);

/* NOLINTEND(readability-identifier-naming, modernize-use-using, performance-enum-size) */
#endif
