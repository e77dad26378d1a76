// Layout: every node is expanded once, below the first one that leads to it; later mentions point
// up. What an interaction starts from comes first, then other sources, then what depends on
// nothing.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "cli/graph/format/formats.h"
#include "frontend/source/render.h"

namespace lattice::cli {
namespace {

/// Deeper chains go on as a tree of their own, so that lines stay on the screen.
constexpr size_t kDeepest = 16;

struct Signs {
  std::string_view branch, last, down, space, arrow, dashed, above, cut, dot;
};
constexpr Signs kUnicode = {"├─ ", "└─ ", "│  ", "   ", "─▶", "┄▶", "↑", "…", "·"};
constexpr Signs kAscii = {"|- ", "`- ", "|  ", "   ", "->", "~>", "^", "...", "-"};

/// The first `limit` code points.
std::string shortened(const std::string& text, size_t limit, std::string_view cut) {
  size_t columns = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (columns++ == limit) return text.substr(0, i) + std::string(cut);
  }
  return text;
}

/// All edges from one node to another.
struct Child {
  uint32_t node = 0;
  std::string names;
  bool dashed = true;
};

class Printer {
 public:
  Printer(CellGraph graph, const Style& style, size_t width)
      : graph_(std::move(graph)),
        style_(style),
        signs_(style.unicode ? kUnicode : kAscii),
        width_(width),
        exits_(graph_.nodes.size(), 0),
        shown_(graph_.nodes.size(), false) {
    // A tree shows them as numbers.
    for (const GraphEdge& edge : take_exits(graph_)) ++exits_[edge.from];
    out_edges_ = edges_by_node(graph_, Way::Down);
    in_edges_ = edges_by_node(graph_, Way::Up);
    number_width_ = std::max<size_t>(2, std::to_string(graph_.lines).size());
  }

  std::string print() {
    title();
    group([&](uint32_t i) { return graph_.nodes[i].kind == NodeKind::Widget && is_top(i); });
    group([&](uint32_t i) { return !graph_.nodes[i].always.empty() && is_top(i); });
    group([&](uint32_t i) { return in_edges_[i].empty() && !out_edges_[i].empty(); });
    // Widgets inside functions, and what a cycle or a cut chain has left.
    group([&](uint32_t i) { return graph_.nodes[i].kind == NodeKind::Widget; });
    group([&](uint32_t i) { return !in_edges_[i].empty() || !out_edges_[i].empty(); });
    group([](uint32_t) { return true; });
    return std::move(text_);
  }

 private:
  void title() {
    const auto widgets = std::ranges::count_if(
        graph_.nodes, [](const GraphNode& node) { return node.kind == NodeKind::Widget; });
    text_ += fmt::format("{}  {} lines {} {} nodes {} {} widgets\n",
                         style_.paint("1", printable(graph_.path)), graph_.lines, signs_.dot,
                         graph_.nodes.size(), signs_.dot, widgets);
  }

  /// Not decided by anything that is shown elsewhere.
  [[nodiscard]] bool is_top(uint32_t node) const {
    return graph_.nodes[node].function.empty() &&
           std::ranges::all_of(in_edges_[node], [&](uint32_t edge) {
             return graph_.nodes[graph_.edges[edge].from].kind == NodeKind::Function;
           });
  }

  template <typename Chosen>
  void group(Chosen chosen) {
    bool first = true;
    for (uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      if (shown_[i] || !chosen(i)) continue;
      // A blank line before trees, none between lone lines.
      if (first || !out_edges_[i].empty()) text_ += '\n';
      first = false;
      shown_[i] = true;
      line("", "", i, false);
      tree(i);
    }
  }

  [[nodiscard]] std::vector<Child> children(uint32_t node) const {
    std::map<uint32_t, Child> by_node;
    for (const uint32_t index : out_edges_[node]) {
      const GraphEdge& edge = graph_.edges[index];
      Child& child = by_node[edge.to];
      child.node = edge.to;
      child.dashed &= edge.kind == EdgeKind::Control || edge.kind == EdgeKind::State;
      if (edge.name.empty()) continue;
      if (!child.names.empty()) child.names += ", ";
      child.names += edge.name;
    }
    std::vector<Child> result;
    result.reserve(by_node.size());
    for (auto& [to, child] : by_node) result.push_back(std::move(child));
    return result;
  }

  struct Level {
    uint32_t node = 0;
    std::string indent;
    std::vector<Child> children;
    size_t next = 0;
    /// Children that are shown elsewhere, by what leads to them: named together at the end.
    std::map<std::pair<std::string, bool>, std::vector<uint32_t>> elsewhere;
  };

  /// Without recursion: graphs of generated scripts are deep.
  void tree(uint32_t root) {
    std::vector<Level> levels{{root, std::string(number_width_ + 2, ' '), children(root), 0, {}}};
    while (!levels.empty()) {
      Level& level = levels.back();
      while (level.next < level.children.size() &&
             is_elsewhere(level.children[level.next], levels.size())) {
        const Child& child = level.children[level.next++];
        level.elsewhere[{child.names, child.dashed}].push_back(child.node);
      }
      if (level.next == level.children.size()) {
        rest(level);
        levels.pop_back();
        continue;
      }
      const Child child = level.children[level.next++];
      const bool last =
          level.next == level.children.size() && level.elsewhere.empty() && exits_[level.node] == 0;
      shown_[child.node] = true;
      line(level.indent + std::string(last ? signs_.last : signs_.branch), child.names, child.node,
           child.dashed);
      std::string below = level.indent + std::string(last ? signs_.space : signs_.down);
      levels.push_back({child.node, std::move(below), children(child.node), 0, {}});
    }
  }

  [[nodiscard]] bool is_elsewhere(const Child& child, size_t depth) const {
    return shown_[child.node] || (depth >= kDeepest && !out_edges_[child.node].empty());
  }

  /// The last lines of a level.
  void rest(const Level& level) {
    size_t left = level.elsewhere.size() + (exits_[level.node] > 0 ? 1 : 0);
    const auto lead = [&] {
      return style_.paint("2",
                          level.indent + std::string(--left == 0 ? signs_.last : signs_.branch));
    };
    for (const auto& [way, nodes] : level.elsewhere) {
      std::string numbers;
      for (const uint32_t node : nodes) {
        if (!numbers.empty()) numbers += ", ";
        numbers += std::to_string(graph_.nodes[node].line);
      }
      text_ +=
          lead() + names_of(way.first) +
          style_.paint("2", fmt::format("{} {} {}\n", way.second ? signs_.dashed : signs_.arrow,
                                        numbers, signs_.above));
    }
    if (exits_[level.node] == 0) return;
    text_ += lead() + style_.paint("2", fmt::format("{} {} more below, if the script gets there\n",
                                                    signs_.dashed, exits_[level.node]));
  }

  [[nodiscard]] std::string names_of(const std::string& names) const {
    if (names.empty()) return "";
    return style_.paint("36", printable(shortened(names, 30, signs_.cut))) + " ";
  }

  void line(const std::string& lead, const std::string& names, uint32_t index, bool dashed) {
    const GraphNode& node = graph_.nodes[index];
    const std::string number =
        lead.empty() ? fmt::format("{:>{}}", node.line, number_width_) : std::to_string(node.line);
    const std::string_view arrow = lead.empty() ? "" : dashed ? signs_.dashed : signs_.arrow;
    size_t used = columns_of(lead) + std::min<size_t>(columns_of(names), 30) + columns_of(arrow) +
                  number.size() + 4;
    std::string badge = badge_of(node);
    std::string label = printable(node.label);
    if (width_ > 0) {
      badge = shortened(badge, std::max<size_t>(width_ / 2, 12), signs_.cut);
      used += badge.empty() ? 0 : columns_of(badge) + 2;
      const size_t room = width_ > used ? width_ - used : 0;
      if (columns_of(label) > room) {
        const size_t cut = columns_of(signs_.cut);
        label = shortened(label, std::max<size_t>(room, 12 + cut) - cut, signs_.cut);
      }
    }
    text_ += style_.paint("2", lead) + names_of(names);
    if (!arrow.empty()) text_ += style_.paint("2", arrow) + " ";
    text_ += style_.paint("2", number) + "  ";
    text_ += node.kind == NodeKind::Widget ? style_.paint("1;32", label) : label;
    if (!badge.empty()) {
      text_ += "  " + style_.paint(node.always.empty() ? "2" : "33", printable(badge));
    }
    text_ += '\n';
  }

  [[nodiscard]] std::string badge_of(const GraphNode& node) const {
    std::string text;
    const auto add = [&](const std::string& part) {
      if (!text.empty()) text += ", ";
      text += part;
    };
    if (node.kind == NodeKind::Widget) add("widget");
    for (const std::string& name : node.changes) add(fmt::format("changes {}", name));
    if (!node.always.empty()) add(fmt::format("always runs: {}", reason_of(node)));
    return text.empty() ? text : fmt::format("[{}]", text);
  }

  /// The expression is named only if it is not in the line that is shown.
  static std::string reason_of(const GraphNode& node) {
    if (node.effect == Effect::Count) return node.always;
    const std::string phrase(phrase_of(node.effect));
    return node.place_inside ? phrase : node.always;
  }

  CellGraph graph_;
  Style style_;
  Signs signs_;
  size_t width_;
  std::vector<std::vector<uint32_t>> out_edges_, in_edges_;
  /// Nodes that only run if the script gets past this one.
  std::vector<size_t> exits_;
  std::vector<bool> shown_;
  size_t number_width_ = 2;
  std::string text_;
};

}  // namespace

std::string ascii_graph(CellGraph graph, const Style& style, size_t width) {
  return Printer(std::move(graph), style, width).print();
}

}  // namespace lattice::cli
