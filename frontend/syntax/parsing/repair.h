#pragma once

// Where tree-sitter's grammar and Python 3 differ. Repairs of the text keep its length, so offsets
// stay those of the source; repairs of the tree work on the flat form (see NodeData).

#include <string>
#include <string_view>
#include <vector>

#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// CPython ends a line at a lone "\r" too, tree-sitter's grammar does not.
std::string with_unix_line_ends(std::string_view text);

/// `print >>f, x` is a tuple in Python 3, and `type(x).y = 1` an assignment, not the alias
/// `type X = ...`. Turns words misread as keywords into other names of the same length; returns how
/// many.
size_t hide_misread_keywords(const std::vector<NodeData>& nodes, std::string& text);

/// tree-sitter's scanner takes a line inside brackets for the end of a block if it follows a dot
/// and is indented less than the statement. No line of Python can end in the dot of an attribute
/// otherwise, so those line ends may become blanks. Returns the empty text if there are none.
std::string join_lines_after_dot(std::string_view text);

/// A construct ends where its last part does, as in CPython; the grammar counts comments after it
/// in.
void trim_comments(std::vector<NodeData>& nodes);

/// `[*a.b()]` is a splat of a call; the grammar sees a call of an attribute of a splat.
void hoist_splats(std::vector<NodeData>& nodes);

}  // namespace lattice
