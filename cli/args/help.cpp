#include "cli/args/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/args/arguments.h"

namespace lattice::cli {
namespace {

constexpr std::string_view kHeading = "1;32";
constexpr std::string_view kLiteral = "1;36";

using Rows = std::vector<std::pair<std::string, std::string>>;

/// Two columns; the texts stand below each other.
std::string table(const Rows& rows, const Style& style) {
  size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.first.size());
  std::string text;
  for (const auto& [name, help] : rows) {
    text += fmt::format("  {}{}  {}\n", style.paint(kLiteral, name),
                        std::string(width - name.size(), ' '), help);
  }
  return text;
}

std::string flag_name(const FlagSpec& flag) {
  const std::string letter =
      flag.letter.empty() ? std::string("    ") : fmt::format("-{}, ", flag.letter);
  const std::string value = flag.value.empty() ? std::string() : fmt::format(" {}", flag.value);
  return fmt::format("{}--{}{}", letter, flag.name, value);
}

std::string flag_help(const FlagSpec& flag) {
  if (flag.choices.empty()) return std::string(flag.help);
  const std::vector<std::string> words = split_words(flag.choices);
  return fmt::format("{} [{}]", flag.help, fmt::join(words, ", "));
}

}  // namespace

std::string general_help(const Style& style) {
  std::string text =
      "Lattice runs Streamlit scripts incrementally: what an interaction does not\n"
      "change is not executed again.\n\n";
  text += fmt::format("{} {}\n\n", style.paint(kHeading, "Usage:"),
                      style.paint(kLiteral, "lattice COMMAND [ARGUMENTS...]"));
  Rows rows;
  for (const CommandSpec& spec : commands()) rows.emplace_back(spec.name, spec.summary);
  text += fmt::format("{}\n{}\n", style.paint(kHeading, "Commands:"), table(rows, style));
  text += fmt::format(
      "{}\n{}\n", style.paint(kHeading, "Flags:"),
      table({{"-h, --help", "print help"}, {"-V, --version", "print the version"}}, style));
  text += fmt::format("{}\n", style.paint(kHeading, "Examples:"));
  text += "  lattice run app.py\n  lattice check app.py\n  lattice graph app.py -o graph.dot\n\n";
  text += "`lattice help COMMAND` tells more about a command.\n";
  return text;
}

std::string command_help(const CommandSpec& spec, const Style& style) {
  std::string text = fmt::format("{}.\n", spec.summary);
  if (!spec.description.empty()) text += fmt::format("{}\n", spec.description);
  text += fmt::format("\n{} {}\n\n", style.paint(kHeading, "Usage:"),
                      style.paint(kLiteral, fmt::format("lattice {} {}", spec.name, spec.usage)));
  Rows rows;
  for (const FlagSpec& flag : spec.flags) rows.emplace_back(flag_name(flag), flag_help(flag));
  rows.emplace_back("-h, --help", "print this help");
  text += fmt::format("{}\n{}\n", style.paint(kHeading, "Flags:"), table(rows, style));
  text += fmt::format("{}\n{}", style.paint(kHeading, "Examples:"), spec.examples);
  return text;
}

}  // namespace lattice::cli
