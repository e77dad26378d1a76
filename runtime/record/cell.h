#pragma once
// What the engine must know of a cell: the guard plan's description with its names as host handles.

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/host.h"

namespace lattice {

struct Cell {
  uint32_t id = 0;
  uint32_t line = 0;
  std::string label;
  std::vector<Value> locals, fetch, globals, writes;
  /// Non-empty: the cell runs in every interaction, in words.
  std::string always;
  bool module = true;
  bool light = false;
  /// Proved by the effect table: no object it reads is changed.
  bool pure = false;
};

struct Program {
  std::vector<Cell> cells;
  /// Module variables that functions declare `global`.
  std::vector<Value> globals_written;
};

}  // namespace lattice
