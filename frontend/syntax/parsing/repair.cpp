#include "frontend/syntax/parsing/repair.h"

#include <cstdint>

namespace lattice {
namespace {

/// Whether a statement of the grammar is something else in Python 3: `print >>f, x` is a tuple,
/// `type(x).y = 1` an assignment and not the alias `type X = ...`.
bool is_misread(const std::vector<NodeData>& nodes, uint32_t index) {
  if (nodes[index].kind == Kind::PrintStatement || nodes[index].kind == Kind::ExecStatement) {
    return true;
  }
  if (nodes[index].kind != Kind::TypeAliasStatement) return false;
  // The children are the word `type` and a `Type` node, which holds `X` or `X[T]`.
  const uint32_t left = index + 2;
  if (left + 1 >= nodes[index].subtree_end || nodes[left].kind != Kind::Type) return false;
  const Kind name = nodes[left + 1].kind;
  return name != Kind::Identifier && name != Kind::GenericType;
}

bool is_filler(const NodeData& node) {
  return node.kind == Kind::Comment || node.kind == Kind::LineContinuation;
}

/// Operators that begin with their first operand and bind less than a splat in the grammar.
bool begins_with_operand(Kind kind) {
  switch (kind) {
    case Kind::Attribute:
    case Kind::Call:
    case Kind::Subscript:
    case Kind::BinaryOperator:
    case Kind::ComparisonOperator:
    case Kind::BooleanOperator:
    case Kind::ConditionalExpression:
      return true;
    default:
      return false;
  }
}

/// Moves the splat at `splat` and its star before the operators `first .. splat - 1`, each of which
/// is the first child of the one before: `first.. splat * operand` becomes `splat * first..
/// operand`.
void hoist_splat(std::vector<NodeData>& nodes, uint32_t first, uint32_t splat) {
  const uint32_t operand = splat + 2;
  const NodeData outer = nodes[first];
  NodeData hoisted = nodes[splat];
  NodeData star = nodes[splat + 1];
  nodes[operand].field = hoisted.field;
  for (uint32_t old = splat; old-- > first;) {
    const uint32_t moved = old + 2;
    for (uint32_t child = old + 1; child < nodes[old].subtree_end;
         child = nodes[child].subtree_end) {
      // The first child is an operator on the way, or the splat.
      if (child > operand) nodes[child].parent = moved;
    }
    nodes[moved] = nodes[old];
    nodes[moved].parent = moved - 1;
    nodes[moved].range.begin = nodes[operand].range.begin;
  }
  nodes[operand].parent = operand - 1;
  nodes[first + 2].parent = first;
  nodes[first + 2].field = Field::None;
  hoisted.field = outer.field;
  hoisted.parent = outer.parent;
  hoisted.range = outer.range;
  hoisted.subtree_end = outer.subtree_end;
  hoisted.has_error = outer.has_error;
  star.parent = first;
  star.subtree_end = first + 2;
  nodes[first] = hoisted;
  nodes[first + 1] = star;
}

}  // namespace

std::string with_unix_line_ends(std::string_view text) {
  std::string result(text);
  for (size_t i = 0; i < result.size(); ++i) {
    if (result[i] == '\r' && (i + 1 == result.size() || result[i + 1] != '\n')) result[i] = '\n';
  }
  return result;
}

size_t hide_misread_keywords(const std::vector<NodeData>& nodes, std::string& text) {
  size_t hidden = 0;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    if (!is_misread(nodes, i) || nodes[i].range.empty()) continue;
    text[nodes[i].range.begin] = '_';
    ++hidden;
  }
  return hidden;
}

std::string join_lines_after_dot(std::string_view text) {
  std::string joined;
  bool comment = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') comment = false;
    if (text[i] == '#') comment = true;
    if (text[i] != '.' || comment || i == 0) continue;
    // `...` and `1.` may well end a line.
    if (text[i - 1] == '.' || (text[i - 1] >= '0' && text[i - 1] <= '9')) continue;
    const size_t next = text.find_first_not_of(" \t\r", i + 1);
    if (next == std::string_view::npos || text[next] != '\n') continue;
    if (joined.empty()) joined = text;
    joined[next] = ' ';
  }
  return joined;
}

void trim_comments(std::vector<NodeData>& nodes) {
  std::vector<bool> trimmed(nodes.size());
  // Children come after their parents, so they are settled first.
  for (auto i = static_cast<uint32_t>(nodes.size()); i-- > 0;) {
    uint32_t last = 0;
    uint32_t last_part = 0;
    for (uint32_t child = i + 1; child < nodes[i].subtree_end; child = nodes[child].subtree_end) {
      last = child;
      if (!is_filler(nodes[child])) last_part = child;
    }
    if (last_part != 0 && (is_filler(nodes[last]) || trimmed[last])) {
      nodes[i].range.end = nodes[last_part].range.end;
      trimmed[i] = true;
    }
  }
}

void hoist_splats(std::vector<NodeData>& nodes) {
  for (uint32_t splat = 1; splat + 2 < nodes.size(); ++splat) {
    const NodeData& node = nodes[splat];
    if (node.kind != Kind::ListSplat && node.kind != Kind::ListSplatPattern) continue;
    const bool plain =
        nodes[splat + 1].kind == Kind::Star && nodes[splat + 1].subtree_end == splat + 2 &&
        nodes[splat + 2].parent == splat && nodes[splat + 2].subtree_end == node.subtree_end;
    uint32_t first = splat;
    while (nodes[first].parent == first - 1 && begins_with_operand(nodes[first - 1].kind)) --first;
    if (plain && first != splat) hoist_splat(nodes, first, splat);
  }
}

}  // namespace lattice
