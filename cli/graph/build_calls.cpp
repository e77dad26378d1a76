#include "analysis/cell/names_used.h"
#include "cli/graph/builder.h"

namespace lattice::cli {

void GraphBuilder::note_call(const Step& step, const Place& place, const FlowState& state) {
  DeferredCall call;
  call.function = step.function;
  const auto sources = [&](AstId argument) {
    std::vector<uint32_t> nodes;
    for (const std::string_view name :
         names_read(ast_, analysis_.names(), analysis_.effects(), argument)) {
      if (is_import(name, place)) continue;
      // What a function reads from outside is bound where functions see it.
      const bool outside = place.function.valid() && !is_local(name, place);
      const auto found = definers_.find(std::string(name));
      if (outside && found == definers_.end()) continue;
      const FlowState::Set& from = outside ? found->second : state.definers(name);
      nodes.insert(nodes.end(), from.begin(), from.end());
    }
    return nodes;
  };
  const AstId value = ast_.child(step.node, AstRole::Value);
  for (const AstId argument : AstChildren(ast_, value)) {
    const AstNode& node = ast_[argument];
    const bool star =
        node.kind == AstKind::Starred || (node.role == AstRole::Keyword && node.text.empty());
    if (star) {
      call.stars = sources(argument);
    } else if (node.role == AstRole::Argument) {
      call.positional.push_back(sources(argument));
    } else if (node.role == AstRole::Keyword) {
      call.keywords.emplace_back(node.text, sources(argument));
    }
  }
  if (place.control) call.into.push_back({*place.control, 0, place.kind, ""});
  calls_.push_back(std::move(call));
}

void GraphBuilder::link_reads() {
  for (const DeferredRead& read : reads_) {
    const auto found = definers_.find(read.name);
    if (found == definers_.end()) continue;
    const std::string reader = graph_.nodes[read.node].function;
    for (const uint32_t from : found->second) {
      // Within one run of a frame, what stands below comes later.
      const bool later = graph_.nodes[from].function == reader && from > read.node;
      // A function that reads its own name is recursive.
      if (from != read.node && !later) add_edge(from, read.node, read.kind, read.name);
    }
  }
}

void GraphBuilder::link_calls() {
  for (const DeferredCall& call : calls_) {
    const auto found = functions_.find(call.function);
    if (found == functions_.end()) continue;
    const Function& function = found->second;
    for (const GraphEdge& edge : call.into) {
      // Its own test, in a recursive function.
      if (edge.from != function.header) add_edge(edge.from, function.header, edge.kind, edge.name);
    }
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      const auto& [name, node] = function.parameters[i];
      const auto give = [this, to = node](const std::vector<uint32_t>& nodes) {
        for (const uint32_t from : nodes) add_edge(from, to, EdgeKind::Data, "");
      };
      if (i < call.positional.size()) give(call.positional[i]);
      // `*rest` takes what is left.
      const bool last = i + 1 == function.parameters.size();
      for (size_t k = i + 1; last && k < call.positional.size(); ++k) give(call.positional[k]);
      for (const auto& [keyword, nodes] : call.keywords) {
        if (keyword == name) give(nodes);
      }
      give(call.stars);
    }
  }
}

// Who uses a function gets what its `return` statements yield.
void GraphBuilder::link_returns() {
  const std::vector<GraphEdge> edges = graph_.edges;
  for (const auto& [key, function] : functions_) {
    const std::string name(ast_[graph_.nodes[function.header].statement].text);
    for (const GraphEdge& edge : edges) {
      if (edge.from != function.header || edge.kind != EdgeKind::Data || edge.name != name)
        continue;
      for (const uint32_t from : function.returns) {
        if (from != edge.to) add_edge(from, edge.to, EdgeKind::Data, name + "()");
      }
    }
  }
}

// Edges through a parameter become edges from the arguments to those who read it. Returns which
// nodes stay.
std::vector<bool> GraphBuilder::contract_parameters() {
  std::vector<bool> kept(graph_.nodes.size(), true);
  for (const auto& [key, function] : functions_) {
    for (const auto& [name, parameter] : function.parameters) {
      kept[parameter] = false;
      std::vector<GraphEdge> into, out;
      for (const GraphEdge& edge : graph_.edges) {
        if (edge.from == edge.to) continue;
        if (edge.to == parameter) into.push_back(edge);
        if (edge.from == parameter) out.push_back(edge);
      }
      std::erase_if(graph_.edges, [p = parameter](const GraphEdge& edge) {
        return edge.to == p || edge.from == p;
      });
      for (const GraphEdge& a : into) {
        for (const GraphEdge& b : out) {
          if (a.from != b.to) add_edge(a.from, b.to, b.kind, b.name);
        }
      }
    }
  }
  return kept;
}

}  // namespace lattice::cli
