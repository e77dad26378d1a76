#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "frontend/base/id.h"
#include "frontend/syntax/node.h"

namespace lattice {

using NameId = Id<struct NameTag>;
using ScopeId = Id<struct ScopeTag>;
using SymbolId = Id<struct SymbolTag>;
using BindingId = Id<struct BindingTag>;
using ReferenceId = Id<struct ReferenceTag>;

enum class ScopeKind : uint8_t {
  /// The file.
  Module,
  /// `def f(): ...`
  Function,
  /// `lambda x: ...`
  Lambda,
  /// `class C: ...`; its names are not visible from the functions inside.
  Class,
  /// `[x for x in xs]`; the first iterable belongs to the enclosing scope, here and in the next
  /// three.
  ListComprehension,
  /// `{x for x in xs}`
  SetComprehension,
  /// `{k: v for k, v in xs}`
  DictComprehension,
  /// `(x for x in xs)`; the only comprehension whose body runs later.
  GeneratorExpression,
  /// `[T]` in `def f[T](): ...`, `class C[T]: ...` and `type A[T] = ...`.
  TypeParameters,
};

constexpr bool is_comprehension(ScopeKind kind) {
  return kind >= ScopeKind::ListComprehension && kind <= ScopeKind::GeneratorExpression;
}

/// Whether the body runs where it stands: class bodies and comprehensions except generators.
constexpr bool runs_in_place(ScopeKind kind) {
  return kind == ScopeKind::Module || kind == ScopeKind::Class ||
         (is_comprehension(kind) && kind != ScopeKind::GeneratorExpression);
}

struct Scope {
  ScopeKind kind;
  /// As written, never mangled; "lambda", "listcomp", "genexpr", "top" where Python has no name.
  std::string_view name;
  /// The construct that opens the scope: `FunctionDefinition`, `ListComprehension`, ...
  Node node;
  /// None for the module.
  ScopeId parent;
  /// In the order in which CPython's compiler meets them.
  std::vector<ScopeId> children;
  /// In the order of first mention.
  std::vector<SymbolId> symbols;
  /// `from m import *` stands here, so any name may be bound.
  bool star_import = false;
  /// The name of the innermost class around (or of this class), by which `__x` is mangled.
  std::string_view private_class;
};

}  // namespace lattice
