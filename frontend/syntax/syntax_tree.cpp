#include "frontend/syntax/syntax_tree.h"

#include <algorithm>
#include <string>

#include "frontend/syntax/node.h"

namespace lattice {

Node SyntaxTree::root() const { return {data_.get(), NodeId(0)}; }

Node SyntaxTree::node(NodeId id) const {
  return id.valid() && id.index() < data_->nodes.size() ? Node(data_.get(), id) : Node();
}

Node SyntaxTree::node_at(TextRange range) const {
  Node best = root();
  for (bool descended = true; descended;) {
    descended = false;
    for (const Node child : best.children()) {
      if (child.range().contains(range)) {
        best = child;
        descended = true;
        break;
      }
    }
  }
  return best;
}

std::vector<Diagnostic> SyntaxTree::diagnostics() const {
  // Long enough to recognise the place, short enough for one line.
  constexpr size_t kExcerpt = 40;
  std::vector<Diagnostic> found = source().diagnostics();
  if (!has_error()) return found;
  for (size_t i = 0, reported = 0; i < data_->nodes.size() && reported < kMaxSyntaxDiagnostics;) {
    const NodeData& node = data_->nodes[i];
    if (!node.has_error) {
      i = node.subtree_end;
      continue;
    }
    if (node.missing) {
      found.push_back(
          {DiagnosticKind::SyntaxMissing, node.range, {std::string(to_string(node.kind))}});
      ++reported;
    } else if (node.kind == Kind::Error) {
      std::string_view text = source().text(node.range);
      text = text.substr(0, std::min({text.size(), kExcerpt, text.find_first_of("\r\n")}));
      found.push_back({DiagnosticKind::SyntaxProblem, node.range, {std::string(text)}});
      ++reported;
      // What lies inside an error is a consequence of it.
      i = node.subtree_end;
      continue;
    }
    ++i;
  }
  return found;
}

Node Node::parent() const {
  return tree_ && id_.index() != 0 ? Node(tree_, NodeId(data().parent)) : Node();
}

Node Node::child(Field field) const {
  for (const Node child : children_and_tokens()) {
    if (child.field() == field && !child.is_any(Kind::Comment, Kind::LineContinuation))
      return child;
  }
  return {};
}

Node Node::child(Kind kind) const {
  for (const Node child : children_and_tokens()) {
    if (child.is(kind)) return child;
  }
  return {};
}

Node Node::child_at(size_t index) const {
  for (const Node child : children()) {
    if (index-- == 0) return child;
  }
  return {};
}

size_t Node::child_count() const {
  const auto range = children();
  return static_cast<size_t>(std::distance(range.begin(), range.end()));
}

Node strip_parentheses(Node node) {
  while (node.is(Kind::ParenthesizedExpression) && node.child_count() == 1) node = node.child_at(0);
  return node;
}

}  // namespace lattice
