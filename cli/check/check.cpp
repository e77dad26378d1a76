#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/check/finding.h"
#include "cli/check/suppress.h"
#include "cli/graph/describe.h"

namespace lattice::cli {
namespace {

/// What depends on `nodes` through values: whatever a test lets through is replayed, not run.
size_t count_dependents(const CellGraph& graph, const std::vector<uint32_t>& nodes) {
  const std::vector<bool> seen = reached(graph, nodes, Way::Down);
  return static_cast<size_t>(std::ranges::count(seen, true));
}

CellGraph values_only(CellGraph graph) {
  std::erase_if(graph.edges, [](const GraphEdge& edge) {
    return edge.kind == EdgeKind::Control || edge.kind == EdgeKind::Exit;
  });
  return graph;
}

std::string cells_run(size_t count) {
  return count == 1 ? "1 cell runs" : fmt::format("{} cells run", count);
}

std::string advice_of(Effect effect) {
  switch (effect) {
    case Effect::Clock:
      return "read it once: `if \"start\" not in st.session_state: st.session_state.start = ...`";
    case Effect::Random:
    case Effect::Entropy:
      return "give the generator a seed, such as `np.random.default_rng(7)`";
    case Effect::Network:
    case Effect::NativeRead:
    case Effect::Subprocess:
    case Effect::Database:
      return "read it in a function with `@st.cache_data`";
    case Effect::FileWrite:
      return "write it when a button asks for it";
    case Effect::Pyplot:
      return "use a figure of your own: `fig, ax = plt.subplots()`, then `ax.plot(...)` and "
             "`st.pyplot(fig)`";
    case Effect::Iterator:
      return "make a list of it first";
    case Effect::Escapes:
      return "leave the loop or function outside of this statement";
    default:
      return "";
  }
}

class Checker {
 public:
  explicit Checker(const Analysis& analysis)
      : analysis_(analysis),
        ast_(analysis.ast()),
        graph_(build_graph(analysis)),
        values_(values_only(graph_)) {}

  std::vector<Finding> run() {
    always();
    wide_changes();
    widgets_in_loops();
    return std::move(findings_);
  }

 private:
  /// One finding for each expression that makes cells run always, however many use it.
  void always() {
    std::map<AstId, std::vector<uint32_t>> by_place;
    for (uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      const GraphNode& node = graph_.nodes[i];
      if (node.always.empty() || node.effect == Effect::Count) continue;
      by_place[node.place.valid() ? node.place : node.statement].push_back(i);
    }
    for (const auto& [place, nodes] : by_place) report(place, nodes);
  }

  void report(AstId place, const std::vector<uint32_t>& nodes) {
    const Effect effect = graph_.nodes[nodes.front()].effect;
    const TextRange range = ast_[place].range;
    const std::string code = ast_.label(place);
    const std::string phrase(phrase_of(effect));
    const size_t dependents = count_dependents(values_, nodes);
    const size_t more = dependents - nodes.size();
    const auto add = [&](CheckKind kind, const std::vector<std::string>& arguments) {
      findings_.push_back(make_finding(kind, range, arguments));
    };
    switch (effect) {
      case Effect::Page:
        // Every script has it, and it costs nothing.
        return;
      case Effect::DynamicCode:
        return add(CheckKind::DynamicCode, {code, cells_run(dependents)});
      case Effect::Clock:
      case Effect::Entropy:
      case Effect::Random:
        return add(CheckKind::VolatileRead,
                   {code, cells_run(dependents), phrase, advice_of(effect)});
      case Effect::Network:
      case Effect::Subprocess:
      case Effect::NativeRead:
      case Effect::FileWrite:
      case Effect::Database:
      case Effect::Thread:
      case Effect::Input:
      case Effect::Log:
      case Effect::Process:
      case Effect::Request:
        return add(
            CheckKind::OutsideWorld,
            {code, phrase, more == 1 ? "1 more" : fmt::format("{} more", more), advice_of(effect)});
      case Effect::Pyplot:
      case Effect::Settings:
      case Effect::Identity:
      case Effect::Iterator:
      case Effect::AttributeWrite:
      case Effect::Patch:
        return add(CheckKind::HiddenState, {code, phrase, advice_of(effect)});
      default:
        return add(CheckKind::AlwaysRuns, {phrase, advice_of(effect)});
    }
  }

  /// Nodes that register a widget and that `node` depends on, itself included.
  [[nodiscard]] std::set<uint32_t> widgets_above(uint32_t node) const {
    std::set<uint32_t> widgets;
    const std::vector<bool> above = reached(values_, {node}, Way::Up);
    for (uint32_t i = 0; i < above.size(); ++i) {
      if (above[i] && graph_.nodes[i].kind == NodeKind::Widget) widgets.insert(i);
    }
    return widgets;
  }

  /// By node: the one that made the object which it changes.
  [[nodiscard]] std::map<uint32_t, uint32_t> makers() const {
    std::map<uint32_t, uint32_t> result;
    for (const GraphEdge& edge : graph_.edges) {
      if (edge.kind == EdgeKind::Change) result.try_emplace(edge.to, edge.from);
    }
    for (auto& [changer, maker] : result) {
      // Earlier changes are not the origin. A cycle ends by the count.
      for (size_t i = 0; i < result.size() && result.contains(maker); ++i) maker = result.at(maker);
    }
    return result;
  }

  void wide_changes() {
    std::set<uint32_t> reported;
    for (const auto& [changing, making] : makers()) {
      const GraphNode& maker = graph_.nodes[making];
      const GraphNode& changer = graph_.nodes[changing];
      // Cheap to make again, or part of the page.
      const bool cheap = maker.reads.empty() || maker.kind == NodeKind::Container ||
                         maker.kind == NodeKind::Widget;
      if (cheap || reported.contains(making)) continue;
      const std::set<uint32_t> known = widgets_above(making);
      for (const uint32_t widget : widgets_above(changing)) {
        if (known.contains(widget) || widget == changing) continue;
        const GraphNode& cause = graph_.nodes[widget];
        findings_.push_back(
            make_finding(CheckKind::WideChange, ast_[changer.statement].range,
                         {changer.changes.front(),
                          cause.writes.empty() ? fmt::format("the widget in line {}", cause.line)
                                               : fmt::format("`{}`", cause.writes.front()),
                          std::to_string(maker.line)}));
        reported.insert(making);
        break;
      }
    }
  }

  void widgets_in_loops() {
    for (uint32_t i = 0; i < ast_.size(); ++i) {
      const AstId call(i);
      if (ast_[call].kind != AstKind::Call || !is_in_loop(call)) continue;
      if (streamlit_trait(analysis_, call) != Trait::WidgetElement) continue;
      if (keyword_argument(ast_, call, "key").valid() || has_open_keywords(call)) continue;
      findings_.push_back(make_finding(CheckKind::WidgetInLoop, ast_[call].range, {"{i}"}));
    }
  }

  [[nodiscard]] bool is_in_loop(AstId id) const {
    for (AstId up = id; ast_[up].parent.valid(); up = ast_[up].parent) {
      const AstKind above = ast_[ast_[up].parent].kind;
      if (is_definition(above)) return false;
      const bool loop = above == AstKind::For || above == AstKind::While;
      if ((loop && ast_[up].role == AstRole::Body) || is_comprehension(above)) return true;
    }
    return false;
  }

  /// `**options` may hold a key.
  [[nodiscard]] bool has_open_keywords(AstId call) const {
    for (const AstId child : AstChildren(ast_, call)) {
      if (ast_[child].kind == AstKind::Keyword && ast_[child].text.empty()) return true;
    }
    return false;
  }

  const Analysis& analysis_;
  const Ast& ast_;
  CellGraph graph_, values_;
  std::vector<Finding> findings_;
};

std::vector<Finding> without_suppressed(std::vector<Finding> findings, const SyntaxTree& tree) {
  const Suppressions comments = find_suppressions(tree);
  std::erase_if(findings, [&](const Finding& finding) {
    return is_suppressed(finding, tree.source(), comments);
  });
  std::ranges::stable_sort(
      findings, [](const Finding& a, const Finding& b) { return a.range.begin < b.range.begin; });
  return findings;
}

}  // namespace

std::vector<Finding> check_text(const SyntaxTree& tree) {
  std::vector<Finding> findings;
  for (const Diagnostic& diagnostic : tree.diagnostics()) {
    findings.push_back(make_finding(diagnostic));
  }
  return without_suppressed(std::move(findings), tree);
}

std::vector<Finding> check_script(const SyntaxTree& tree) {
  std::vector<Finding> findings;
  for (const Diagnostic& diagnostic : tree.diagnostics()) {
    findings.push_back(make_finding(diagnostic));
  }
  // Of broken text only that can be said with certainty.
  if (!findings.empty()) return without_suppressed(std::move(findings), tree);
  const Analysis analysis = analyze(tree);
  const std::string& problem = analysis.ast().problem;
  if (!problem.empty()) {
    findings.push_back(make_finding(CheckKind::PlainScript, {0, 0}, {problem}));
    return findings;
  }
  return without_suppressed(Checker(analysis).run(), tree);
}

}  // namespace lattice::cli
