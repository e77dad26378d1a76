#pragma once
// Whether it pays to look inside the objects that a cell makes. See docs/design/engine.md.

#include <cstdint>

namespace lattice {

/// What looking at the objects of one cell costs, beside what it saves. While they are *closed*,
/// nobody looks inside them: they count as opaque, so that the cell and all that use them run.
class Looks {
 public:
  void looked(double seconds) { looked_ += seconds; }
  /// A cell that has to do with the objects ran.
  void ran(double seconds) { ran_ += seconds; }
  /// A cell that has to do with the objects was skipped.
  void saved(double seconds) { saved_ += seconds; }
  /// The cell makes its objects anew; true: they are closed in this run. `always`: it is known to
  /// run in every interaction.
  bool closes(bool always);

 private:
  double looked_ = 0, ran_ = 0, saved_ = 0;
  uint32_t runs_ = 0;
  /// For how many runs the objects stay closed, and will the next time.
  uint32_t closed_ = 0, next_ = 16;
};

}  // namespace lattice
