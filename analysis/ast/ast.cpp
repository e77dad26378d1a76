#include "analysis/ast/ast.h"

#include <fmt/format.h>

#include <array>

namespace lattice {
namespace {

constexpr std::array kKindNames = {std::string_view("Module"),
                                   std::string_view("FunctionDef"),
                                   std::string_view("AsyncFunctionDef"),
                                   std::string_view("ClassDef"),
                                   std::string_view("Return"),
                                   std::string_view("Delete"),
                                   std::string_view("Assign"),
                                   std::string_view("TypeAlias"),
                                   std::string_view("AugAssign"),
                                   std::string_view("AnnAssign"),
                                   std::string_view("For"),
                                   std::string_view("AsyncFor"),
                                   std::string_view("While"),
                                   std::string_view("If"),
                                   std::string_view("With"),
                                   std::string_view("AsyncWith"),
                                   std::string_view("Match"),
                                   std::string_view("Raise"),
                                   std::string_view("Try"),
                                   std::string_view("Assert"),
                                   std::string_view("Import"),
                                   std::string_view("ImportFrom"),
                                   std::string_view("Global"),
                                   std::string_view("Nonlocal"),
                                   std::string_view("Expr"),
                                   std::string_view("Pass"),
                                   std::string_view("Break"),
                                   std::string_view("Continue"),
                                   std::string_view("BoolOp"),
                                   std::string_view("NamedExpr"),
                                   std::string_view("BinOp"),
                                   std::string_view("UnaryOp"),
                                   std::string_view("Lambda"),
                                   std::string_view("IfExp"),
                                   std::string_view("Dict"),
                                   std::string_view("Set"),
                                   std::string_view("ListComp"),
                                   std::string_view("SetComp"),
                                   std::string_view("DictComp"),
                                   std::string_view("GeneratorExp"),
                                   std::string_view("Await"),
                                   std::string_view("Yield"),
                                   std::string_view("YieldFrom"),
                                   std::string_view("Compare"),
                                   std::string_view("Call"),
                                   std::string_view("FormattedValue"),
                                   std::string_view("JoinedStr"),
                                   std::string_view("Constant"),
                                   std::string_view("Attribute"),
                                   std::string_view("Subscript"),
                                   std::string_view("Starred"),
                                   std::string_view("Name"),
                                   std::string_view("List"),
                                   std::string_view("Tuple"),
                                   std::string_view("Slice"),
                                   std::string_view("Unknown"),
                                   std::string_view("Comprehension"),
                                   std::string_view("ExceptHandler"),
                                   std::string_view("Parameter"),
                                   std::string_view("Keyword"),
                                   std::string_view("Alias"),
                                   std::string_view("WithItem"),
                                   std::string_view("MatchCase"),
                                   std::string_view("Pattern"),
                                   std::string_view("Declared")};
static_assert(kKindNames.size() == static_cast<size_t>(AstKind::Declared) + 1);

constexpr std::array kRoleNames = {
    std::string_view("-"),         std::string_view("target"),     std::string_view("value"),
    std::string_view("test"),      std::string_view("body"),       std::string_view("orelse"),
    std::string_view("handler"),   std::string_view("final"),      std::string_view("decorator"),
    std::string_view("default"),   std::string_view("annotation"), std::string_view("returns"),
    std::string_view("parameter"), std::string_view("base"),       std::string_view("func"),
    std::string_view("argument"),  std::string_view("keyword"),    std::string_view("iter"),
    std::string_view("item"),      std::string_view("context"),    std::string_view("variable"),
    std::string_view("exception"), std::string_view("cause"),      std::string_view("message"),
    std::string_view("element"),   std::string_view("key"),        std::string_view("generator"),
    std::string_view("subject"),   std::string_view("case"),       std::string_view("guard"),
    std::string_view("index"),     std::string_view("type"),       std::string_view("name")};
static_assert(kRoleNames.size() == static_cast<size_t>(AstRole::Name) + 1);

}  // namespace

std::string_view to_string(AstKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

bool is_statement(AstKind kind) {
  return kind >= AstKind::FunctionDef && kind <= AstKind::Continue;
}

bool is_comprehension(AstKind kind) {
  return kind >= AstKind::ListComp && kind <= AstKind::GeneratorExp;
}

bool is_definition(AstKind kind) {
  return kind == AstKind::FunctionDef || kind == AstKind::AsyncFunctionDef ||
         kind == AstKind::ClassDef || kind == AstKind::Lambda;
}

AstId Ast::add(AstNode node, AstId parent) {
  const AstId id(static_cast<uint32_t>(nodes_.size()));
  node.parent = parent;
  nodes_.push_back(node);
  if (!parent.valid()) return id;
  AstNode& above = nodes_[parent.index()];
  if (above.last_child.valid()) {
    nodes_[above.last_child.index()].next = id;
  } else {
    above.first_child = id;
  }
  above.last_child = id;
  return id;
}

AstId Ast::child(AstId id, AstRole role) const {
  for (const AstId child : AstChildren(*this, id)) {
    if ((*this)[child].role == role) return child;
  }
  return AstId::none();
}

std::vector<AstId> Ast::children(AstId id, AstRole role) const {
  std::vector<AstId> out;
  for (const AstId child : AstChildren(*this, id)) {
    if ((*this)[child].role == role) out.push_back(child);
  }
  return out;
}

std::vector<AstId> Ast::children(AstId id) const {
  std::vector<AstId> out;
  for (const AstId child : AstChildren(*this, id)) out.push_back(child);
  return out;
}

std::string Ast::label(TextRange range, size_t limit) const {
  std::string out;
  size_t characters = 0;
  bool blank = false;
  for (const char c : source_.text(range)) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
      blank = !out.empty();
      continue;
    }
    // Continuation bytes belong to the character before them.
    const bool starts = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (starts && characters + (blank ? 1 : 0) >= limit) {
      // The ellipsis takes the place of the last character.
      while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80)
        out.pop_back();
      if (!out.empty()) out.pop_back();
      return out + "…";
    }
    if (blank) {
      out += ' ';
      ++characters;
      blank = false;
    }
    out += c;
    if (starts) ++characters;
  }
  return out;
}

std::string dump(const Ast& ast) {
  std::string out;
  walk(ast, ast.root(), [&](AstId id) {
    size_t depth = 0;
    for (AstId up = ast[id].parent; up.valid(); up = ast[up].parent) ++depth;
    const AstNode& node = ast[id];
    out.append(depth * 2, ' ');
    if (node.role != AstRole::None) {
      out += kRoleNames[static_cast<size_t>(node.role)];
      out += ": ";
    }
    out += fmt::format("{} {}:{}", to_string(node.kind), node.position.line, node.position.column);
    if (!node.text.empty()) out += fmt::format(" {}", node.text);
    if (!node.alias.empty()) out += fmt::format(" as {}", node.alias);
    if (node.context == AstContext::Store) out += " (store)";
    if (node.context == AstContext::Delete) out += " (delete)";
    out += '\n';
    return true;
  });
  return out;
}

}  // namespace lattice
