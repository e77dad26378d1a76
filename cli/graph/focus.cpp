#include "cli/graph/focus.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "cli/base/failure.h"
#include "cli/base/suggest.h"

namespace lattice::cli {
namespace {

template <typename Chosen>
std::vector<uint32_t> nodes_where(const CellGraph& graph, Chosen chosen) {
  std::vector<uint32_t> nodes;
  for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (chosen(graph.nodes[i])) nodes.push_back(i);
  }
  return nodes;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<uint32_t> find_line(const CellGraph& graph, const std::string& wanted, uint32_t line) {
  std::vector<uint32_t> found = nodes_where(
      graph, [&](const GraphNode& node) { return node.line <= line && line <= node.end_line; });
  if (!found.empty()) return found;
  uint32_t nearest = 0;
  for (const GraphNode& node : graph.nodes) {
    const auto distance = [&](uint32_t other) {
      return other > line ? other - line : line - other;
    };
    if (nearest == 0 || distance(node.line) < distance(nearest)) nearest = node.line;
  }
  throw Failure(Exit::Usage, fmt::format("line {} has no node", wanted),
                nearest == 0 ? "" : fmt::format("the nearest one is in line {}", nearest));
}

}  // namespace

std::vector<uint32_t> find_focus(const CellGraph& graph, const std::string& wanted) {
  uint32_t line = 0;
  const char* end = wanted.data() + wanted.size();
  const auto parsed = std::from_chars(wanted.data(), end, line);
  if (parsed.ec == std::errc() && parsed.ptr == end) return find_line(graph, wanted, line);

  std::vector<uint32_t> found = nodes_where(graph, [&](const GraphNode& node) {
    return node.id == wanted || contains(node.writes, wanted);
  });
  if (found.empty()) {
    found = nodes_where(graph, [&](const GraphNode& node) { return contains(node.reads, wanted); });
  }
  if (!found.empty()) return found;
  std::set<std::string> names;
  for (const GraphNode& node : graph.nodes) names.insert(node.writes.begin(), node.writes.end());
  throw Failure(Exit::Usage, fmt::format("nothing is called `{}`", wanted),
                did_you_mean(wanted, {names.begin(), names.end()},
                             "give a variable, a line or the id of a node"));
}

}  // namespace lattice::cli
