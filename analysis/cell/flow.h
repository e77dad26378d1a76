#pragma once
// Definite assignment: which names are certainly bound at a point of a function.
#include <set>
#include <string_view>
#include <vector>

#include "analysis/effect/effect_table.h"

namespace lattice {

struct BoundNames {
  /// The point is not reached: every name counts as bound.
  bool dead = false;
  std::set<std::string_view> names;

  [[nodiscard]] bool has(std::string_view name) const { return dead || names.contains(name); }
  /// What holds on both ways.
  void join(const BoundNames& other);
};

class Flow {
 public:
  Flow(const Ast& ast, const EffectTable& effects) : ast_(ast), effects_(effects) {}

  /// Passes one statement: afterwards `bound` holds where it completes normally.
  void statement(AstId id, BoundNames& bound) const;
  /// Passes the statements of a body in order.
  void body(AstId parent, AstRole role, BoundNames& bound) const;
  void expression(AstId id, BoundNames& bound) const;
  /// What is certain at the start of any iteration, before the target is bound.
  void enter_loop(AstId loop, BoundNames& bound) const;
  void bind_targets(AstId target, BoundNames& bound) const;

 private:
  void remove_deleted(AstId id, BoundNames& bound) const;
  void try_statement(AstId id, BoundNames& bound) const;
  void match_statement(AstId id, BoundNames& bound) const;
  void with_statement(AstId id, BoundNames& bound) const;
  void if_statement(AstId id, BoundNames& bound) const;
  void loop(AstId id, BoundNames& bound) const;

  const Ast& ast_;
  const EffectTable& effects_;
};

}  // namespace lattice
