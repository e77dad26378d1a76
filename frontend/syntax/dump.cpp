#include "frontend/syntax/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace lattice {
namespace {

/// Printable ASCII and valid-looking UTF-8 stay, control bytes become `\xNN`.
std::string quoted(std::string_view text) {
  // Enough to recognise a string, without copying a page of it.
  constexpr size_t kLongest = 60;
  std::string result = "`";
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + (text.size() > kLongest ? "...`" : "`");
}

}  // namespace

std::string dump(Node node) {
  struct Item {
    Node node;
    size_t depth;
  };
  // Deeper levels are printed with the indentation of this one: output stays linear in the input.
  constexpr size_t kDeepest = 100;
  std::string text;
  std::vector<Item> todo;
  if (node) todo.push_back({node, 0});
  while (!todo.empty()) {
    const Item item = todo.back();
    todo.pop_back();
    const Position begin = item.node.begin();
    const Position end = item.node.end();
    text.append(2 * std::min(item.depth, kDeepest), ' ');
    if (item.node.field() != Field::None) text += fmt::format("{}: ", to_string(item.node.field()));
    text += fmt::format("({} {}:{}-{}:{}", to_string(item.node.kind()), begin.line, begin.column,
                        end.line, end.column);
    if (item.node.is_missing()) text += " missing";
    const size_t first = todo.size();
    for (const Node child : item.node.children()) todo.push_back({child, item.depth + 1});
    if (todo.size() == first) text += fmt::format(" {}", quoted(item.node.text()));
    std::reverse(todo.begin() + static_cast<std::ptrdiff_t>(first), todo.end());
    text += ")\n";
  }
  return text;
}

}  // namespace lattice
