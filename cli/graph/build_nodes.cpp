#include <fmt/format.h>

#include <algorithm>

#include "analysis/cell/names_used.h"
#include "cli/graph/builder.h"
#include "cli/graph/describe.h"

namespace lattice::cli {
namespace {

/// FNV-1a; only has to be the same in every build.
uint64_t hash_of(std::string_view text, uint64_t hash = 0xcbf29ce484222325) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::string label_of(const Ast& ast, const Step& step, AstId code, NodeKind kind) {
  const AstKind statement = ast[step.node].kind;
  if (kind == NodeKind::Test) return "if " + ast.label(code, 56);
  if (kind == NodeKind::Loop) {
    const AstId target = ast.child(step.node, AstRole::Target);
    return fmt::format("for {} in {}", ast.label(target, 24), ast.label(code, 30));
  }
  if (statement == AstKind::FunctionDef || statement == AstKind::AsyncFunctionDef) {
    return fmt::format("def {}", ast[step.node].text);
  }
  if (statement == AstKind::ClassDef) return fmt::format("class {}", ast[step.node].text);
  const AstId body = ast.child(step.node, AstRole::Body);
  if (!body.valid()) return ast.label(step.node);
  return ast.label(TextRange{ast[step.node].range.begin, ast[body].range.begin});
}

}  // namespace

uint32_t GraphBuilder::add_node(const Step& step, NodeKind kind, AstId code, const Place& place) {
  const auto known = nodes_by_statement_.find(step.node);
  if (known != nodes_by_statement_.end()) return known->second;
  GraphNode node;
  node.kind = kind;
  node.statement = step.node;
  node.line = ast_[step.node].position.line;
  const bool header = ast_.child(step.node, AstRole::Body).valid();
  node.end_line = header ? std::max(node.line, ast_.end_line(code.valid() ? code : step.node))
                         : ast_.end_line(step.node);
  if (header && code == step.node) node.end_line = node.line;
  node.label = label_of(ast_, step, code, kind);
  if (place.function.valid()) node.function = ast_[place.function].text;
  take_effects(node, step);
  name_node(node, code);
  const auto index = static_cast<uint32_t>(graph_.nodes.size());
  graph_.nodes.push_back(std::move(node));
  nodes_by_statement_.emplace(step.node, index);
  if (place.control) add_edge(*place.control, index, place.kind, "");
  return index;
}

void GraphBuilder::take_effects(GraphNode& node, const Step& step) const {
  const auto take = [&](CellId id) {
    if (!id.valid()) return;
    const StaticCell& cell = analysis_.split().cells[id];
    // Asking for the content of a variable is the guard's business, not the user's.
    if (cell.kind == CellKind::Use) return;
    node.effects |= cell.effects.set;
    if (cell.always.empty() || !node.always.empty()) return;
    node.always = cell.always;
    node.effect = first_always(cell.effects.set);
    if (node.effect != Effect::Count) {
      node.place = cell.effects.places[static_cast<size_t>(node.effect)];
      node.place_inside =
          node.place.valid() && ast_[step.node].range.contains(ast_[node.place].range);
    }
  };
  take(step.cell);
  for (const CellId cell : step.arguments) take(cell);
  for (const CellId cell : step.keywords) take(cell);
  for (const WithItemStep& item : step.items) take(item.cell);
}

void GraphBuilder::name_node(GraphNode& node, AstId code) {
  // A definition is known by its name, so that its id survives edits of its body.
  const bool by_label = node.kind == NodeKind::Function || node.kind == NodeKind::Container;
  const std::string_view text = by_label ? std::string_view(node.label) : ast_.text(code);
  const uint64_t hash = hash_of(text, hash_of(node.function));
  node.id =
      fmt::format("{}-{:08x}", to_string(node.kind), static_cast<uint32_t>(hash ^ (hash >> 32)));
  const uint32_t count = ++ids_[node.id];
  if (count > 1) node.id += fmt::format("-{}", count);
}

bool GraphBuilder::is_local(std::string_view name, const Place& place) const {
  if (!place.function.valid()) return false;
  const NameScopeId home = analysis_.names().inner(place.function);
  const ResolvedName resolved = analysis_.names().resolve(name, home);
  return resolved.binding != nullptr && resolved.scope == home;
}

bool GraphBuilder::is_import(std::string_view name, const Place& place) const {
  const ::lattice::Names& names = analysis_.names();
  const NameScopeId home = place.function.valid() ? names.inner(place.function) : names.module();
  const ResolvedName resolved = names.resolve(name, home);
  if (resolved.binding == nullptr) return true;
  return resolved.binding->imports.size() == resolved.binding->total();
}

void GraphBuilder::read(uint32_t node, AstId code, const Place& place, const FlowState& state) {
  read_names(node, names_read(ast_, analysis_.names(), analysis_.effects(), code), place, state);
  use_session_state(node, code);
}

void GraphBuilder::read_names(uint32_t node, const Names& names, const Place& place,
                              const FlowState& state) {
  for (const std::string_view name : names) {
    if (is_import(name, place)) continue;
    add_once(graph_.nodes[node].reads, name);
    if (place.function.valid() && !is_local(name, place)) {
      reads_.push_back({node, std::string(name), EdgeKind::Data});
      continue;
    }
    for (const uint32_t from : state.definers(name)) {
      if (from != node) add_edge(from, node, EdgeKind::Data, name);
    }
  }
}

void GraphBuilder::bind(uint32_t node, const Names& names, bool certain, const Place& place,
                        FlowState& state) {
  for (const std::string_view name : names) {
    add_once(graph_.nodes[node].writes, name);
    if (certain) {
      state.define(name, {node});
    } else {
      state.define_maybe(name, {node});
    }
    if (!is_local(name, place)) {
      std::vector<uint32_t>& all = definers_[std::string(name)];
      if (std::ranges::find(all, node) == all.end()) all.push_back(node);
    }
  }
}

void GraphBuilder::change_objects(uint32_t node, AstId code, const Place& place, FlowState& state) {
  for (const InPlaceChange& change : changes_in_place(analysis_, code)) {
    add_once(graph_.nodes[node].changes, change.name);
    const bool outside = place.function.valid() && !is_local(change.name, place);
    if (outside) {
      reads_.push_back({node, std::string(change.name), EdgeKind::Change});
    } else {
      for (const uint32_t from : state.definers(change.name)) {
        if (from != node) add_edge(from, node, EdgeKind::Change, change.name);
      }
      state.define(change.name, {node});
    }
    if (!is_local(change.name, place)) {
      std::vector<uint32_t>& all = definers_[std::string(change.name)];
      if (std::ranges::find(all, node) == all.end()) all.push_back(node);
    }
  }
}

void GraphBuilder::use_session_state(uint32_t node, AstId code) {
  const StateKeys keys = state_keys(analysis_, code);
  for (const std::string& key : keys.reads) {
    add_once(graph_.nodes[node].reads, key);
    reads_.push_back({node, key, EdgeKind::State});
  }
  for (const std::string& key : keys.writes) {
    add_once(graph_.nodes[node].writes, key);
    std::vector<uint32_t>& all = definers_[key];
    if (std::ranges::find(all, node) == all.end()) all.push_back(node);
  }
}

void GraphBuilder::add_edge(uint32_t from, uint32_t to, EdgeKind kind, std::string_view name) {
  if (!known_edges_.insert({from, to, store_.name(name), kind}).second) return;
  graph_.edges.push_back({from, to, kind, std::string(name)});
}

}  // namespace lattice::cli
