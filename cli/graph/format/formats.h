#pragma once
#include <string>

#include "cli/base/terminal.h"
#include "cli/graph/cell_graph.h"

namespace lattice::cli {

/// A tree for terminals: what an interaction starts from first, below each node what it makes run.
/// `width` is the number of columns, 0 without a limit.
std::string ascii_graph(CellGraph graph, const Style& style, size_t width);

/// The interface for editors and programs; `schema_version` changes with its meaning.
std::string json_graph(const CellGraph& graph);

/// For Graphviz.
std::string dot_graph(const CellGraph& graph);

/// For Markdown.
std::string mermaid_graph(const CellGraph& graph);

/// Text that is certainly UTF-8, with U+FFFD for what is not.
std::string valid_utf8(std::string_view text);

}  // namespace lattice::cli
