#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "frontend/base/diagnostic.h"
#include "frontend/base/id.h"
#include "frontend/source/source_file.h"
#include "frontend/syntax/kind.h"

namespace lattice {

class Node;

/// Nodes are numbered in document order (preorder), so a subtree is the range of ids from its root
/// up to, not including, its `subtree_end`, and comparing ids compares positions.
using NodeId = Id<struct NodeTag>;

/// The record behind a `Node`; private to `syntax/`.
struct NodeData {
  Kind kind = Kind::Null;
  Field field = Field::None;
  bool missing = false;
  bool has_error = false;
  TextRange range;
  uint32_t parent = 0;
  uint32_t subtree_end = 0;
};

/// The parsed form of one source file: an immutable value, cheap to copy. It keeps its source.
/// Parsing never fails: what is not Python is an `Error` node, what is absent a missing one.
class SyntaxTree {
 public:
  [[nodiscard]] const SourceFile& source() const { return data_->source; }
  /// The `Module` node; it covers the whole text. An `Error` node if nothing could be understood.
  [[nodiscard]] Node root() const;
  [[nodiscard]] Node node(NodeId id) const;
  [[nodiscard]] uint32_t node_count() const { return static_cast<uint32_t>(data_->nodes.size()); }
  [[nodiscard]] bool has_error() const { return data_->nodes.front().has_error; }
  /// The smallest named node that covers the range.
  [[nodiscard]] Node node_at(TextRange range) const;
  /// Those of the source, then syntax errors in document order (at most `kMaxSyntaxDiagnostics`).
  [[nodiscard]] std::vector<Diagnostic> diagnostics() const;

  static constexpr size_t kMaxSyntaxDiagnostics = 100;

  struct Data {
    SourceFile source;
    std::vector<NodeData> nodes;
  };
  explicit SyntaxTree(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

 private:
  std::shared_ptr<const Data> data_;
};

}  // namespace lattice
