#include "analysis/scope/names_used.h"

#include <algorithm>
#include <unordered_set>

namespace lattice {
namespace {

/// A list without repetitions, in order of first insertion.
class UseList {
 public:
  void add(NameUse use) {
    const uint64_t key = uint64_t{use.name.index()} << 32 | use.owner.index();
    if (seen_.insert(key).second) uses_.push_back(use);
  }
  std::vector<NameUse> take() { return std::move(uses_); }

 private:
  std::vector<NameUse> uses_;
  std::unordered_set<uint64_t> seen_;
};

/// When code of a nested scope runs, seen from the code around.
struct Moment {
  bool now = true;
  bool later = false;
};

Moment moment_of(const ScopeTable& table, ScopeId scope, NodeId first) {
  Moment moment;
  for (ScopeId at = scope; at; at = table.scopes[at].parent) {
    const Scope& s = table.scopes[at];
    // Scopes that open before the code are those around it.
    if (s.node.id() < first || s.kind == ScopeKind::Module) break;
    if (s.kind == ScopeKind::GeneratorExpression) moment.later = true;
    if (s.kind == ScopeKind::Function || s.kind == ScopeKind::Lambda) return {false, true};
  }
  return moment;
}

class Query {
 public:
  explicit Query(const ScopeTable& table) : table_(table) {}

  void add(Node code) {
    if (!code) return;
    first_ = code.id();
    end_ = code.subtree_end();
    const auto starts_before = [](const auto& use, NodeId id) { return use.name.id() < id; };
    for (auto at = std::lower_bound(table_.references.begin(), table_.references.end(), first_,
                                    starts_before);
         at != table_.references.end() && at->name.id() < end_; ++at) {
      record(at->symbol, reads_, captured_reads_);
    }
    for (auto at = std::lower_bound(table_.bindings.begin(), table_.bindings.end(), first_,
                                    starts_before);
         at != table_.bindings.end() && at->name.id() < end_; ++at) {
      if (at->kind == BindingKind::Annotation) continue;
      record(at->symbol, at->kind == BindingKind::Delete ? deletes_ : writes_, captured_writes_);
    }
  }

  NamesUsed take() {
    return {reads_.take(), writes_.take(), deletes_.take(), captured_reads_.take(),
            captured_writes_.take()};
  }

 private:
  void record(SymbolId id, UseList& now, UseList& later) {
    const Symbol& symbol = table_.symbols[id];
    if (symbol.owner && lies_inside(table_.symbols[symbol.owner].scope)) return;
    const Moment moment = moment_of(table_, symbol.scope, first_);
    const NameUse use{symbol.name, symbol.owner};
    if (moment.now) now.add(use);
    if (moment.later) later.add(use);
  }

  [[nodiscard]] bool lies_inside(ScopeId scope) const {
    const NodeId opener = table_.scopes[scope].node.id();
    return scope != ScopeTable::kModule && first_ <= opener && opener < end_;
  }

  const ScopeTable& table_;
  NodeId first_, end_;
  UseList reads_, writes_, deletes_, captured_reads_, captured_writes_;
};

}  // namespace

NamesUsed names_used(const ScopeTable& table, Node code) {
  Query query(table);
  query.add(code);
  return query.take();
}

NamesUsed names_used(const ScopeTable& table, const std::vector<Node>& codes) {
  Query query(table);
  for (const Node code : codes) query.add(code);
  return query.take();
}

}  // namespace lattice
