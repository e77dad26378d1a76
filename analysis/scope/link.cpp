#include <utility>
#include <vector>

#include "analysis/scope/resolve.h"

namespace lattice {
namespace {

/// Walks the scopes from outside in with, for each name, a stack of what it means to a function
/// inside: the top is the innermost function that binds it or declares it global. So each symbol is
/// looked at once, however deep the nesting.
class Linker {
 public:
  explicit Linker(ScopeTable& table) : table_(table), meanings_(table.names.size()) {}

  void run() {
    struct Step {
      ScopeId scope;
      bool leave;
    };
    std::vector<Step> todo{{ScopeTable::kModule, false}};
    while (!todo.empty()) {
      const Step step = todo.back();
      todo.pop_back();
      if (step.leave) {
        leave(step.scope);
        continue;
      }
      enter(step.scope);
      todo.push_back({step.scope, true});
      const auto& children = table_.scopes[step.scope].children;
      for (auto child = children.rbegin(); child != children.rend(); ++child) {
        todo.push_back({*child, false});
      }
    }
    connect_globals();
  }

 private:
  void enter(ScopeId id) {
    const ScopeKind kind = table_.scopes[id].kind;
    // A copy, because pass-through symbols may be added to the table while we look.
    const std::vector<SymbolId> symbols = table_.scopes[id].symbols;
    for (const SymbolId symbol : symbols) decide(symbol);
    if (kind == ScopeKind::Class) {
      meanings_.resize(table_.names.size());
      push(id, table_.find_name("__class__"), SymbolId::none());
      return;
    }
    if (kind == ScopeKind::Module) return;
    for (const SymbolId symbol : symbols) {
      const Symbol& s = table_.symbols[symbol];
      if (s.visibility == Visibility::Local || s.visibility == Visibility::GlobalExplicit) {
        push(id, s.name, symbol);
      }
    }
  }

  void leave(ScopeId id) {
    while (!pushed_.empty() && pushed_.back().first == id) {
      meanings_[pushed_.back().second.index()].pop_back();
      pushed_.pop_back();
    }
  }

  struct Meaning {
    ScopeId scope;
    /// None for the `__class__` of a class.
    SymbolId symbol;
  };

  void push(ScopeId scope, NameId name, SymbolId symbol) {
    if (!name) return;
    meanings_[name.index()].push_back({scope, symbol});
    pushed_.emplace_back(scope, name);
  }

  void decide(SymbolId id) {
    Symbol& symbol = table_.symbols[id];
    const auto& outer = meanings_[symbol.name.index()];
    const bool bound_outside =
        !outer.empty() && !(outer.back().symbol && table_.symbols[outer.back().symbol].visibility ==
                                                       Visibility::GlobalExplicit);
    if (symbol.has(SymbolFlag::DeclaredGlobal)) {
      symbol.visibility = Visibility::GlobalExplicit;
    } else if (!symbol.has(SymbolFlag::DeclaredNonlocal) && symbol.is_bound()) {
      symbol.visibility = Visibility::Local;
      symbol.owner = id;
    } else if (bound_outside) {
      symbol.visibility = Visibility::Free;
      symbol.owner = outer.back().symbol;
      if (symbol.owner) table_.symbols[symbol.owner].visibility = Visibility::Cell;
      pass_through(symbol.scope, symbol.name, outer.back());
    } else {
      symbol.visibility = Visibility::GlobalImplicit;
    }
  }

  /// The scopes between a free variable and its owner hand the cell on, so they have it free too.
  void pass_through(ScopeId from, NameId name, Meaning meaning) {
    for (ScopeId at = table_.scopes[from].parent; at && at != meaning.scope;
         at = table_.scopes[at].parent) {
      const SymbolId existing = table_.find(at, name);
      if (!existing) {
        Symbol symbol;
        symbol.name = name;
        symbol.scope = at;
        symbol.visibility = Visibility::Free;
        symbol.owner = meaning.symbol;
        const SymbolId id = table_.symbols.push_back(std::move(symbol));
        table_.scopes[at].symbols.push_back(id);
        table_.symbol_ids[uint64_t{at.index()} << 32 | name.index()] = id;
      } else if (table_.symbols[existing].visibility == Visibility::Free) {
        return;
      }
    }
  }

  void connect_globals() {
    for (const SymbolId id : table_.symbols.ids()) {
      Symbol& symbol = table_.symbols[id];
      if (symbol.visibility == Visibility::GlobalExplicit ||
          symbol.visibility == Visibility::GlobalImplicit) {
        const SymbolId global = table_.find(ScopeTable::kModule, symbol.name);
        if (global && (table_.symbols[global].is_bound() ||
                       table_.symbols[global].has(SymbolFlag::DeclaredGlobal))) {
          symbol.owner = global;
        }
      }
    }
  }

  ScopeTable& table_;
  std::vector<std::vector<Meaning>> meanings_;
  std::vector<std::pair<ScopeId, NameId>> pushed_;
};

}  // namespace

void link_scopes(ScopeTable& table) { Linker(table).run(); }

}  // namespace lattice
