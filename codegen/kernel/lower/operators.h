#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ast/ast.h"

namespace lattice::kernel {

/// The operators between the operands of a BinOp, BoolOp, Compare or AugAssign, or before the one
/// of a UnaryOp, as in the source without blanks and comments: `+`, `//`, `<=`, `not in`, `is not`,
/// `**=`.
std::vector<std::string> operators(const Ast& ast, AstId id);

/// The text between two offsets without blanks, comments and parentheses; words are separated by
/// one blank.
std::string between(const Ast& ast, uint32_t begin, uint32_t end);

}  // namespace lattice::kernel
