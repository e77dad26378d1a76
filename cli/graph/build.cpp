#include <algorithm>
#include <tuple>

#include "analysis/cell/names_used.h"
#include "cli/graph/builder.h"
#include "cli/graph/describe.h"

namespace lattice::cli {

CellGraph build_graph(const Analysis& analysis) { return GraphBuilder(analysis).run(); }

CellGraph GraphBuilder::run() {
  graph_.path = ast_.source().path();
  graph_.lines = ast_.source().line_count();
  graph_.cells = analysis_.split().cells.size();
  body(analysis_.split().steps, Place{}, module_);
  link_reads();
  link_calls();
  link_returns();
  const std::vector<bool> kept = contract_parameters();
  // An object that is read and changed has one edge, of the stronger kind.
  std::erase_if(graph_.edges, [&](const GraphEdge& edge) {
    return edge.kind == EdgeKind::Data &&
           known_edges_.contains({edge.from, edge.to, store_.name(edge.name), EdgeKind::Change});
  });
  graph_ = restrict_to(std::move(graph_), kept);
  std::ranges::stable_sort(graph_.edges, [](const GraphEdge& a, const GraphEdge& b) {
    return std::tie(a.from, a.to, a.kind, a.name) < std::tie(b.from, b.to, b.kind, b.name);
  });
  return std::move(graph_);
}

GraphBuilder::Exit GraphBuilder::body(const std::vector<Step>& steps, Place place,
                                      FlowState& state) {
  Exit exit;
  for (const Step& each : steps) {
    if (const Exit ended = step(each, place, state)) {
      place.control = ended;
      place.kind = EdgeKind::Exit;
      exit = ended;
    }
  }
  return exit;
}

GraphBuilder::Exit GraphBuilder::step(const Step& step, const Place& place, FlowState& state) {
  switch (step.kind) {
    case StepKind::If:
      return branch(step, place, state);
    case StepKind::For:
      return loop(step, place, state);
    case StepKind::With:
      return with(step, place, state);
    case StepKind::Try:
      return attempt(step, place, state);
    default:
      break;
  }
  switch (ast_[step.node].kind) {
    case AstKind::Import:
    case AstKind::ImportFrom:
    case AstKind::Global:
    case AstKind::Nonlocal:
    case AstKind::Pass:
    case AstKind::Delete:
    case AstKind::TypeAlias:
      return {};
    case AstKind::Break:
    case AstKind::Continue:
      return place.control;
    case AstKind::FunctionDef:
    case AstKind::AsyncFunctionDef:
    case AstKind::ClassDef:
      definition(step, place, state);
      return {};
    case AstKind::Expr:
      // Docstrings.
      if (step.kind == StepKind::Native) return {};
      return plain(step, place, state);
    default:
      return plain(step, place, state);
  }
}

GraphBuilder::Exit GraphBuilder::branch(const Step& step, const Place& place, FlowState& state) {
  const AstId test = ast_.child(step.node, AstRole::Test);
  const uint32_t node = add_node(step, NodeKind::Test, test, place);
  read(node, test, place, state);
  change_objects(node, test, place, state);
  Place inner = place;
  inner.control = node;
  inner.kind = EdgeKind::Control;
  FlowState other = state;
  Exit exit = body(step.body, inner, state);
  const Exit exit_else = body(step.orelse, inner, other);
  state.join(other);
  // What follows depends on the test, which decides whether the end is reached.
  if (exit || exit_else) exit = node;
  return exit;
}

GraphBuilder::Exit GraphBuilder::loop(const Step& step, const Place& place, FlowState& state) {
  const AstId source = ast_.child(step.node, AstRole::Iter);
  const AstId target = ast_.child(step.node, AstRole::Target);
  const uint32_t node = add_node(step, NodeKind::Loop, source, place);
  read(node, source, place, state);
  Place inner = place;
  inner.control = node;
  inner.kind = EdgeKind::Control;
  const FlowState before = state;
  for (int pass = 0; pass < 2; ++pass) {
    bind(node, names_bound(ast_, target), true, place, state);
    body(step.body, inner, state);
    state.join(before);
  }
  return {};
}

GraphBuilder::Exit GraphBuilder::with(const Step& step, const Place& place, FlowState& state) {
  // `with st.sidebar:` makes nothing that anything could depend on.
  const bool makes = std::ranges::any_of(
      step.items, [](const WithItemStep& item) { return item.dynamic || item.cell.valid(); });
  if (makes) {
    const uint32_t node = add_node(step, NodeKind::Container, step.node, place);
    for (const AstId item : ast_.children(step.node, AstRole::Item)) {
      read(node, item, place, state);
      bind(node, names_bound(ast_, item), true, place, state);
    }
  }
  return body(step.body, place, state);
}

GraphBuilder::Exit GraphBuilder::attempt(const Step& step, const Place& place, FlowState& state) {
  FlowState failed = state;
  Exit exit = body(step.body, place, state);
  failed.join(state);
  // The last node of the body stands for all that may raise.
  Place caught = place;
  if (const size_t made = graph_.nodes.size(); made > 0 && !step.body.empty()) {
    caught.control = static_cast<uint32_t>(made - 1);
    caught.kind = EdgeKind::Control;
  }
  const auto later = [&exit](Exit other) {
    if (other) exit = other;
  };
  later(body(step.orelse, place, state));
  const std::vector<AstId> handlers = ast_.children(step.node, AstRole::Handler);
  for (size_t i = 0; i < step.handlers.size(); ++i) {
    FlowState inside = failed;
    const std::string_view name = ast_[handlers[i]].text;
    if (!name.empty() && caught.control) bind(*caught.control, {name}, true, caught, inside);
    later(body(step.handlers[i], caught, inside));
    state.join(inside);
  }
  later(body(step.final, place, state));
  return exit;
}

GraphBuilder::Exit GraphBuilder::plain(const Step& step, const Place& place, FlowState& state) {
  const AstNode& statement = ast_[step.node];
  const bool assigns = statement.kind == AstKind::Assign || statement.kind == AstKind::AnnAssign ||
                       statement.kind == AstKind::AugAssign;
  const NodeKind kind = kind_of_code(
      analysis_, step.node,
      assigns || statement.kind == AstKind::Return ? NodeKind::Value : NodeKind::Statement);
  const uint32_t node = add_node(step, kind, step.node, place);
  if (step.kind == StepKind::Call) note_call(step, place, state);
  read(node, step.node, place, state);
  change_objects(node, step.node, place, state);
  const bool certain = !step.cell.valid() || step.kind != StepKind::Stmt ||
                       analysis_.split().cells[step.cell].definite;
  bind(node, names_bound(ast_, step.node), certain, place, state);

  if (statement.kind == AstKind::Return) {
    if (place.function.valid() && ast_.child(step.node, AstRole::Value).valid()) {
      const auto function = functions_.find(function_key(ast_, place.function));
      if (function != functions_.end()) function->second.returns.push_back(node);
    }
    return node;
  }
  const bool ends = graph_.nodes[node].effects.has(Effect::Control) ||
                    graph_.nodes[node].effects.has(Effect::Escapes) ||
                    statement.kind == AstKind::Raise;
  return ends ? Exit(node) : Exit();
}

void GraphBuilder::definition(const Step& step, const Place& place, FlowState& state) {
  const uint32_t node = add_node(step, NodeKind::Function, step.node, place);
  read(node, step.node, place, state);
  // What a body with nodes of its own reads goes to those.
  if (step.body.empty() && ast_[step.node].kind != AstKind::ClassDef) {
    for (const std::string_view name : names_captured(ast_, analysis_.names(), step.node)) {
      if (is_import(name, place)) continue;
      add_once(graph_.nodes[node].reads, name);
      if (is_local(name, place)) {
        read_names(node, {name}, place, state);
      } else {
        reads_.push_back({node, std::string(name), EdgeKind::Data});
      }
    }
  }
  bind(node, {ast_[step.node].text}, true, place, state);
  if (step.body.empty()) return;
  Function& function = functions_[step.function];
  function.header = node;
  FlowState inside(store_);
  for (const AstId parameter : ast_.children(step.node, AstRole::Parameter)) {
    const auto made = static_cast<uint32_t>(graph_.nodes.size());
    GraphNode& added = graph_.nodes.emplace_back();
    added.kind = NodeKind::Parameter;
    const std::string name(ast_[parameter].text);
    function.parameters.emplace_back(name, made);
    inside.define(name, {made});
  }
  Place inner;
  inner.function = step.node;
  inner.control = node;
  body(step.body, inner, inside);
}

}  // namespace lattice::cli
