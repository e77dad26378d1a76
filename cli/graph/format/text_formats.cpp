#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/graph/format/formats.h"

namespace lattice::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

Json effects_json(EffectSet effects) {
  Json list = Json::array();
  for (unsigned i = 0; i < static_cast<unsigned>(Effect::Count); ++i) {
    if (effects.has(static_cast<Effect>(i))) list.push_back(name_of(static_cast<Effect>(i)));
  }
  return list;
}

Json node_json(const GraphNode& node) {
  return {{"id", node.id},
          {"kind", to_string(node.kind)},
          {"line", node.line},
          {"end_line", node.end_line},
          {"label", node.label},
          {"function", node.function.empty() ? Json(nullptr) : Json(node.function)},
          {"reads", node.reads},
          {"writes", node.writes},
          {"changes", node.changes},
          {"effects", effects_json(node.effects)},
          {"always", node.always.empty() ? Json(nullptr) : Json(node.always)}};
}

bool is_dashed(const GraphEdge& edge) {
  return edge.kind == EdgeKind::Control || edge.kind == EdgeKind::Exit ||
         edge.kind == EdgeKind::State;
}

/// For a string of DOT: its only escapes are these.
std::string dot_text(std::string_view text) {
  std::string result;
  for (const char c : valid_utf8(printable(text))) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result;
}

std::string_view dot_style(const GraphNode& node) {
  switch (node.kind) {
    case NodeKind::Widget:
      return "shape=box, style=\"rounded,filled\", fillcolor=\"#d7f2de\"";
    case NodeKind::Output:
      return "shape=box, style=filled, fillcolor=\"#dde9fb\"";
    case NodeKind::Test:
    case NodeKind::Loop:
      return "shape=hexagon";
    case NodeKind::Function:
      return "shape=component";
    case NodeKind::Container:
      return "shape=folder";
    case NodeKind::Value:
    case NodeKind::Statement:
    case NodeKind::Parameter:
      break;
  }
  return "shape=box";
}

/// Mermaid reads `#name;` entities in labels; every character with a meaning becomes one.
std::string mermaid_text(std::string_view text) {
  std::string result;
  for (const char c : valid_utf8(printable(text))) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || c == ' ' || c == '_' || c == '.' || c == ',' ||
                       (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      result += c;
    } else {
      result += fmt::format("#{};", static_cast<unsigned>(byte));
    }
  }
  return result;
}

std::string_view mermaid_class(const GraphNode& node) {
  if (!node.always.empty()) return "always";
  if (node.kind == NodeKind::Widget) return "widget";
  return node.kind == NodeKind::Output ? "output" : "";
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  // The library's own replacement, without its quotes and escapes.
  const std::string dumped =
      Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
  return Json::parse(dumped).get<std::string>();
}

std::string json_graph(const CellGraph& graph) {
  Json nodes = Json::array();
  for (const GraphNode& node : graph.nodes) nodes.push_back(node_json(node));
  Json edges = Json::array();
  for (const GraphEdge& edge : graph.edges) {
    edges.push_back({{"from", graph.nodes[edge.from].id},
                     {"to", graph.nodes[edge.to].id},
                     {"kind", to_string(edge.kind)},
                     {"name", edge.name.empty() ? Json(nullptr) : Json(edge.name)}});
  }
  const Json document = {{"schema_version", kSchemaVersion},
                         {"file", graph.path},
                         {"lines", graph.lines},
                         {"nodes", std::move(nodes)},
                         {"edges", std::move(edges)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string dot_graph(const CellGraph& graph) {
  std::string text = fmt::format("digraph \"{}\" {{\n", dot_text(graph.path));
  text += "  rankdir=LR;\n  node [fontname=\"monospace\", fontsize=10];\n";
  text += "  edge [fontname=\"monospace\", fontsize=9];\n";
  for (const GraphNode& node : graph.nodes) {
    const std::string border = node.always.empty() ? "" : ", color=\"#c26a00\", penwidth=2";
    text += fmt::format("  \"{}\" [label=\"{}: {}\", tooltip=\"{}\", {}{}];\n", node.id, node.line,
                        dot_text(node.label),
                        dot_text(node.always.empty() ? to_string(node.kind) : node.always),
                        dot_style(node), border);
  }
  for (const GraphEdge& edge : graph.edges) {
    text += fmt::format("  \"{}\" -> \"{}\"", graph.nodes[edge.from].id, graph.nodes[edge.to].id);
    text += fmt::format(" [label=\"{}\"{}];\n", dot_text(edge.name),
                        is_dashed(edge)                 ? ", style=dashed"
                        : edge.kind == EdgeKind::Change ? ", style=bold"
                                                        : "");
  }
  return text + "}\n";
}

std::string mermaid_graph(const CellGraph& graph) {
  std::string text = "flowchart LR\n";
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    const bool choice = node.kind == NodeKind::Test || node.kind == NodeKind::Loop;
    const bool widget = node.kind == NodeKind::Widget;
    text += fmt::format("  n{}{}\"{}#58; {}\"{}\n", i,
                        choice   ? "{{"
                        : widget ? "(["
                                 : "[",
                        node.line, mermaid_text(node.label),
                        choice   ? "}}"
                        : widget ? "])"
                                 : "]");
  }
  for (const GraphEdge& edge : graph.edges) {
    const std::string_view arrow = is_dashed(edge)                 ? "-.->"
                                   : edge.kind == EdgeKind::Change ? "==>"
                                                                   : "-->";
    const std::string label =
        edge.name.empty() ? "" : fmt::format("|\"{}\"|", mermaid_text(edge.name));
    text += fmt::format("  n{} {}{} n{}\n", edge.from, arrow, label, edge.to);
  }
  text += "  classDef widget fill:#d7f2de,stroke:#2c8a4a,color:#000\n";
  text += "  classDef output fill:#dde9fb,stroke:#3b6cb3,color:#000\n";
  text += "  classDef always stroke:#c26a00,stroke-width:2px\n";
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const std::string_view name = mermaid_class(graph.nodes[i]);
    if (!name.empty()) text += fmt::format("  class n{} {}\n", i, name);
  }
  return text;
}

}  // namespace lattice::cli
