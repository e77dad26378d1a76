#pragma once

#include <string>

#include "frontend/syntax/node.h"

namespace lattice {

/// One construct a line, indented by depth: `(kind line:column-line:column)`, the role before it,
/// and the text after a leaf. Tokens and comments are left out.
std::string dump(Node node);
inline std::string dump(const SyntaxTree& tree) { return dump(tree.root()); }

}  // namespace lattice
