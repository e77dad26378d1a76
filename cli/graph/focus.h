#pragma once
#include <string>
#include <vector>

#include "cli/graph/cell_graph.h"

namespace lattice::cli {

/// The nodes meant by a line number, a variable, a key of session state, or a node's id. Fails with
/// `Exit::Usage` and a suggestion if there are none.
std::vector<uint32_t> find_focus(const CellGraph& graph, const std::string& wanted);

}  // namespace lattice::cli
