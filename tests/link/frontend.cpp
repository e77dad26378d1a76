#include "frontend/syntax/dump.h"
#include "frontend/syntax/parse.h"

int main() {
  const lattice::SyntaxTree tree = lattice::parse(lattice::SourceFile("app.py", "x = 1\n"));
  return lattice::dump(tree).starts_with("(module 1:0-2:0)") ? 0 : 1;
}
