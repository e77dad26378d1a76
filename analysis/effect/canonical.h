#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ast/names.h"

namespace lattice {

/// What an expression may stand for, by the library's own names.
struct Canonical {
  /// `numpy.random.rand` for `np.random.rand`; several if the script binds the name several times.
  std::vector<std::string> names;
  /// The name is bound by nothing else, so it certainly stands for one of `names`.
  bool certain = false;
};

/// The dotted name behind a name or attribute chain, through imports, aliases and `name =
/// module.f`. `streamlit.sidebar.x` counts as `streamlit.x`. Empty if unknown.
Canonical canonical(const Ast& ast, const Names& names, AstId expression);

/// The `Name` an attribute chain starts with; none if it starts with something else.
AstId chain_root(const Ast& ast, AstId expression);

}  // namespace lattice
