#pragma once
// The state of one splitting; private to analysis/cell. Statements are in split.cpp, calls, loops,
// `with` and `try` in split_transparent.cpp.
#include <set>
#include <string_view>

#include "analysis/cell/cell.h"
#include "analysis/cell/flow.h"

namespace lattice {

class Splitter {
 public:
  Splitter(const Ast& ast, const Names& names, const EffectTable& effects)
      : ast_(ast), names_(names), effects_(effects), flow_(ast, effects) {}
  Split run();

 private:
  /// Where a statement stands.
  struct Scope {
    /// The instrumented function, or none at module scope.
    AstId function;
    /// Directly in the module's body or in an `if` of it: where definitions can be instrumented.
    bool top = true;
    unsigned depth = 0;
    /// The innermost loop around it whose iterations are walked, in the same function or module.
    CellId loop;
  };

  // split.cpp
  void find_functions();
  [[nodiscard]] bool is_instrumentable(AstId definition) const;
  [[nodiscard]] bool is_fragment(AstId definition) const;
  std::vector<Step> body(AstId parent, AstRole role, const Scope& scope, BoundNames bound);
  Step statement(AstId id, const Scope& scope, const BoundNames& bound);
  Step assignment(AstId id, const Scope& scope, const BoundNames& bound);
  Step raise_statement(AstId id, const Scope& scope, const BoundNames& bound);
  Step if_statement(AstId id, const Scope& scope, const BoundNames& bound);
  Step definition(AstId id, const Scope& scope);
  Step whole(AstId id, const Scope& scope, const BoundNames& bound);

  // split_cells.cpp
  CellId add_cell(CellKind kind, AstId node, const Scope& scope, const BoundNames& bound);
  CellId expression_cell(AstId node, const Scope& scope, const BoundNames& bound);
  CellId argument_cell(AstId node, const Scope& scope, const BoundNames& bound);
  CellId consumed_cell(AstId node, const Scope& scope, const BoundNames& bound);
  CellId test_cell(AstId node, const Scope& scope, const BoundNames& bound);
  CellId statement_cell(AstId node, const Scope& scope, const BoundNames& bound);
  void run_always(StaticCell& cell, Effect effect);
  void take_reads(StaticCell& cell, const std::vector<std::string_view>& reads, const Scope& scope,
                  const BoundNames& bound) const;
  [[nodiscard]] bool is_light(AstId node) const;
  [[nodiscard]] bool is_native(AstId expression) const;
  [[nodiscard]] bool is_global_builtin(std::string_view name) const;

  // split_transparent.cpp
  Step value(Step step, AstId expression, const Scope& scope, const BoundNames& bound);
  [[nodiscard]] bool is_instrumented_call(AstId expression) const;
  [[nodiscard]] bool is_dispatch(AstId expression) const;
  [[nodiscard]] bool is_page_run(AstId call, AstId func) const;
  Step call(Step step, AstId expression, const Scope& scope, const BoundNames& bound);
  Step with_statement(AstId id, const Scope& scope, const BoundNames& bound);
  [[nodiscard]] bool is_dynamic_item(AstId context) const;
  [[nodiscard]] bool is_container_item(AstId context) const;
  Step for_statement(AstId id, const Scope& scope, const BoundNames& bound);
  void iterable(Step& step, AstId expression, const Scope& scope, const BoundNames& bound);
  [[nodiscard]] bool is_plain_target(AstId target) const;
  Step try_statement(AstId id, const Scope& scope, const BoundNames& bound);
  [[nodiscard]] bool is_walked_try(AstId id, const Scope& scope) const;

  const Ast& ast_;
  const Names& names_;
  const EffectTable& effects_;
  Flow flow_;
  /// Names of the current function that a function inside it may unbind: `nonlocal x; del x`.
  std::set<std::string_view> unbindable_;
  Split out_;
};

/// Whether leaving the statement may return from the function or leave a loop around it.
bool escapes(const Ast& ast, AstId statement);
/// Whether the code awaits or yields in its own scope.
bool suspends(const Ast& ast, AstId node);
/// Closures of the script that see names bound after they were made.
std::vector<LateClosure> late_closures(const Ast& ast, const Names& names);

}  // namespace lattice
