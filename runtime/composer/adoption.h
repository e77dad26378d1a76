#pragma once
// How the numbers of one text of a script become those of its next text. docs/design/reload.md says
// what counts as the same cell.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace lattice {

/// Lines `first` to `last` of the old text are the lines from `to` on of the new one.
struct LineMove {
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t to = 0;
};

struct Adoption {
  /// The new number of each old cell or loop; none: it is gone.
  std::vector<std::optional<uint32_t>> cells;
  /// The new key of each old instrumented function.
  std::unordered_map<std::string, std::string> functions;
  /// Sorted by `first`, disjoint.
  std::vector<LineMove> lines;

  [[nodiscard]] std::optional<uint32_t> cell(uint64_t old) const;
  [[nodiscard]] std::optional<uint32_t> line(uint32_t old) const;
};

}  // namespace lattice
