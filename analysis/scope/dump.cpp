#include "analysis/scope/dump.h"

#include <nlohmann/json.hpp>

namespace lattice {
namespace {

using Json = nlohmann::ordered_json;

std::string_view to_string(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::Module:
      return "module";
    case ScopeKind::Function:
      return "function";
    case ScopeKind::Lambda:
      return "lambda";
    case ScopeKind::Class:
      return "class";
    case ScopeKind::ListComprehension:
      return "list_comprehension";
    case ScopeKind::SetComprehension:
      return "set_comprehension";
    case ScopeKind::DictComprehension:
      return "dict_comprehension";
    case ScopeKind::GeneratorExpression:
      return "generator_expression";
    case ScopeKind::TypeParameters:
      return "type_parameters";
  }
  return "module";
}

std::string_view to_string(Visibility visibility) {
  switch (visibility) {
    case Visibility::Local:
      return "local";
    case Visibility::Cell:
      return "cell";
    case Visibility::Free:
      return "free";
    case Visibility::GlobalExplicit:
      return "global_explicit";
    case Visibility::GlobalImplicit:
      return "global_implicit";
  }
  return "local";
}

Json flags(const Symbol& symbol) {
  constexpr std::pair<SymbolFlag, const char*> kFlags[] = {
      {SymbolFlag::DeclaredGlobal, "declared_global"},
      {SymbolFlag::Assigned, "assigned"},
      {SymbolFlag::Parameter, "parameter"},
      {SymbolFlag::DeclaredNonlocal, "declared_nonlocal"},
      {SymbolFlag::Referenced, "referenced"},
      {SymbolFlag::Imported, "imported"},
      {SymbolFlag::Annotated, "annotated"},
  };
  Json list = Json::array();
  for (const auto& [flag, name] : kFlags) {
    if (symbol.has(flag)) list.push_back(name);
  }
  return list;
}

Json place(Node node) {
  const Position begin = node.begin();
  return Json::array({begin.line, begin.column});
}

Json uses(const ScopeTable& table, const Symbol& symbol, Json json) {
  json["bindings"] = Json::array();
  for (const BindingId id : symbol.bindings) {
    const Binding& binding = table.bindings[id];
    json["bindings"].push_back({{"kind", to_string(binding.kind)}, {"at", place(binding.name)}});
  }
  json["references"] = Json::array();
  for (const ReferenceId id : symbol.references) {
    json["references"].push_back(place(table.references[id].name));
  }
  return json;
}

Json symbol_json(const ScopeTable& table, SymbolId id, const ScopeDumpOptions& options) {
  const Symbol& symbol = table.symbols[id];
  Json json = {{"name", table.name(id)},
               {"visibility", to_string(symbol.visibility)},
               {"flags", flags(symbol)},
               {"owner", nullptr}};
  if (symbol.owner) json["owner"] = table.symbols[symbol.owner].scope.index();
  return options.uses ? uses(table, symbol, std::move(json)) : json;
}

Json scope_json(const ScopeTable& table, ScopeId id, const ScopeDumpOptions& options) {
  const Scope& scope = table.scopes[id];
  Json json = {{"kind", to_string(scope.kind)},
               {"name", scope.name},
               {"line", id == ScopeTable::kModule ? 0 : scope.node.begin().line},
               {"parent", nullptr},
               {"symbols", Json::array()}};
  if (scope.parent) json["parent"] = scope.parent.index();
  if (scope.star_import) json["star_import"] = true;
  for (const SymbolId symbol : scope.symbols) {
    json["symbols"].push_back(symbol_json(table, symbol, options));
  }
  return json;
}

}  // namespace

std::string dump_scopes_json(const ScopeTable& table, const ScopeDumpOptions& options) {
  Json json = {{"schema_version", 1}, {"scopes", Json::array()}};
  for (const ScopeId id : table.scopes.ids()) {
    json["scopes"].push_back(scope_json(table, id, options));
  }
  return json.dump(options.indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lattice
