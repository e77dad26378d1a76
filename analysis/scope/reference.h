#pragma once

#include "analysis/scope/scope.h"

namespace lattice {

/// One read of a name.
struct Reference {
  /// A symbol of the scope in which the name stands (its `owner` has the value).
  SymbolId symbol;
  /// The identifier.
  Node name;
  /// The read half of `x += 1`.
  bool augmented = false;
  /// `super` read `__class__` besides; `name` is the word `super`.
  bool implicit = false;
};

}  // namespace lattice
