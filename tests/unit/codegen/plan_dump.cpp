// Prints the guard plan of each file named on the command line, or on standard input one a line, as
// one line of JSON each: the tool behind tests/python/test_plan_positions.py.
#include <iostream>
#include <string>

#include "codegen/plan/json.h"
#include "tests/unit/files.h"

namespace {

void print_plan(const std::string& path) {
  std::cout << lattice::plan_json(lattice::read_bytes(path), path) << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) print_plan(arguments[i]);
  if (count > 1) return 0;
  for (std::string path; std::getline(std::cin, path);) print_plan(path);
  return 0;
}
