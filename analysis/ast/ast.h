#pragma once
// The abstract syntax tree: the same constructs, nesting and positions as CPython's `ast`, so that
// what the analysis decides about a statement can be found again in the interpreter's own tree.
// It is lowered from the concrete tree of frontend/syntax.
//
// Worked example: `a = b = f(x, *y)` is
//   Assign
//     target: Name a (store)    target: Name b (store)
//     value: Call
//       func: Name f            arg: Name x            arg: Starred -> value: Name y
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/base/id.h"
#include "frontend/base/text_range.h"
#include "frontend/source/source_file.h"

namespace lattice {

enum class AstKind : uint8_t {
  Module,
  // Statements.
  FunctionDef,
  AsyncFunctionDef,
  ClassDef,
  Return,
  Delete,
  Assign,
  TypeAlias,
  AugAssign,
  AnnAssign,
  For,
  AsyncFor,
  While,
  If,
  With,
  AsyncWith,
  Match,
  Raise,
  Try,
  Assert,
  Import,
  ImportFrom,
  Global,
  Nonlocal,
  Expr,
  Pass,
  Break,
  Continue,
  // Expressions.
  BoolOp,
  NamedExpr,
  BinOp,
  UnaryOp,
  Lambda,
  IfExp,
  Dict,
  Set,
  ListComp,
  SetComp,
  DictComp,
  GeneratorExp,
  Await,
  Yield,
  YieldFrom,
  Compare,
  Call,
  FormattedValue,
  JoinedStr,
  Constant,
  Attribute,
  Subscript,
  Starred,
  Name,
  List,
  Tuple,
  Slice,
  /// An expression the grammar knows and Python does not.
  Unknown,
  // Parts of statements and expressions.
  /// `for x in xs if c` inside a comprehension.
  Comprehension,
  ExceptHandler,
  /// One parameter; the whole list is the `Parameter` children of a function, in order.
  Parameter,
  /// `name=value`, or `**value` with an empty text, in a call or class header.
  Keyword,
  /// `a.b as c` of an import: text `a.b`, alias `c`.
  Alias,
  WithItem,
  MatchCase,
  /// Any pattern of a match; its captured names are `Name` children in store context.
  Pattern,
  /// A name in `global` or `nonlocal`.
  Declared,
};

/// The role of a node in its parent.
enum class AstRole : uint8_t {
  None,
  Target,
  Value,
  Test,
  Body,
  Orelse,
  Handler,
  Final,
  Decorator,
  Default,
  Annotation,
  Returns,
  Parameter,
  Base,
  Func,
  Argument,
  Keyword,
  Iter,
  Item,
  Context,
  Variable,
  Exception,
  Cause,
  Message,
  Element,
  Key,
  Generator,
  Subject,
  Case,
  Guard,
  Index,
  Type,
  Name,
};

enum class AstContext : uint8_t { Load, Store, Delete };

enum class ParameterKind : uint8_t { Plain, Variadic, KeywordVariadic };

using AstId = Id<struct AstTag>;

struct AstNode {
  AstKind kind = AstKind::Module;
  AstRole role = AstRole::None;
  AstContext context = AstContext::Load;
  ParameterKind parameter = ParameterKind::Plain;
  /// The constant is a str (docstrings, magic).
  bool is_string = false;
  /// The match case has an irrefutable pattern and no guard.
  bool irrefutable = false;
  /// The `try` has `except*`.
  bool groups = false;
  /// CPython's `lineno` and `col_offset`.
  Position position;
  TextRange range;
  /// Identifier, attribute, parameter, module name (with leading dots) or source of a constant.
  std::string_view text;
  std::string_view alias;
  AstId parent, first_child, last_child, next;
};

/// Owns all nodes of one file; keeps the source alive. Ids of a subtree are not contiguous.
class Ast {
 public:
  explicit Ast(SourceFile source) : source_(std::move(source)) {}

  const AstNode& operator[](AstId id) const { return nodes_[id.index()]; }
  AstNode& operator[](AstId id) { return nodes_[id.index()]; }
  [[nodiscard]] AstId root() const { return AstId(0); }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }
  [[nodiscard]] const SourceFile& source() const { return source_; }
  [[nodiscard]] std::string_view text(AstId id) const { return source_.text((*this)[id].range); }
  /// The source text of a node on one line, shortened to `limit` characters.
  [[nodiscard]] std::string label(AstId id, size_t limit = 60) const {
    return label((*this)[id].range, limit);
  }
  [[nodiscard]] std::string label(TextRange range, size_t limit = 60) const;
  [[nodiscard]] uint32_t end_line(AstId id) const {
    return source_.position((*this)[id].range.end).line;
  }

  /// The first child with the role; none if there is no such child.
  [[nodiscard]] AstId child(AstId id, AstRole role) const;
  [[nodiscard]] std::vector<AstId> children(AstId id, AstRole role) const;
  [[nodiscard]] std::vector<AstId> children(AstId id) const;

  AstId add(AstNode node, AstId parent);
  /// Stores a text that is not in the source; valid as long as the tree.
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  /// Why the tree does not stand for the whole file; empty if it does.
  std::string problem;

 private:
  SourceFile source_;
  std::vector<AstNode> nodes_;
  /// Never moves its elements.
  std::deque<std::string> kept_;
};

std::string_view to_string(AstKind kind);
bool is_statement(AstKind kind);
bool is_comprehension(AstKind kind);
/// Function, async function, lambda or class.
bool is_definition(AstKind kind);

/// Visits the subtree in preorder without recursion; `visit(id)` returns whether to go below.
template <typename Visit>
void walk(const Ast& ast, AstId root, Visit visit) {
  AstId at = root;
  while (at.valid()) {
    const bool below = visit(at);
    if (below && ast[at].first_child.valid()) {
      at = ast[at].first_child;
      continue;
    }
    while (at != root && !ast[at].next.valid()) at = ast[at].parent;
    if (at == root) return;
    at = ast[at].next;
  }
}

/// Children with a role, for range-for without a copy.
class AstChildren {
 public:
  AstChildren(const Ast& ast, AstId parent) : ast_(&ast), first_(ast[parent].first_child) {}
  class Iterator {
   public:
    Iterator(const Ast* ast, AstId at) : ast_(ast), at_(at) {}
    AstId operator*() const { return at_; }
    Iterator& operator++() {
      at_ = (*ast_)[at_].next;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const Ast* ast_;
    AstId at_;
  };
  [[nodiscard]] Iterator begin() const { return {ast_, first_}; }
  [[nodiscard]] Iterator end() const { return {ast_, AstId::none()}; }

 private:
  const Ast* ast_;
  AstId first_;
};

/// `(kind line:column text)` indented, roles before kinds: the form of tests.
std::string dump(const Ast& ast);

}  // namespace lattice
