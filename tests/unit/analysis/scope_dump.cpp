// Prints the scopes of many files: reads paths from standard input, one a line, and writes one line
// of JSON for each.
#include "analysis/scope/dump.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/parse.h"
#include "tests/unit/files.h"

int main() {
  return lattice::print_each_file([](const lattice::SourceFile& source) {
    const lattice::ScopeTable table = lattice::resolve(lattice::parse(source));
    return lattice::dump_scopes_json(table, {.uses = false, .indent = -1});
  });
}
