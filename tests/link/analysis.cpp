#include "analysis/scope/resolve.h"
#include "frontend/syntax/parse.h"

int main() {
  const lattice::SyntaxTree tree = lattice::parse(lattice::SourceFile("app.py", "x = 1\n"));
  return lattice::resolve(tree).find(lattice::ScopeTable::kModule, "x").valid() ? 0 : 1;
}
