#include "cli/graph/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/cell/names_used.h"
#include "analysis/effect/canonical.h"
#include "analysis/effect/library.h"

namespace lattice::cli {
namespace {

/// The variable at the start of `x.a[0].b`, through calls too if asked; none if it is no variable.
AstId variable_of(const Ast& ast, AstId expression) {
  while (expression.valid()) {
    const AstKind kind = ast[expression].kind;
    if (kind == AstKind::Name) return expression;
    if (kind != AstKind::Attribute && kind != AstKind::Subscript) return AstId::none();
    expression = ast.child(expression, AstRole::Value);
  }
  return AstId::none();
}

bool is_session_state(const Analysis& analysis, AstId expression) {
  if (!expression.valid()) return false;
  const Canonical known = canonical(analysis.ast(), analysis.names(), expression);
  return std::ranges::any_of(known.names, [](const std::string& name) {
    const LibraryMatch match = find_library(name);
    return match.exact && match.entry->trait == Trait::SessionState;
  });
}

/// Methods of Python's own containers that change them, whatever else has a method of that name.
bool is_mutator(std::string_view name) {
  constexpr std::array<std::string_view, 16> kNames = {
      "append",  "extend", "insert",     "remove",    "clear",      "sort",
      "reverse", "pop",    "update",     "popitem",   "setdefault", "discard",
      "popleft", "rotate", "appendleft", "extendleft"};
  return std::ranges::find(kNames, name) != kNames.end();
}

/// `xs.append(1)`, `df.drop("a", inplace=True)`, and statements such as `fig.add_bar(x)`: a call
/// whose value nobody takes is there for what it changes.
bool changes_receiver(const Ast& ast, AstId call, AstId func) {
  const AstId in_place = keyword_argument(ast, call, "inplace");
  if (in_place.valid()) return ast[in_place].text != "False";
  return is_mutator(ast[func].text) || ast[ast[call].parent].kind == AstKind::Expr;
}

bool is_module(const Analysis& analysis, AstId name) {
  return !canonical(analysis.ast(), analysis.names(), name).names.empty();
}

void add_once(std::vector<std::string>& list, std::string item) {
  if (std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
}

}  // namespace

std::string_view string_text(const Ast& ast, AstId expression) {
  if (!expression.valid() || ast[expression].kind != AstKind::Constant) return {};
  std::string_view text = ast[expression].text;
  if (!ast[expression].is_string || text.empty() || text.find('\\') != std::string_view::npos) {
    return {};
  }
  const char quote = text.back();
  const size_t open = text.find(quote);
  if (quote != '"' && quote != '\'') return {};
  const bool triple = text.size() >= open + 6 && text.substr(open, 3) == std::string(3, quote);
  const size_t width = triple ? 3 : 1;
  if (text.size() < open + 2 * width) return {};
  return text.substr(open + width, text.size() - open - 2 * width);
}

Trait streamlit_trait(const Analysis& analysis, AstId call) {
  const Ast& ast = analysis.ast();
  if (ast[call].kind != AstKind::Call) return Trait::Plain;
  const Trait known = analysis.effects().trait_of_call(call);
  switch (known) {
    case Trait::Element:
    case Trait::WidgetElement:
    case Trait::PyplotElement:
    case Trait::Container:
    case Trait::Containers:
      return known;
    default:
      break;
  }
  const AstId func = ast.child(call, AstRole::Func);
  if (!func.valid() || ast[func].kind != AstKind::Attribute) return Trait::Plain;
  const std::string_view name = ast[func].text;
  const AstId variable = variable_of(ast, func);
  // `col.metric(...)`; `np.write(...)` is not meant.
  if (!is_element_method(name) || !variable.valid()) return Trait::Plain;
  if (is_module(analysis, variable) && !analysis.effects().is_streamlit(variable)) {
    return Trait::Plain;
  }
  if (!analysis.effects().of(call).set.has(Effect::Draws)) return Trait::Plain;
  const LibraryMatch match = find_library("streamlit." + std::string(name));
  return match.exact ? match.entry->trait : Trait::Plain;
}

std::vector<InPlaceChange> changes_in_place(const Analysis& analysis, AstId code) {
  const Ast& ast = analysis.ast();
  std::vector<InPlaceChange> changes;
  const auto add = [&](AstId variable, AstId place) {
    if (!variable.valid() || is_module(analysis, variable)) return;
    const std::string_view name = ast[variable].text;
    const bool known = std::ranges::any_of(
        changes, [&](const InPlaceChange& change) { return change.name == name; });
    if (!known) changes.push_back({name, place});
  };
  walk_scope(ast, code, [&](AstId id) {
    const AstNode& node = ast[id];
    const bool part = node.kind == AstKind::Attribute || node.kind == AstKind::Subscript;
    if (part && node.context != AstContext::Load) add(variable_of(ast, id), id);
    if (node.kind != AstKind::Call) return true;
    const AstId func = ast.child(id, AstRole::Func);
    if (!func.valid() || ast[func].kind != AstKind::Attribute) return true;
    if (changes_receiver(ast, id, func) && streamlit_trait(analysis, id) == Trait::Plain) {
      add(variable_of(ast, func), id);
    }
    return true;
  });
  return changes;
}

StateKeys state_keys(const Analysis& analysis, AstId code) {
  const Ast& ast = analysis.ast();
  StateKeys keys;
  walk_scope(ast, code, [&](AstId id) {
    const AstNode& node = ast[id];
    std::string_view key;
    if (node.kind == AstKind::Attribute || node.kind == AstKind::Subscript) {
      if (!is_session_state(analysis, ast.child(id, AstRole::Value))) return true;
      key = node.kind == AstKind::Attribute ? node.text
                                            : string_text(ast, ast.child(id, AstRole::Index));
      const bool method = node.role == AstRole::Func && node.kind == AstKind::Attribute;
      if (key.empty() || method) return true;
      std::string name = fmt::format("session_state.{}", key);
      const bool augmented =
          node.role == AstRole::Target && ast[node.parent].kind == AstKind::AugAssign;
      if (node.context == AstContext::Load || augmented) add_once(keys.reads, name);
      if (node.context != AstContext::Load) add_once(keys.writes, std::move(name));
    } else if (node.kind == AstKind::Call &&
               streamlit_trait(analysis, id) == Trait::WidgetElement) {
      key = string_text(ast, keyword_argument(ast, id, "key"));
      if (!key.empty()) add_once(keys.writes, fmt::format("session_state.{}", key));
    }
    return true;
  });
  return keys;
}

NodeKind kind_of_code(const Analysis& analysis, AstId code, NodeKind otherwise) {
  const Ast& ast = analysis.ast();
  NodeKind kind = otherwise;
  walk_scope(ast, code, [&](AstId id) {
    if (ast[id].kind != AstKind::Call) return kind != NodeKind::Widget;
    switch (streamlit_trait(analysis, id)) {
      case Trait::WidgetElement:
        kind = NodeKind::Widget;
        break;
      case Trait::Element:
      case Trait::PyplotElement:
        kind = NodeKind::Output;
        break;
      case Trait::Container:
      case Trait::Containers:
        if (kind != NodeKind::Output) kind = NodeKind::Container;
        break;
      default:
        break;
    }
    return kind != NodeKind::Widget;
  });
  return kind;
}

}  // namespace lattice::cli
