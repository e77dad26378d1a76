#pragma once
// A cell (`StaticCell`; the run time has a `Cell` of its own) is the smallest piece of a script
// that is run or skipped as a whole. Splitting yields the cells and, for every body that is walked
// statement by statement, one step per statement: what becomes of it. docs/design/guard-plan.md
// describes both for the run time; this is their origin.
//
// Worked example: `x = st.slider("x", 0, 9)` is a `Value` step with an `Expr` cell that reads `st`,
// draws and registers a widget; `if x > 3:` is an `If` step with a `Test` cell that reads `x`.
#include <string>
#include <string_view>
#include <vector>

#include "analysis/effect_table/effect_table.h"
#include "frontend/base/id_vector.h"

namespace lattice {

using CellId = Id<struct CellTag>;

enum class CellKind : uint8_t {
  /// The value of a statement, an argument, an iterable.
  Expr,
  /// The test of an `if`.
  Test,
  /// A whole statement.
  Stmt,
  /// A bare name whose content is consumed natively: `for x in xs`.
  Use,
  /// No cell, but numbered with them: a loop that is walked iteration by iteration.
  Loop,
};

struct StaticCell {
  CellKind kind = CellKind::Expr;
  AstId node;
  uint32_t line = 0;
  std::string label;
  /// Reads: locals of the enclosing function that are certainly bound, those that may be unbound,
  /// and all other names.
  std::vector<std::string_view> locals, fetch, globals;
  std::vector<std::string_view> writes;
  std::vector<std::string_view> walrus;
  bool module = true;
  bool definite = false;
  bool discard = false;
  bool light = false;
  bool pure = false;
  /// The opaque form of a `with` whose items are only known at run time.
  bool alternative = false;
  Effects effects;
  /// Why the cell runs in every interaction; empty if it need not.
  std::string always;
  /// The instrumented function whose body holds the cell; none at module scope.
  AstId function;
};

enum class StepKind : uint8_t {
  Native,
  Value,
  Raise,
  Call,
  Dispatch,
  Stmt,
  If,
  With,
  For,
  Try,
  Def
};

struct WithItemStep {
  CellId cell;
  bool dynamic = false;
};

struct Step {
  StepKind kind = StepKind::Native;
  AstId node;
  /// The cell of `Value`, `Raise`, `Dispatch`, `Stmt`, `Def`, the test of `If`, the iterable of
  /// `For`.
  CellId cell;
  /// `Call`: positional arguments; `For`: the arguments of `enumerate` and the like.
  std::vector<CellId> arguments;
  std::vector<bool> stars;
  std::vector<CellId> keywords;
  /// `For`: the iterable is a call whose arguments are guarded instead of itself.
  bool by_arguments = false;
  std::vector<WithItemStep> items;
  CellId opaque;
  /// `For`: itself. `Try`: the loop around it in the same function or module; its group is the
  /// iteration.
  CellId loop;
  /// `Def`: `name:line` if its body carries guards. `Call`: the function called.
  std::string function;
  /// `Def`: the body may run by itself, as a fragment or a dialog.
  bool fragment = false;
  std::vector<Step> body, orelse;
  /// `Try`: the body of each handler, in order, and that of `finally`.
  std::vector<std::vector<Step>> handlers;
  std::vector<Step> final;
  /// `Try`: stands at module scope.
  bool module = false;
};

/// A closure whose captured names are bound again after it was made.
struct LateClosure {
  std::string name;
  /// CPython's `co_firstlineno`.
  uint32_t line = 0;
  friend bool operator==(const LateClosure&, const LateClosure&) = default;
};

struct Split {
  std::vector<Step> steps;
  IdVector<CellId, StaticCell> cells;
  /// Definitions whose bodies carry guards.
  std::vector<AstId> functions;
  std::vector<LateClosure> late;
};

std::string_view to_string(CellKind kind);
std::string_view to_string(StepKind kind);
/// `name:line`, the key of an instrumented function.
std::string function_key(const Ast& ast, AstId definition);

}  // namespace lattice
