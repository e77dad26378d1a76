#include "codegen/kernel/ir/type.h"

#include <algorithm>

namespace lattice::kernel {

TypeTable::TypeTable() {
  for (const TypeKind kind : {TypeKind::Unbound, TypeKind::Int, TypeKind::Float, TypeKind::Bool,
                              TypeKind::Complex, TypeKind::None, TypeKind::Object}) {
    types_.push_back({kind, {}, 0});
  }
}

TypeId TypeTable::intern(Type type) {
  const auto found = std::ranges::find(types_, type);
  if (found != types_.end()) return TypeId(static_cast<uint32_t>(found - types_.begin()));
  types_.push_back(std::move(type));
  return TypeId(static_cast<uint32_t>(types_.size() - 1));
}

void TypeTable::append_parts(TypeId id, std::vector<Part>& out) const {
  const Type& type = (*this)[id];
  switch (type.kind) {
    case TypeKind::Unbound:
    case TypeKind::None:
      return;
    case TypeKind::Int:
      return out.push_back(Part::Int);
    case TypeKind::Float:
      return out.push_back(Part::Float);
    case TypeKind::Bool:
      return out.push_back(Part::Bool);
    case TypeKind::Complex:
      out.push_back(Part::Float);
      return out.push_back(Part::Float);
    case TypeKind::List:
    case TypeKind::EmptyList:
    case TypeKind::Object:
      return out.push_back(Part::Ref);
    case TypeKind::Tuple:
      for (const TypeId inner : type.inner) append_parts(inner, out);
      return;
    case TypeKind::Maybe:
      append_parts(type.inner.front(), out);
      return out.push_back(Part::Bool);
  }
}

std::vector<Part> TypeTable::parts(TypeId id) const {
  std::vector<Part> out;
  append_parts(id, out);
  return out;
}

std::string TypeTable::name(TypeId id) const {
  const Type& type = (*this)[id];
  switch (type.kind) {
    case TypeKind::Unbound:
      return "unbound";
    case TypeKind::Int:
      return "int";
    case TypeKind::Float:
      return "float";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Complex:
      return "complex";
    case TypeKind::None:
      return "None";
    case TypeKind::Object:
      return "object";
    case TypeKind::EmptyList:
      return "list[]";
    case TypeKind::List:
      return "list[" + name(type.inner.front()) + "]";
    case TypeKind::Maybe:
      return "maybe " + name(type.inner.front());
    case TypeKind::Tuple: {
      std::string out = "(";
      for (const TypeId inner : type.inner) {
        if (out.size() > 1) out += ", ";
        out += name(inner);
      }
      return out + ")";
    }
  }
  return {};
}

}  // namespace lattice::kernel
