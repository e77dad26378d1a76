#pragma once
// The names that a piece of code reads from outside, and those it binds in the scope around it.
#include <string_view>
#include <vector>

#include "analysis/effect_table/effect_table.h"

namespace lattice {

/// Names the code may read that are not its own: bodies of nested functions, lambdas, classes and
/// comprehensions included, their own variables left out. In order of appearance. A definition
/// reads its decorators, defaults and annotations.
std::vector<std::string_view> names_read(const Ast& ast, const Names& names,
                                         const EffectTable& effects, AstId node);

/// Names read by the body of a nested function or lambda that it does not bind itself.
std::vector<std::string_view> names_captured(const Ast& ast, const Names& names, AstId definition);

/// Names the code may bind or unbind in the scope it stands in, in order of appearance.
std::vector<std::string_view> names_bound(const Ast& ast, AstId node);

/// Names bound by `:=` in an expression, in order.
struct WalrusNames {
  std::vector<std::string_view> names;
  /// Each is bound whenever the expression completes.
  bool certain = true;
};
WalrusNames walrus_names(const Ast& ast, AstId expression);

/// Visits the code of one scope: of functions, lambdas and classes (the root too) only what is
/// evaluated around them. `visit(id)` returns whether to go below.
template <typename Visit>
void walk_scope(const Ast& ast, AstId root, Visit visit) {
  walk(ast, root, [&](AstId id) {
    const bool inside =
        id != root && ast[id].role == AstRole::Body && is_definition(ast[ast[id].parent].kind);
    return !inside && visit(id);
  });
}

}  // namespace lattice
