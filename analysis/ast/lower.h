#pragma once
#include "analysis/ast/ast.h"
#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// The abstract tree of a parsed file. Never fails: if the text has syntax errors or nests deeper
/// than `kMaxAstDepth`, `problem` says so and the tree holds what was understood.
Ast lower(const SyntaxTree& tree);

/// Bounds the recursion of lowering and of everything that walks expressions recursively.
constexpr unsigned kMaxAstDepth = 600;

}  // namespace lattice
