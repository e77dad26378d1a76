#pragma once

#include <cassert>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "frontend/syntax/syntax_tree.h"

namespace lattice {

template <bool kTokens>
class ChildRange;

/// One node of a syntax tree: 16 bytes, by value, valid while some copy of its tree lives.
/// The null node has `Kind::Null`, no children and an empty text, so that chains such as
/// `node.child(Field::Left).child(Field::Name)` need no checks on the way.
class Node {
 public:
  Node() = default;
  Node(const SyntaxTree::Data* tree, NodeId id) : tree_(tree), id_(id) {}

  explicit operator bool() const { return tree_ != nullptr; }
  [[nodiscard]] NodeId id() const { return id_; }
  [[nodiscard]] Kind kind() const { return tree_ ? data().kind : Kind::Null; }
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  template <typename... Kinds>
  [[nodiscard]] bool is_any(Kinds... kinds) const {
    const Kind own = kind();
    return ((own == kinds) || ...);
  }
  /// The role in the parent.
  [[nodiscard]] Field field() const { return tree_ ? data().field : Field::None; }
  [[nodiscard]] TextRange range() const { return tree_ ? data().range : TextRange{}; }
  [[nodiscard]] std::string_view text() const {
    return tree_ ? tree_->source.text(data().range) : std::string_view{};
  }
  [[nodiscard]] Position begin() const {
    return tree_ ? tree_->source.position(range().begin) : Position{};
  }
  [[nodiscard]] Position end() const {
    return tree_ ? tree_->source.position(range().end) : Position{};
  }

  /// The null node for the root.
  [[nodiscard]] Node parent() const;
  /// The first child with this role (a token where the grammar has one there, as `operator`).
  [[nodiscard]] Node child(Field field) const;
  /// The first child of this kind, tokens included.
  [[nodiscard]] Node child(Kind kind) const;
  /// The constructs below, in order, without tokens, comments and line continuations.
  [[nodiscard]] ChildRange<false> children() const;
  /// Everything below, in order, with tokens and comments.
  [[nodiscard]] ChildRange<true> children_and_tokens() const;
  /// `index`-th of `children()`, or the null node.
  [[nodiscard]] Node child_at(size_t index) const;
  [[nodiscard]] size_t child_count() const;

  [[nodiscard]] bool is_error() const { return kind() == Kind::Error; }
  /// Inserted by the parser to repair the text; it is empty.
  [[nodiscard]] bool is_missing() const { return tree_ && data().missing; }
  /// Whether this node or any below is an error or missing.
  [[nodiscard]] bool has_error() const { return tree_ && data().has_error; }

  /// Ids of the subtree are `id() .. subtree_end()`, the end excluded.
  [[nodiscard]] NodeId subtree_end() const { return NodeId(tree_ ? data().subtree_end : 0); }
  [[nodiscard]] bool contains(Node other) const {
    return tree_ && tree_ == other.tree_ && id_ <= other.id_ && other.id_ < subtree_end();
  }

  friend bool operator==(Node, Node) = default;

 private:
  template <bool kTokens>
  friend class ChildRange;
  [[nodiscard]] const NodeData& data() const { return tree_->nodes[id_.index()]; }

  const SyntaxTree::Data* tree_ = nullptr;
  NodeId id_;
};

/// The children of a node, for range-for.
template <bool kTokens>
class ChildRange {
 public:
  class Iterator {
   public:
    using value_type = Node;
    using difference_type = std::ptrdiff_t;
    using reference = Node;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const SyntaxTree::Data* tree, uint32_t at, uint32_t end)
        : tree_(tree), at_(at), end_(end) {
      skip();
    }
    Node operator*() const { return {tree_, NodeId(at_)}; }
    Iterator& operator++() {
      at_ = tree_->nodes[at_].subtree_end;
      skip();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.at_ == b.at_; }

   private:
    void skip() {
      if constexpr (!kTokens) {
        while (at_ < end_) {
          const Kind kind = tree_->nodes[at_].kind;
          if (kind != Kind::Comment && kind != Kind::LineContinuation && !is_token(kind)) break;
          at_ = tree_->nodes[at_].subtree_end;
        }
      }
    }
    const SyntaxTree::Data* tree_ = nullptr;
    uint32_t at_ = 0, end_ = 0;
  };

  explicit ChildRange(Node node)
      : tree_(node.tree_),
        first_(node ? node.id().index() + 1 : 0),
        end_(node ? node.data().subtree_end : 0) {}
  [[nodiscard]] Iterator begin() const { return {tree_, first_, end_}; }
  [[nodiscard]] Iterator end() const { return {tree_, end_, end_}; }
  [[nodiscard]] bool empty() const { return begin() == end(); }

 private:
  const SyntaxTree::Data* tree_;
  uint32_t first_, end_;
};

inline ChildRange<false> Node::children() const { return ChildRange<false>(*this); }
inline ChildRange<true> Node::children_and_tokens() const { return ChildRange<true>(*this); }

/// `((x))` -> `x`; comments inside the parentheses are dropped. Other nodes are returned as they
/// are.
Node strip_parentheses(Node node);

}  // namespace lattice
