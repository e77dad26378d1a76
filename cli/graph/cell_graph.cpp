#include "cli/graph/cell_graph.h"

#include <array>
#include <deque>

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

std::vector<bool> reached(const CellGraph& graph, const std::vector<uint32_t>& start, Way way,
                          uint32_t depth) {
  std::vector<bool> seen(graph.nodes.size(), false);
  if (way == Way::Both) {
    seen = reached(graph, start, Way::Up, depth);
    const std::vector<bool> down = reached(graph, start, Way::Down, depth);
    for (size_t i = 0; i < seen.size(); ++i) seen[i] = seen[i] || down[i];
    return seen;
  }
  const std::vector<std::vector<uint32_t>> edges = edges_by_node(graph, way);
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

CellGraph without_clutter(const CellGraph& graph) {
  CellGraph result = graph;
  std::erase_if(result.edges, [](const GraphEdge& edge) { return edge.kind == EdgeKind::Exit; });
  const CellGraph others = result;
  std::vector<bool> below;
  uint32_t from = UINT32_MAX;
  for (const GraphEdge& edge : graph.edges) {
    if (edge.kind != EdgeKind::Exit) continue;
    if (edge.from != from) below = reached(others, {edge.from}, Way::Down);
    from = edge.from;
    if (!below[edge.to]) result.edges.push_back(edge);
  }
  return result;
}

CellGraph restrict_to(const CellGraph& graph, const std::vector<bool>& kept) {
  CellGraph part = graph;
  part.nodes.clear();
  part.edges.clear();
  std::vector<uint32_t> place(graph.nodes.size(), 0);
  for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
    place[i] = static_cast<uint32_t>(part.nodes.size());
    if (kept[i]) part.nodes.push_back(graph.nodes[i]);
  }
  for (const GraphEdge& edge : graph.edges) {
    if (!kept[edge.from] || !kept[edge.to]) continue;
    part.edges.push_back({place[edge.from], place[edge.to], edge.kind, edge.name});
  }
  return part;
}

}  // namespace lattice::cli
