#pragma once
// Threads that libraries start to do the work of a cell. What they do counts for every cell that
// runs meanwhile: nothing tells whose work it is.

#include <cstddef>
#include <string>
#include <vector>

#include "python/bindings/sensor/files.h"

namespace lattice {

struct WorkerDeed {
  std::string path;
  /// Non-empty `blocked`: it did what no record can stand for.
  FileSight sight;
};

/// Counts the cells that run in the process, for `is_worker` and the preloaded library.
void count_cells(int change);
/// Where the preloaded library counts them.
void count_cells_in(int* counter);

/// A cell runs, and this thread began while one did, and serves no script itself.
bool is_worker();

void worker_looked(FileView view, const std::string& path);
void worker_opened(const std::string& path, int flags);
void worker_did(const char* phrase);

/// A mark of what workers have done so far.
size_t worker_mark();
/// What they have done since.
std::vector<WorkerDeed> workers_since(size_t mark);

/// Limits, topology and devices, which libraries look at to choose how many threads they start.
bool is_of_system(const std::string& path);
/// Of the flags of `open`.
bool opens_for_writing(long flags);

}  // namespace lattice
