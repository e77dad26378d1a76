#include "cli/args/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/base/failure.h"
#include "cli/base/suggest.h"

namespace lattice::cli {
namespace {

std::string usage_of(const CommandSpec& spec) {
  return fmt::format("see `lattice {} --help`", spec.name);
}

[[noreturn]] void fail_unknown_flag(const CommandSpec& spec, const std::string& word) {
  const std::string written = word.substr(0, word.find('='));
  std::vector<std::string> known{"--help"};
  for (const FlagSpec& flag : spec.flags) known.push_back(fmt::format("--{}", flag.name));
  throw Failure(Exit::Usage, fmt::format("`lattice {}` has no flag `{}`", spec.name, written),
                did_you_mean(written, known, usage_of(spec)));
}

void check_choice(const std::string& what, std::string_view choices, const std::string& value) {
  const std::vector<std::string> allowed = split_words(choices);
  if (std::ranges::find(allowed, value) != allowed.end()) return;
  throw Failure(Exit::Usage, fmt::format("`{}` is no value of {}", value, what),
                did_you_mean(value, allowed, fmt::format("it is {}", listed(allowed))));
}

void check_number(const std::string& what, const std::string& value) {
  const bool digits = !value.empty() && value.size() <= 9 &&
                      std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  if (digits) return;
  throw Failure(Exit::Usage, fmt::format("`{}` is no value of {}", value, what),
                "it is a whole number");
}

}  // namespace

std::vector<std::string> split_words(std::string_view text, char separator) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Arguments::Arguments(const CommandSpec& spec, const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("-h,--help", help_);
  std::map<std::string_view, CLI::Option*> options;
  for (const FlagSpec& flag : spec.flags) {
    std::string names = fmt::format("--{}", flag.name);
    if (!flag.letter.empty()) names += fmt::format(",-{}", flag.letter);
    CLI::Option* option = nullptr;
    if (flag.kind == ValueKind::None) {
      option = app.add_flag(names);
    } else {
      option = app.add_option(names, values_[std::string(flag.name)]);
      option->allow_extra_args(false);
    }
    options[flag.name] = option;
  }
  if (!spec.argument.name.empty()) app.add_option("ARGUMENT", positional_);
  try {
    // CLI11 takes the words from the end.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ArgumentMismatch& error) {
    // CLI11's message begins with the flag's name and a colon.
    const std::string text = error.what();
    throw Failure(Exit::Usage,
                  fmt::format("a value is missing after `{}`", text.substr(0, text.find(':'))),
                  usage_of(spec));
  } catch (const CLI::ParseError& error) {
    throw Failure(Exit::Usage, error.what(), usage_of(spec));
  }
  if (help_) return;
  for (const std::string& word : app.remaining()) {
    if (word.starts_with("-") && word.size() > 1) fail_unknown_flag(spec, word);
    throw Failure(Exit::Usage, fmt::format("`lattice {}` takes no argument `{}`", spec.name, word),
                  usage_of(spec));
  }
  for (const FlagSpec& flag : spec.flags) {
    const std::string name(flag.name);
    if (options[flag.name]->count() == 0) {
      values_.erase(name);
      continue;
    }
    values_[name];
    for (const std::string& value : values_[name]) {
      const std::string what = fmt::format("`--{}`", name);
      if (flag.kind == ValueKind::Choice) check_choice(what, flag.choices, value);
      if (flag.kind == ValueKind::Number) check_number(what, value);
    }
  }
  if (spec.argument.required && positional_.empty()) {
    throw Failure(Exit::Usage, fmt::format("{} is missing", spec.argument.name),
                  fmt::format("usage: lattice {} {}", spec.name, spec.usage));
  }
  if (spec.argument.kind != ValueKind::Scripts && positional_.size() > 1) {
    throw Failure(Exit::Usage,
                  fmt::format("`lattice {}` takes one {}, not {}", spec.name, spec.argument.name,
                              positional_.size()),
                  fmt::format("usage: lattice {} {}", spec.name, spec.usage));
  }
  if (spec.argument.kind == ValueKind::Choice && !positional_.empty()) {
    check_choice(std::string(spec.argument.name), spec.argument.choices, positional_.front());
  }
}

bool Arguments::has(std::string_view flag) const { return values_.contains(flag); }

std::optional<std::string> Arguments::value(std::string_view flag) const {
  const auto found = values_.find(flag);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::string Arguments::value_or(std::string_view flag, std::string otherwise) const {
  return value(flag).value_or(std::move(otherwise));
}

std::vector<std::string> Arguments::list(std::string_view flag) const {
  std::vector<std::string> items;
  const auto found = values_.find(flag);
  if (found == values_.end()) return items;
  for (const std::string& value : found->second) {
    for (std::string& item : split_words(value, ',')) items.push_back(std::move(item));
  }
  return items;
}

}  // namespace lattice::cli
