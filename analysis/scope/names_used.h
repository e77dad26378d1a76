#pragma once

#include <vector>

#include "analysis/scope/scope_table.h"

namespace lattice {

/// A name that is visible outside the code which uses it.
struct NameUse {
  NameId name;
  /// The symbol with the value: of the scope around, of a function further out, or of the module.
  /// None for builtins, names nobody binds, and the `__class__` of a class.
  SymbolId owner;
  friend bool operator==(NameUse, NameUse) = default;
};

/// What a piece of code does to names that outlive it. Names owned by a scope that lies wholly
/// inside (parameters and locals of a function it defines, comprehension variables) are left out.
/// Each list is in order of first occurrence, without repetitions.
///
///   y = [x * k for x in xs]      reads xs, k      writes y
///   def f(a=d): return a + g     reads d          writes f      captured_reads g
///   n += 1                       reads n          writes n
///   del n                        deletes n
///
/// The body of a class and of a list, set or dict comprehension runs where it stands. The body of a
/// function or lambda runs later, so what it uses is "captured"; a generator expression may run at
/// once or later, so what it uses is listed both ways.
struct NamesUsed {
  std::vector<NameUse> reads, writes, deletes;
  std::vector<NameUse> captured_reads, captured_writes;
};

/// `code` is any statement or expression of the table's tree.
NamesUsed names_used(const ScopeTable& table, Node code);

/// The same for several pieces of code in a row, such as the statements of one cell.
NamesUsed names_used(const ScopeTable& table, const std::vector<Node>& codes);

}  // namespace lattice
