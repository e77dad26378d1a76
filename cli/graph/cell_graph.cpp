#include "cli/graph/cell_graph.h"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <utility>

namespace lattice::cli {

std::string_view to_string(NodeKind kind) {
  constexpr std::array<std::string_view, 9> kNames = {"widget",   "output",    "value",
                                                      "test",     "loop",      "container",
                                                      "function", "statement", "parameter"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view to_string(EdgeKind kind) {
  constexpr std::array<std::string_view, 5> kNames = {"data", "change", "control", "exit", "state"};
  return kNames[static_cast<size_t>(kind)];
}

std::vector<std::vector<uint32_t>> edges_by_node(const CellGraph& graph, Way way) {
  std::vector<std::vector<uint32_t>> result(graph.nodes.size());
  for (uint32_t i = 0; i < graph.edges.size(); ++i) {
    if (way != Way::Up) result[graph.edges[i].from].push_back(i);
    if (way != Way::Down) result[graph.edges[i].to].push_back(i);
  }
  return result;
}

namespace {

std::vector<bool> reached_along(const CellGraph& graph,
                                const std::vector<std::vector<uint32_t>>& edges,
                                const std::vector<uint32_t>& start, Way way, uint32_t depth) {
  std::vector<bool> seen(graph.nodes.size(), false);
  std::deque<std::pair<uint32_t, uint32_t>> queue;
  for (const uint32_t node : start) {
    if (!seen[node]) queue.emplace_back(node, 0);
    seen[node] = true;
  }
  while (!queue.empty()) {
    const auto [node, steps] = queue.front();
    queue.pop_front();
    if (steps == depth) continue;
    for (const uint32_t index : edges[node]) {
      const uint32_t next = way == Way::Down ? graph.edges[index].to : graph.edges[index].from;
      if (!seen[next]) queue.emplace_back(next, steps + 1);
      seen[next] = true;
    }
  }
  return seen;
}

}  // namespace

std::vector<bool> reached(const CellGraph& graph, const std::vector<uint32_t>& start, Way way,
                          uint32_t depth) {
  if (way != Way::Both) {
    return reached_along(graph, edges_by_node(graph, way), start, way, depth);
  }
  std::vector<bool> seen = reached(graph, start, Way::Up, depth);
  const std::vector<bool> down = reached(graph, start, Way::Down, depth);
  for (size_t i = 0; i < seen.size(); ++i) seen[i] = seen[i] || down[i];
  return seen;
}

std::vector<GraphEdge> take_exits(CellGraph& graph) {
  const auto exit = [](const GraphEdge& edge) { return edge.kind == EdgeKind::Exit; };
  std::vector<GraphEdge> exits;
  std::ranges::copy_if(graph.edges, std::back_inserter(exits), exit);
  std::erase_if(graph.edges, exit);
  if (exits.empty()) return exits;
  const std::vector<std::vector<uint32_t>> edges = edges_by_node(graph, Way::Down);
  std::vector<bool> below;
  uint32_t from = UINT32_MAX;
  std::erase_if(exits, [&](const GraphEdge& edge) {
    if (edge.from != from) below = reached_along(graph, edges, {edge.from}, Way::Down, UINT32_MAX);
    from = edge.from;
    return below[edge.to];
  });
  return exits;
}

CellGraph without_clutter(CellGraph graph) {
  std::ranges::move(take_exits(graph), std::back_inserter(graph.edges));
  return graph;
}

CellGraph restrict_to(CellGraph graph, const std::vector<bool>& kept) {
  std::vector<uint32_t> place(graph.nodes.size(), 0);
  std::vector<GraphNode> nodes;
  for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
    place[i] = static_cast<uint32_t>(nodes.size());
    if (kept[i]) nodes.push_back(std::move(graph.nodes[i]));
  }
  graph.nodes = std::move(nodes);
  std::erase_if(graph.edges,
                [&](const GraphEdge& edge) { return !kept[edge.from] || !kept[edge.to]; });
  for (GraphEdge& edge : graph.edges) {
    edge.from = place[edge.from];
    edge.to = place[edge.to];
  }
  return graph;
}

}  // namespace lattice::cli
