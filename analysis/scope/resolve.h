#pragma once

#include "analysis/scope/scope_table.h"
#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// Applies Python's scoping rules (those of CPython 3.11, and type parameters of 3.12) to a file.
/// Agrees with the module `symtable` on all code that CPython compiles; other code gets a sensible
/// answer.
ScopeTable resolve(const SyntaxTree& tree);

/// Deeper scopes are merged into this depth, with a diagnostic. CPython stops at 100 indentations
/// and 200 parentheses.
inline constexpr uint32_t kDeepestScope = 500;

/// The second half of `resolve`: decides visibility and owner of each symbol, once all bindings of
/// the file are known.
void link_scopes(ScopeTable& table);

}  // namespace lattice
