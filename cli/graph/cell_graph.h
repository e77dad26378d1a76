#pragma once
// The graph that users see: one node for each statement or header that is a cell of its own, one
// edge for each way in which one of them makes another run.
//
// Worked example: `x = st.slider("x", 0, 9)`, `if x > 3:`, `    st.write(x)` has three nodes; the
// slider has a data edge `x` to the test and to the output, the test a control edge to the output.
// A value given to a function goes to those who read the parameter, what it returns comes from its
// `return` statements. Only functions can make cycles.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyze.h"

namespace lattice::cli {

enum class NodeKind : uint8_t {
  /// Registers a widget: what an interaction starts from.
  Widget,
  /// Draws on the page.
  Output,
  /// Computes values.
  Value,
  /// The test of an `if`.
  Test,
  /// The header of a loop that is walked iteration by iteration.
  Loop,
  /// The header of a `with` over containers.
  Container,
  /// A function or class definition.
  Function,
  /// Any other statement.
  Statement,
  /// While a graph is built: a parameter, which stands for the arguments of all calls.
  Parameter,
};

enum class EdgeKind : uint8_t {
  /// A value bound to a name.
  Data,
  /// An object that was changed in place on its way.
  Change,
  /// Whether, or how often, it runs.
  Control,
  /// Whether the script gets that far: a test above may end it.
  Exit,
  /// A key of session state.
  State,
};

struct GraphNode {
  NodeKind kind = NodeKind::Statement;
  /// The statement.
  AstId statement;
  uint32_t line = 0, end_line = 0;
  /// From the content, so it survives edits elsewhere: `slider-9f3a2c`.
  std::string id;
  /// The source on one line, shortened.
  std::string label;
  std::vector<std::string> reads, writes, changes;
  /// The function whose body holds it; empty at module level.
  std::string function;
  /// Why it runs in every interaction, in words; empty if it need not.
  std::string always;
  /// The effect behind `always` and the expression that has it.
  Effect effect = Effect::Count;
  AstId place;
  /// The expression is part of the statement itself, not of a function it calls.
  bool place_inside = false;
  /// What the statement may do.
  EffectSet effects;
};

struct GraphEdge {
  uint32_t from = 0, to = 0;
  EdgeKind kind = EdgeKind::Data;
  /// The variable, `session_state.key`, or empty.
  std::string name;
};

struct CellGraph {
  std::string path;
  uint32_t lines = 0;
  /// Cells of the guard plan, those inside statements included.
  size_t cells = 0;
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
};

enum class Way : uint8_t { Up, Down, Both };

CellGraph build_graph(const Analysis& analysis);

/// By node: the edges that leave (`Down`) or reach it (`Up`), as indexes into `edges`.
std::vector<std::vector<uint32_t>> edges_by_node(const CellGraph& graph, Way way);

/// By node: whether it is one of `start` or reached from them in at most `depth` steps.
std::vector<bool> reached(const CellGraph& graph, const std::vector<uint32_t>& start, Way way,
                          uint32_t depth = UINT32_MAX);

/// Takes out the edges of kind `Exit`. Returns those to nodes that do not depend on the same test
/// in other ways.
std::vector<GraphEdge> take_exits(CellGraph& graph);

/// With no other edges of kind `Exit` than those of `take_exits`: for pictures.
CellGraph without_clutter(CellGraph graph);

/// The part of the graph whose nodes are kept.
CellGraph restrict_to(CellGraph graph, const std::vector<bool>& kept);

std::string_view to_string(NodeKind kind);
std::string_view to_string(EdgeKind kind);

}  // namespace lattice::cli
