#pragma once
// The state of building one graph; private to cli/graph. Statements are in build.cpp, calls of the
// script's functions in build_calls.cpp, what a node reads, binds and may do in build_nodes.cpp.
#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "cli/graph/cell_graph.h"
#include "cli/graph/flow_state.h"

namespace lattice::cli {

inline void add_once(std::vector<std::string>& list, std::string_view item) {
  if (std::ranges::find(list, item) == list.end()) list.emplace_back(item);
}

class GraphBuilder {
 public:
  explicit GraphBuilder(const Analysis& analysis)
      : analysis_(analysis), ast_(analysis.ast()), module_(store_) {}
  CellGraph run();

 private:
  using Names = std::vector<std::string_view>;

  /// Where a statement stands.
  struct Place {
    /// The function whose body is walked; none at module level.
    AstId function;
    /// The node that decides whether it runs: the innermost header, or the last test that may have
    /// ended the script or the function.
    std::optional<uint32_t> control;
    EdgeKind kind = EdgeKind::Control;
  };
  /// A use of something that other functions or later lines bind.
  struct DeferredRead {
    uint32_t node = 0;
    std::string name;
    EdgeKind kind = EdgeKind::Data;
  };
  /// `f(x)` with a function that carries guards: what decides on the call reaches its header, x
  /// reaches its parameter.
  struct DeferredCall {
    std::string function;
    std::vector<GraphEdge> into;
    /// By position, by keyword; a star reaches every parameter.
    std::vector<std::vector<uint32_t>> positional;
    std::vector<std::pair<std::string, std::vector<uint32_t>>> keywords;
    std::vector<uint32_t> stars;
  };
  /// The edge as a value, its name by number.
  struct EdgeKey {
    uint32_t from = 0, to = 0, name = 0;
    EdgeKind kind = EdgeKind::Data;
    friend bool operator==(const EdgeKey&, const EdgeKey&) = default;
    struct Hash {
      size_t operator()(const EdgeKey& key) const {
        constexpr uint64_t kPrime = 0x9e3779b97f4a7c15;
        uint64_t hash = (uint64_t{key.from} << 32 | key.to) * kPrime;
        hash ^= (uint64_t{key.name} << 3 | static_cast<uint64_t>(key.kind)) + (hash >> 29);
        return hash * kPrime;
      }
    };
  };
  struct Function {
    uint32_t header = 0;
    /// Nodes that exist only while the graph is built.
    std::vector<std::pair<std::string, uint32_t>> parameters;
    std::vector<uint32_t> returns;
  };

  // build.cpp. Each returns the node that decides whether what follows runs, if there is one.
  using Exit = std::optional<uint32_t>;
  Exit body(const std::vector<Step>& steps, Place place, FlowState& state);
  Exit step(const Step& step, const Place& place, FlowState& state);
  Exit branch(const Step& step, const Place& place, FlowState& state);
  Exit loop(const Step& step, const Place& place, FlowState& state);
  Exit with(const Step& step, const Place& place, FlowState& state);
  Exit attempt(const Step& step, const Place& place, FlowState& state);
  Exit plain(const Step& step, const Place& place, FlowState& state);
  void definition(const Step& step, const Place& place, FlowState& state);

  // build_calls.cpp
  void note_call(const Step& step, const Place& place, const FlowState& state);
  void link_reads();
  void link_calls();
  void link_returns();
  std::vector<bool> contract_parameters();

  // build_nodes.cpp
  uint32_t add_node(const Step& step, NodeKind kind, AstId code, const Place& place);
  void take_effects(GraphNode& node, const Step& step) const;
  void name_node(GraphNode& node, AstId code);
  void read(uint32_t node, AstId code, const Place& place, const FlowState& state);
  void read_names(uint32_t node, const Names& names, const Place& place, const FlowState& state);
  void bind(uint32_t node, const Names& names, bool certain, const Place& place, FlowState& state);
  void change_objects(uint32_t node, AstId code, const Place& place, FlowState& state);
  void use_session_state(uint32_t node, AstId code);
  void add_edge(uint32_t from, uint32_t to, EdgeKind kind, std::string_view name);
  bool is_local(std::string_view name, const Place& place) const;
  bool is_import(std::string_view name, const Place& place) const;

  const Analysis& analysis_;
  const Ast& ast_;
  CellGraph graph_;
  FlowState::Store store_;
  FlowState module_;
  /// All nodes that bind a name of the module or a key of session state: what functions see.
  std::unordered_map<std::string, std::vector<uint32_t>> definers_;
  /// By key of an instrumented function.
  std::map<std::string, Function> functions_;
  std::vector<DeferredRead> reads_;
  std::vector<DeferredCall> calls_;
  std::unordered_set<EdgeKey, EdgeKey::Hash> known_edges_;
  /// A loop's body is walked twice, for what one iteration leaves to the next.
  std::unordered_map<AstId, uint32_t> nodes_by_statement_;
  std::unordered_map<std::string, uint32_t> ids_;
};

}  // namespace lattice::cli
