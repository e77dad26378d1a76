#pragma once
// Run-time types of a kernel. A kernel is compiled for the types its variables really have; each
// type is a number of machine words (its parts), so that a variable is a number of registers.
//
//   Int -> one 64-bit word      Complex -> two floats      Tuple(Int, Float) -> a word and a float
//   List(Float) -> a pointer to a `List` of the runtime, whose elements are doubles
#include <cstdint>
#include <string>
#include <vector>

#include "frontend/base/id.h"

namespace lattice::kernel {

/// What one machine word of a value holds.
enum class Part : uint8_t { Int, Float, Bool, Ref };

enum class TypeKind : uint8_t {
  /// The variable has no value here: reading it is left to CPython, which raises.
  Unbound,
  Int,
  Float,
  Bool,
  Complex,
  /// `None`, a value without parts.
  None,
  /// All elements have one type; element types are Int, Float, Bool, Complex or List.
  List,
  /// A list written as `[]` to which nothing is ever added; the payload is its place.
  EmptyList,
  Tuple,
  /// An object that is passed on and never looked into.
  Object,
  /// A variable that may have no value: the words of its type, then whether it has one.
  Maybe,
};

using TypeId = Id<struct TypeTag>;

struct Type {
  TypeKind kind = TypeKind::Unbound;
  /// Elements of a tuple, or the element type of a list.
  std::vector<TypeId> inner;
  uint32_t payload = 0;
  friend bool operator==(const Type&, const Type&) = default;
};

/// Owns the types; equal types have equal ids. The ids of types without parts of their own are
/// the same in every table.
class TypeTable {
 public:
  TypeTable();

  static constexpr TypeId kUnbound{0}, kInt{1}, kFloat{2}, kBool{3}, kComplex{4}, kNone{5},
      kObject{6};

  [[nodiscard]] const Type& operator[](TypeId id) const { return types_[id.index()]; }
  [[nodiscard]] TypeKind kind(TypeId id) const { return types_[id.index()].kind; }
  TypeId intern(Type type);
  TypeId list_of(TypeId element) { return intern({TypeKind::List, {element}, 0}); }
  TypeId maybe(TypeId type) { return intern({TypeKind::Maybe, {type}, 0}); }
  TypeId tuple_of(std::vector<TypeId> elements) {
    return intern({TypeKind::Tuple, std::move(elements), 0});
  }
  [[nodiscard]] TypeId element(TypeId list) const { return types_[list.index()].inner.front(); }
  /// The words of a value, in order.
  void append_parts(TypeId id, std::vector<Part>& out) const;
  [[nodiscard]] std::vector<Part> parts(TypeId id) const;
  /// As in a dump: `int`, `list[list[float]]`, `(int, float)`.
  [[nodiscard]] std::string name(TypeId id) const;

 private:
  std::vector<Type> types_;
};

}  // namespace lattice::kernel
