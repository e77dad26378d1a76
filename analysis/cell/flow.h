#pragma once
// Definite assignment: which names are certainly bound at a point of a function.
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/effect_table/effect_table.h"

namespace lattice {

/// A set of names by the numbers that a `Flow` gives them. A bit each, because every branch of a
/// script copies it.
class BoundNames {
 public:
  [[nodiscard]] bool contains(uint32_t name) const;
  void insert(uint32_t name);
  void erase(uint32_t name);
  /// What holds on both ways.
  void join(const BoundNames& other);

  /// The point is not reached: every name counts as bound.
  bool dead = false;

 private:
  std::vector<uint64_t> words_;
};

class Flow {
 public:
  Flow(const Ast& ast, const EffectTable& effects) : ast_(ast), effects_(effects) {}

  /// Whether the name is in the set, `dead` or not.
  [[nodiscard]] bool is_listed(std::string_view name, const BoundNames& bound) const;
  void bind(std::string_view name, BoundNames& bound);
  void bind(const std::vector<std::string_view>& names, BoundNames& bound);

  /// Passes one statement: afterwards `bound` holds where it completes normally.
  void statement(AstId id, BoundNames& bound);
  /// Passes the statements of a body in order.
  void body(AstId parent, AstRole role, BoundNames& bound);
  void expression(AstId id, BoundNames& bound);
  /// What is certain at the start of any iteration, before the target is bound.
  void enter_loop(AstId loop, BoundNames& bound) const;
  void bind_targets(AstId target, BoundNames& bound);
  /// What is certain wherever in the `try` an exception comes from.
  void fail(AstId try_statement, BoundNames& bound) const;

 private:
  void remove_deleted(AstId id, BoundNames& bound) const;
  void try_statement(AstId id, BoundNames& bound);
  void match_statement(AstId id, BoundNames& bound);
  void with_statement(AstId id, BoundNames& bound);
  void if_statement(AstId id, BoundNames& bound);
  void loop(AstId id, BoundNames& bound);

  void unbind(std::string_view name, BoundNames& bound) const;

  const Ast& ast_;
  const EffectTable& effects_;
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

}  // namespace lattice
