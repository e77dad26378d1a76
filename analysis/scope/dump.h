#pragma once

#include <string>

#include "analysis/scope/scope_table.h"

namespace lattice {

struct ScopeDumpOptions {
  /// Also each binding and reference with its position.
  bool uses = true;
  /// Spaces a level; negative: everything on one line.
  int indent = 2;
};

/// `{"schema_version": 1, "scopes": [...]}`: scopes by id, each with kind, name, line (0 for the
/// module), parent and symbols. Text that is not UTF-8 is replaced.
std::string dump_scopes_json(const ScopeTable& table, const ScopeDumpOptions& options);

}  // namespace lattice
