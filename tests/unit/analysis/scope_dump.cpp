// Prints the scopes of many files: reads paths from standard input, one a line, and writes one line
// of JSON for each. One process for many files keeps the comparison with CPython fast.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "analysis/scope/dump.h"
#include "analysis/scope/resolve.h"
#include "frontend/syntax/parse.h"

int main() {
  std::ios::sync_with_stdio(false);
  std::string path;
  while (std::getline(std::cin, path)) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const lattice::SourceFile source(path, std::move(text));
    const lattice::ScopeTable table = lattice::resolve(lattice::parse(source));
    std::cout << lattice::dump_scopes_json(table, {.uses = false, .indent = -1}) << '\n';
  }
  return std::cout.good() ? 0 : 1;
}
