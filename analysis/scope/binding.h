#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/scope/scope.h"

namespace lattice {

/// What makes a name mean a value. Each is documented by the Python that creates it.
enum class BindingKind : uint8_t {
  /// `x` in `x = 1`, `x, y = pair` and `[*x] = items`.
  Assignment,
  /// `x` in `x: int = 1`.
  AnnotatedAssignment,
  /// `x` in `x: int`; makes the name local but gives no value.
  Annotation,
  /// `x` in `x += 1`; a reference of the same node reads it.
  AugmentedAssignment,
  /// `n` in `(n := len(xs))`; inside a comprehension this node has two bindings: one of the
  /// comprehension's symbol, one of the symbol in the nearest other scope.
  Walrus,
  /// `row` in `for row in rows: ...`; still bound after the loop.
  LoopVariable,
  /// `x` in `[x for x in xs]`.
  ComprehensionVariable,
  /// `f` in `with open(p) as f: ...`.
  WithTarget,
  /// `e` in `except E as e: ...`; unbound again where the clause ends.
  ExceptName,
  /// `x`, `rest` in `case [x, *rest]`, `case {**rest}` and `case C() as x`.
  MatchCapture,
  /// `a` in `import a.b`, `c` in `import a.b as c`.
  Import,
  /// `b` in `from a import b`, `c` in `from a import b as c`.
  ImportFrom,
  /// `f` in `def f(): ...`.
  FunctionDefinition,
  /// `C` in `class C: ...`.
  ClassDefinition,
  /// `p` in `def f(p, *, q=1, **r)` and `lambda p: ...`.
  Parameter,
  /// `x` in `del x`; takes the value away.
  Delete,
  /// `T` in `def f[T]()`.
  TypeParameter,
  /// `A` in `type A = int`.
  TypeAlias,
};

std::string_view to_string(BindingKind kind);

struct Binding {
  BindingKind kind;
  /// A symbol of the scope in which the binding stands (its `owner` has the value).
  SymbolId symbol;
  /// The identifier.
  Node name;
  /// The statement, clause or expression that binds: `Assignment`, `ForStatement`, `ExceptClause`,
  /// ...
  Node construct;
};

}  // namespace lattice
