#include "analysis/effect/canonical.h"

#include <algorithm>

#include "analysis/effect/library.h"

namespace lattice {
namespace {

constexpr unsigned kMaxAliases = 8;

std::string of_import(const Ast& ast, AstId alias) {
  const AstNode& node = ast[alias];
  const AstNode& statement = ast[node.parent];
  if (statement.kind == AstKind::ImportFrom) {
    return std::string(statement.text) + "." + std::string(node.text);
  }
  // `import a.b` binds `a`, `import a.b as c` binds the whole.
  if (node.alias.empty()) return std::string(node.text.substr(0, node.text.find('.')));
  return std::string(node.text);
}

// Elements drawn through `st.sidebar` and `st.bottom` are those of `st`.
std::string without_region(std::string name) {
  for (const std::string_view region : {"streamlit.sidebar.", "streamlit.bottom."}) {
    if (name.starts_with(region))
      name.erase(region.find('.'), region.size() - region.find('.') - 1);
  }
  return name;
}

void add_unbound(const Ast& ast, const Names& names, std::string_view name, Canonical& out) {
  const bool builtin = is_builtin(name);
  if (builtin) out.names.push_back("builtins." + std::string(name));
  for (const AstId star : names[names.module()].star_imports) {
    const std::string_view module = ast[ast[star].parent].text;
    const std::string dotted = std::string(module) + "." + std::string(name);
    if (has_library_name(dotted) || (!builtin && module != "streamlit" && find_library(dotted))) {
      out.names.push_back(dotted);
    }
  }
  out.certain = out.names.size() == 1;
}

Canonical of_name(const Ast& ast, const Names& names, AstId id, unsigned depth);

Canonical of_chain(const Ast& ast, const Names& names, AstId id, unsigned depth) {
  std::string suffix;
  while (ast[id].kind == AstKind::Attribute) {
    suffix.insert(0, ast[id].text).insert(0, 1, '.');
    id = ast.child(id, AstRole::Value);
    if (!id.valid()) return {};
  }
  if (ast[id].kind != AstKind::Name) return {};
  Canonical out = of_name(ast, names, id, depth);
  for (std::string& name : out.names) name = without_region(std::move(name.append(suffix)));
  return out;
}

Canonical of_name(const Ast& ast, const Names& names, AstId id, unsigned depth) {
  Canonical out;
  const std::string_view name = ast[id].text;
  const ResolvedName resolved = names.resolve(name, names.scope_of(id));
  if (resolved.binding == nullptr) {
    add_unbound(ast, names, name, out);
    return out;
  }
  const NameBinding& binding = *resolved.binding;
  for (const AstId alias : binding.imports) out.names.push_back(of_import(ast, alias));
  bool known = binding.definitions.empty() && binding.others.empty();
  for (const AstId value : binding.values) {
    if (depth >= kMaxAliases ||
        (ast[value].kind != AstKind::Name && ast[value].kind != AstKind::Attribute)) {
      known = false;
      continue;
    }
    const Canonical alias = of_chain(ast, names, value, depth + 1);
    known &= alias.certain;
    for (const std::string& each : alias.names) {
      if (out.names.size() < kMaxAliases) out.names.push_back(each);
    }
  }
  std::ranges::sort(out.names);
  const auto repeated = std::ranges::unique(out.names);
  out.names.erase(repeated.begin(), repeated.end());
  out.certain = known && out.names.size() == 1;
  return out;
}

}  // namespace

Canonical canonical(const Ast& ast, const Names& names, AstId expression) {
  return of_chain(ast, names, expression, 0);
}

AstId chain_root(const Ast& ast, AstId expression) {
  while (expression.valid() && ast[expression].kind == AstKind::Attribute) {
    expression = ast.child(expression, AstRole::Value);
  }
  return expression.valid() && ast[expression].kind == AstKind::Name ? expression : AstId::none();
}

}  // namespace lattice
