#include <fmt/format.h>

#include <string>

#include "cli/base/terminal.h"
#include "cli/commands/commands.h"

namespace lattice::cli {
namespace {

/// `text` between single quotes for a POSIX-like shell.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string command_names() {
  std::string names;
  for (const CommandSpec& spec : commands()) names += fmt::format("{} ", spec.name);
  return names;
}

// ---------------------------------------------------------------- bash

/// How bash completes a value.
std::string bash_action(ValueKind kind, std::string_view choices) {
  switch (kind) {
    case ValueKind::Choice:
      return fmt::format("COMPREPLY=($(compgen -W {} -- \"$cur\"))", quoted(choices));
    case ValueKind::File:
      return "_lattice_files '*'";
    case ValueKind::Script:
    case ValueKind::Scripts:
      return "_lattice_files '*.py'";
    case ValueKind::None:
    case ValueKind::Text:
    case ValueKind::Number:
      break;
  }
  return ":";
}

std::string bash_command(const CommandSpec& spec) {
  std::string values, names = "--help ";
  for (const FlagSpec& flag : spec.flags) {
    names += fmt::format("--{} ", flag.name);
    if (flag.kind == ValueKind::None) continue;
    const std::string letter = flag.letter.empty() ? "" : fmt::format("|-{}", flag.letter);
    values += fmt::format("        --{}{}) {}; return ;;\n", flag.name, letter,
                          bash_action(flag.kind, flag.choices));
  }
  return fmt::format(
      "    {})\n"
      "      case $prev in\n{}        *) ;;\n      esac\n"
      "      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W {} -- \"$cur\"))\n"
      "      else {}; fi ;;\n",
      spec.name, values, quoted(names), bash_action(spec.argument.kind, spec.argument.choices));
}

std::string bash() {
  std::string cases;
  for (const CommandSpec& spec : commands()) cases += bash_command(spec);
  return fmt::format(R"(# bash completion for lattice

_lattice_files() {{
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -X "!$1" -- "$cur") $(compgen -d -- "$cur"))
}}

_lattice() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  # `--flag=value` is three words here.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W {} -- "$cur"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{}    *) ;;
  esac
}}

complete -F _lattice lattice
)",
                     quoted(command_names() + "--help --version"), cases);
}

// ---------------------------------------------------------------- zsh

std::string zsh_action(ValueKind kind, std::string_view choices) {
  switch (kind) {
    case ValueKind::Choice:
      return fmt::format("({})", choices);
    case ValueKind::File:
      return "_files";
    case ValueKind::Script:
    case ValueKind::Scripts:
      return "_files -g \"*.py\"";
    case ValueKind::None:
    case ValueKind::Text:
    case ValueKind::Number:
      break;
  }
  return " ";
}

std::string zsh_command(const CommandSpec& spec) {
  std::string lines;
  const auto add = [&](const std::string& text) {
    lines += fmt::format(" \\\n        {}", quoted(text));
  };
  add("(- *)--help[print help]");
  for (const FlagSpec& flag : spec.flags) {
    const std::string value =
        flag.kind == ValueKind::None
            ? std::string()
            : fmt::format(":{}:{}", flag.value, zsh_action(flag.kind, flag.choices));
    const std::string joint = flag.kind == ValueKind::None ? "" : "=";
    add(fmt::format("--{}{}[{}]{}", flag.name, joint, flag.help, value));
    if (!flag.letter.empty()) add(fmt::format("-{}[{}]{}", flag.letter, flag.help, value));
  }
  if (!spec.argument.name.empty()) {
    add(fmt::format("{}:{}:{}", spec.argument.kind == ValueKind::Scripts ? "*" : "",
                    spec.argument.name, zsh_action(spec.argument.kind, spec.argument.choices)));
  }
  return fmt::format("    {})\n      _arguments -s{} ;;\n", spec.name, lines);
}

std::string zsh() {
  std::string names, cases;
  for (const CommandSpec& spec : commands()) {
    names += fmt::format("    {}\n", quoted(fmt::format("{}:{}", spec.name, spec.summary)));
    cases += zsh_command(spec);
  }
  return fmt::format(R"(#compdef lattice

_lattice() {{
  local -a names
  names=(
{}  )
  if ((CURRENT == 2)); then
    _describe 'command' names
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
{}  esac
}}

if [[ $funcstack[1] == _lattice ]]; then _lattice "$@"; else compdef _lattice lattice; fi
)",
                     names, cases);
}

// ---------------------------------------------------------------- fish

/// `text` between single quotes: fish escapes with a backslash inside them.
std::string fish_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string fish_action(ValueKind kind, std::string_view choices) {
  switch (kind) {
    case ValueKind::None:
      return "";
    case ValueKind::Choice:
      return fmt::format(" -x -a {}", fish_quoted(choices));
    case ValueKind::File:
      return " -r -F";
    case ValueKind::Script:
    case ValueKind::Scripts:
      return " -x -a '(__fish_complete_suffix .py)'";
    case ValueKind::Text:
    case ValueKind::Number:
      break;
  }
  return " -x";
}

std::string fish_command(const CommandSpec& spec) {
  std::string lines = fmt::format("complete -c lattice -n __fish_use_subcommand -f -a {} -d {}\n",
                                  spec.name, fish_quoted(spec.summary));
  const std::string begin =
      fmt::format("complete -c lattice -n '__fish_seen_subcommand_from {}'", spec.name);
  for (const FlagSpec& flag : spec.flags) {
    const std::string letter = flag.letter.empty() ? "" : fmt::format(" -s {}", flag.letter);
    lines += fmt::format("{} -l {}{}{} -d {}\n", begin, flag.name, letter,
                         fish_action(flag.kind, flag.choices), fish_quoted(flag.help));
  }
  if (!spec.argument.name.empty()) {
    // An argument is no value of a flag: `-f -a` instead of `-x -a`.
    std::string action = fish_action(spec.argument.kind, spec.argument.choices);
    const size_t exclusive = action.find(" -x");
    if (exclusive != std::string::npos) action.replace(exclusive, 3, " -f");
    lines += fmt::format("{}{}\n", begin, action);
  }
  return lines;
}

std::string fish() {
  std::string text = "# fish completion for lattice\n\ncomplete -c lattice -f\n";
  text += "complete -c lattice -l help -s h -d 'print help'\n";
  text += "complete -c lattice -n __fish_use_subcommand -l version -s V -d 'print the version'\n";
  for (const CommandSpec& spec : commands()) text += fish_command(spec);
  return text;
}

}  // namespace

Exit completions_command(const Arguments& arguments) {
  const std::string& shell = arguments.positional().front();
  write_stdout(shell == "bash" ? bash() : shell == "zsh" ? zsh() : fish());
  return Exit::Clean;
}

}  // namespace lattice::cli
