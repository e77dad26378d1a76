#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "cli/args/command_spec.h"
#include "cli/args/help.h"
#include "cli/base/files.h"
#include "cli/base/preload.h"
#include "cli/base/python.h"
#include "cli/base/suggest.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"

namespace lattice::cli {
namespace {

constexpr std::string_view kDefaultTarget = "streamlit_app.py";

/// What has to be known of the words of `run` before Python starts; it gets them unchanged.
struct RunWords {
  std::optional<std::string> target;
  std::vector<std::pair<std::string, std::optional<std::string>>> own;
  bool help = false;
};

bool is_url(std::string_view word) {
  return word.starts_with("http://") || word.starts_with("https://");
}

/// Every flag of Streamlit takes a value, in the same word or in the next one.
RunWords understand(const std::vector<std::string>& words) {
  RunWords result;
  bool only_arguments = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool is_flag = !only_arguments && word.size() > 1 && word.front() == '-';
    if (!is_flag) {
      if (!result.target) result.target = word;
      continue;
    }
    if (word == "--") {
      only_arguments = true;
      continue;
    }
    if (word == "--help" || word == "-h") {
      result.help = true;
      continue;
    }
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    std::optional<std::string> value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (name != "--lattice.quiet" && i + 1 < words.size()) {
      value = words[++i];
    }
    if (name.starts_with("--lattice.") || name == "--lattice") result.own.emplace_back(name, value);
  }
  return result;
}

void check_trace(const std::string& path) {
  if (path.empty()) throw Failure(Exit::Usage, "`--lattice.trace` needs a file");
  const bool existed = access(path.c_str(), F_OK) == 0;
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) {
    throw Failure(Exit::Usage,
                  fmt::format("the trace `{}` cannot be written: {}", path, std::strerror(errno)));
  }
  close(file);
  if (!existed) unlink(path.c_str());
}

void check_own_flag(const std::string& name, const std::optional<std::string>& value) {
  const CommandSpec& spec = *find_command("run");
  std::vector<std::string> known;
  for (const FlagSpec& flag : spec.flags) known.push_back(fmt::format("--{}", flag.name));
  const auto found = std::ranges::find(known, name);
  if (found == known.end()) {
    throw Failure(Exit::Usage, fmt::format("`lattice run` has no flag `{}`", name),
                  did_you_mean(name, known, fmt::format("there are {}", listed(known))));
  }
  const FlagSpec& flag = spec.flags[static_cast<size_t>(found - known.begin())];
  if (flag.kind != ValueKind::None && !value) {
    throw Failure(Exit::Usage, fmt::format("a value is missing after `{}`", name),
                  fmt::format("write `{}={}`", name, flag.value));
  }
  std::vector<std::string> allowed;
  if (flag.kind == ValueKind::Choice) allowed = split_words(flag.choices);
  if (!value) return;
  if (flag.kind == ValueKind::None) allowed = {"true", "false"};
  if (!allowed.empty() && std::ranges::find(allowed, *value) == allowed.end()) {
    throw Failure(Exit::Usage, fmt::format("`{}` is no value of `{}`", *value, name),
                  did_you_mean(*value, allowed, fmt::format("it is {}", listed(allowed))));
  }
  if (flag.kind == ValueKind::File) check_trace(*value);
}

/// A Python file of the folder whose name is like that of a missing one.
std::string similar_file(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  std::vector<std::string> names;
  for (const std::string& name : python_names(folder.empty() ? "." : folder)) {
    names.push_back(folder + name);
  }
  return closest(path, names);
}

/// The same rules as Streamlit's `main_run`, with the same exit codes.
void check_target(const std::optional<std::string>& given) {
  std::string target(kDefaultTarget);
  const char* variable = std::getenv("STREAMLIT_RUN_TARGET");
  if (given) {
    target = *given;
  } else if (variable != nullptr && *variable != '\0') {
    target = variable;
  }
  if (is_url(target)) return;
  const bool folder = is_directory(target);
  std::string path = target;
  if (folder)
    path = fmt::format("{}{}{}", target, target.ends_with('/') ? "" : "/", kDefaultTarget);
  const std::string suffix = extension(path);
  if (suffix != ".py" && suffix != ".py3") {
    throw Failure(Exit::Usage, fmt::format("`{}` is not a Python file", path),
                  "the script's name ends with `.py`");
  }
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) {
    const int error = errno;
    if (folder) {
      throw Failure(Exit::Usage, fmt::format("`{}` has no {}", target, kDefaultTarget),
                    "name the script: `lattice run FOLDER/FILE.py`");
    }
    if (error != ENOENT && error != ENOTDIR) {
      throw Failure(Exit::Findings,
                    fmt::format("`{}` cannot be read: {}", path, std::strerror(error)));
    }
    if (!given) {
      throw Failure(Exit::Usage, fmt::format("there is no {} in the current folder", target),
                    "name the script: `lattice run FILE.py`");
    }
    const std::string similar = similar_file(path);
    throw Failure(Exit::Usage, fmt::format("`{}` does not exist", path),
                  similar.empty() ? "" : fmt::format("did you mean `{}`?", similar));
  }
  if (access(path.c_str(), R_OK) != 0) {
    throw Failure(Exit::Findings,
                  fmt::format("`{}` cannot be read: {}", path, std::strerror(errno)));
  }
}

}  // namespace

Exit run_command(const std::vector<std::string>& words) {
  const RunWords understood = understand(words);
  if (understood.help) {
    write_stdout(command_help(*find_command("run"), stdout_style()));
    return Exit::Clean;
  }
  for (const auto& [name, value] : understood.own) check_own_flag(name, value);
  check_target(understood.target);
  std::vector<std::string> all{"run"};
  all.insert(all.end(), words.begin(), words.end());
  preload_sensor();
  become_python(all);
}

}  // namespace lattice::cli
