#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

#include "cli/args/arguments.h"
#include "cli/args/command_spec.h"
#include "cli/args/help.h"
#include "cli/base/failure.h"
#include "cli/base/files.h"
#include "cli/base/suggest.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"

namespace lattice::cli {
namespace {

Exit print_help(const CommandSpec* spec) {
  const Style style = stdout_style();
  write_stdout(spec == nullptr ? general_help(style) : command_help(*spec, style));
  return Exit::Clean;
}

[[noreturn]] void fail_unknown(const std::string& word) {
  if (word.starts_with("-")) {
    const std::vector<std::string> flags{"--help", "--version"};
    throw Failure(Exit::Usage, fmt::format("`lattice` has no flag `{}`", word),
                  did_you_mean(word, flags, "see `lattice --help`"));
  }
  if (extension(word) == ".py") {
    throw Failure(Exit::Usage, fmt::format("`{}` is no command", word),
                  fmt::format("run the script with `lattice run {}`", word));
  }
  std::vector<std::string> names;
  for (const CommandSpec& spec : commands()) names.emplace_back(spec.name);
  throw Failure(Exit::Usage, fmt::format("`{}` is no command", word),
                did_you_mean(word, names, "see `lattice --help`"));
}

Exit dispatch(const std::vector<std::string>& words) {
  if (words.empty()) {
    write_stderr(general_help(stderr_style()));
    return Exit::Usage;
  }
  const std::string& name = words.front();
  if (name == "--help" || name == "-h") return print_help(nullptr);
  if (name == "--version" || name == "-V") {
    return version_command(Arguments(*find_command("version"), {}));
  }
  const CommandSpec* spec = find_command(name);
  if (spec == nullptr) fail_unknown(name);
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  // Its flags are Streamlit's, which only Python knows.
  if (name == "run") return run_command(rest);

  const Arguments arguments(*spec, rest);
  if (arguments.help()) return print_help(spec);
  if (name == "graph") return graph_command(arguments);
  if (name == "check") return check_command(arguments);
  if (name == "verify") return verify_command(arguments);
  if (name == "dump") return dump_command(arguments);
  if (name == "version") return version_command(arguments);
  if (name == "completions") return completions_command(arguments);
  const std::vector<std::string>& topics = arguments.positional();
  return print_help(topics.empty() ? nullptr : find_command(topics.front()));
}

int guarded(const std::vector<std::string>& words) {
  try {
    return static_cast<int>(dispatch(words));
  } catch (const Failure& failure) {
    print_failure(failure);
    return static_cast<int>(failure.code());
  } catch (const std::exception& error) {
    print_failure(Failure(Exit::Internal, fmt::format("internal error: {}", error.what()),
                          "this is a mistake in Lattice; please report it with the command"));
    return static_cast<int>(Exit::Internal);
  }
}

}  // namespace
}  // namespace lattice::cli

int main(int argc, char** argv) {
  return lattice::cli::guarded(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
