#pragma once

#include <cstdint>
#include <vector>

#include "analysis/scope/scope.h"

namespace lattice {

/// Where the value of a name lives, as the compiler decides it.
enum class Visibility : uint8_t {
  /// In this scope alone; for the module: in its dictionary.
  Local,
  /// In this scope, and functions inside it use it too.
  Cell,
  /// In an enclosing function.
  Free,
  /// In the module, because of `global x` (or because some function declares so, in the module
  /// itself).
  GlobalExplicit,
  /// In the module, or among the builtins: no function around binds the name.
  GlobalImplicit,
};

/// What happens to a name in one scope; bits are joined. The terms are those of Python's
/// `symtable`.
enum class SymbolFlag : uint8_t {
  /// `global x`
  DeclaredGlobal = 1 << 0,
  /// Bound other than by import or as a parameter: `x = 1`, `del x`, `for x in ...`, `def x`.
  Assigned = 1 << 1,
  Parameter = 1 << 2,
  /// `nonlocal x`, and `x := ...` in a comprehension.
  DeclaredNonlocal = 1 << 3,
  /// Read. `x += 1` alone does not count, as in `symtable`.
  Referenced = 1 << 4,
  Imported = 1 << 5,
  /// `x: int`
  Annotated = 1 << 6,
};

/// One name in one scope. A name used in three scopes has three symbols, joined by `owner`.
struct Symbol {
  /// Mangled where Python mangles.
  NameId name;
  ScopeId scope;
  Visibility visibility = Visibility::GlobalImplicit;
  uint8_t flags = 0;
  /// The symbol that holds the value: itself when local or cell, that of the enclosing function
  /// when free, that of the module when global. None for builtins and names nobody binds.
  SymbolId owner;
  /// In document order.
  std::vector<BindingId> bindings;
  std::vector<ReferenceId> references;

  [[nodiscard]] bool has(SymbolFlag flag) const {
    return (flags & static_cast<uint8_t>(flag)) != 0;
  }
  void set(SymbolFlag flag) { flags |= static_cast<uint8_t>(flag); }
  /// Some statement of this scope binds it.
  [[nodiscard]] bool is_bound() const {
    return has(SymbolFlag::Assigned) || has(SymbolFlag::Parameter) || has(SymbolFlag::Imported);
  }
};

}  // namespace lattice
