#pragma once
// What the command line understands, as data: parsing, help texts, suggestions and shell
// completions all come from this one table.
#include <span>
#include <string_view>

namespace lattice::cli {

/// What stands behind a flag or as an argument, for completion.
enum class ValueKind : unsigned char { None, Text, Number, Choice, File, Script, Scripts };

struct FlagSpec {
  /// Without dashes.
  std::string_view name;
  /// One letter, or empty.
  std::string_view letter;
  ValueKind kind = ValueKind::None;
  /// The word for the value in help texts; empty for a switch.
  std::string_view value;
  /// For `Choice`: the values, separated by blanks.
  std::string_view choices;
  std::string_view help;
};

struct ArgumentSpec {
  /// As in `FILE`; empty if the command takes none.
  std::string_view name;
  ValueKind kind = ValueKind::None;
  bool required = false;
  std::string_view help;
  std::string_view choices;
};

struct CommandSpec {
  std::string_view name;
  /// One line, for the list of commands.
  std::string_view summary;
  /// What follows the name in the usage line.
  std::string_view usage;
  /// Further sentences of the command's own help; may be empty.
  std::string_view description;
  ArgumentSpec argument;
  std::span<const FlagSpec> flags;
  /// Complete lines.
  std::string_view examples;
};

/// All commands in the order of the help text.
std::span<const CommandSpec> commands();
/// Null: there is no such command.
const CommandSpec* find_command(std::string_view name);

}  // namespace lattice::cli
