#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/args/command_spec.h"

namespace lattice::cli {

/// The words after a command's name, understood.
class Arguments {
 public:
  /// Fails with `Exit::Usage` on unknown flags, missing or wrong values, missing arguments.
  Arguments(const CommandSpec& spec, const std::vector<std::string>& words);

  /// `--help` was among them; nothing else was checked then.
  [[nodiscard]] bool help() const { return help_; }
  [[nodiscard]] bool has(std::string_view flag) const;
  /// The last value given.
  [[nodiscard]] std::optional<std::string> value(std::string_view flag) const;
  [[nodiscard]] std::string value_or(std::string_view flag, std::string otherwise) const;
  /// The values given, at commas too.
  [[nodiscard]] std::vector<std::string> list(std::string_view flag) const;
  [[nodiscard]] const std::vector<std::string>& positional() const { return positional_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> positional_;
  bool help_ = false;
};

std::vector<std::string> split_words(std::string_view text, char separator = ' ');

}  // namespace lattice::cli
