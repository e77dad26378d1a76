// Prints where the statements and calls of many files stand: reads paths from standard input, one a
// line, and writes one line for each: `line column end_line end_column kind;...` in document order.
#include <fmt/format.h>

#include <string>

#include "frontend/syntax/node.h"
#include "frontend/syntax/parse.h"
#include "tests/unit/files.h"

using lattice::Kind;
using lattice::Node;

namespace {

/// "s" for a statement, "c" for a call, "" for the rest.
std::string_view category(Node node) {
  const std::string_view name = to_string(node.kind());
  if (node.is_any(Kind::FunctionDefinition, Kind::ClassDefinition)) return "s";
  if (name.ends_with("_statement")) return "s";
  return node.is(Kind::Call) ? "c" : "";
}

std::string positions(const lattice::SyntaxTree& tree) {
  std::string text;
  for (uint32_t i = 0; i < tree.node_count();) {
    const Node node = tree.node(lattice::NodeId(i));
    // CPython 3.11 parses the expressions of f-strings apart, and places some of them wrongly.
    if (node.is(Kind::String)) {
      i = node.subtree_end().index();
      continue;
    }
    if (const std::string_view what = category(node); !what.empty()) {
      const lattice::Position begin = node.begin();
      const lattice::Position end = node.end();
      text += fmt::format("{} {} {} {} {};", begin.line, begin.column, end.line, end.column, what);
    }
    ++i;
  }
  return text;
}

}  // namespace

int main() {
  return lattice::print_each_file(
      [](const lattice::SourceFile& source) { return positions(lattice::parse(source)); });
}
