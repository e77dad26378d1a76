#include "cli/check/suppress.h"

#include <algorithm>
#include <optional>

#include "cli/args/arguments.h"
#include "frontend/syntax/node.h"

namespace lattice::cli {
namespace {

std::string_view stripped(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The codes of one comment; nothing if it is no suppression.
std::optional<std::vector<std::string>> codes_of(std::string_view comment) {
  constexpr std::string_view kWord = "lattice:";
  const size_t at = comment.find(kWord);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = stripped(comment.substr(at + kWord.size()));
  constexpr std::string_view kIgnore = "ignore";
  if (!rest.starts_with(kIgnore)) return std::nullopt;
  rest = stripped(rest.substr(kIgnore.size()));
  std::vector<std::string> codes;
  if (!rest.starts_with("[")) return codes;
  rest = rest.substr(1, rest.find(']') == std::string_view::npos ? 0 : rest.find(']') - 1);
  for (const std::string& word : split_words(rest, ',')) {
    const std::string_view code = stripped(word);
    if (!code.empty()) codes.emplace_back(code);
  }
  // Empty or unclosed brackets name nothing, so they suppress nothing.
  if (codes.empty()) return std::nullopt;
  return codes;
}

}  // namespace

Suppressions find_suppressions(const SyntaxTree& tree) {
  Suppressions result;
  if (tree.source().text().find("lattice:") == std::string_view::npos) return result;
  for (uint32_t i = 0; i < tree.node_count(); ++i) {
    const Node node = tree.node(NodeId(i));
    if (!node.is(Kind::Comment)) continue;
    if (const auto codes = codes_of(node.text())) result[node.begin().line] = *codes;
  }
  return result;
}

bool is_suppressed(const Finding& finding, const SourceFile& source, const Suppressions& comments) {
  const uint32_t first = source.position(finding.range.begin).line;
  const uint32_t last = source.position(finding.range.end).line;
  return std::ranges::any_of(comments, [&](const auto& comment) {
    const auto& [line, codes] = comment;
    if (line != first && line != last) return false;
    return codes.empty() || std::ranges::find(codes, finding.code) != codes.end();
  });
}

}  // namespace lattice::cli
