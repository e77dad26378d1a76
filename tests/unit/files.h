#pragma once
// Files for the tools and tests that look at many of them.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

#include "frontend/source/source_file.h"

namespace lattice {

inline std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Prints one line for each path on standard input, one a line. One process for many files keeps
/// comparisons with CPython fast. The result is that of `main`.
template <typename Print>
int print_each_file(Print print) {
  std::ios::sync_with_stdio(false);
  for (std::string path; std::getline(std::cin, path);) {
    std::cout << print(SourceFile(path, read_bytes(path))) << '\n';
  }
  return std::cout.good() ? 0 : 1;
}

}  // namespace lattice
