#include <fmt/format.h>
#include <unistd.h>

#include "cli/base/files.h"
#include "cli/base/python.h"
#include "cli/commands/commands.h"

namespace lattice::cli {
namespace {

void check_script_file(const std::string& path) {
  if (extension(path) != ".py") {
    throw Failure(Exit::Usage, fmt::format("`{}` is not a Python file", path),
                  "the script's name ends with `.py`");
  }
  // Its errors are those of all commands that read a script.
  static_cast<void>(read_script(path));
}

}  // namespace

Exit verify_command(const Arguments& arguments) {
  const std::string& path = arguments.positional().front();
  check_script_file(path);
  const std::optional<std::string> clicks = arguments.value("clicks");
  if (clicks && access(clicks->c_str(), R_OK) != 0) {
    throw Failure(Exit::Usage, fmt::format("the clicks `{}` cannot be read", *clicks));
  }
  for (const char* flag : {"random", "seed"}) {
    if (clicks && arguments.has(flag)) {
      throw Failure(Exit::Usage, fmt::format("`--{}` does not go with `--clicks`", flag),
                    "a file says what is clicked");
    }
  }
  std::vector<std::string> words{"verify", path};
  for (const char* flag : {"clicks", "random", "seed", "save", "format"}) {
    if (const std::optional<std::string> value = arguments.value(flag)) {
      words.push_back(fmt::format("--{}={}", flag, *value));
    }
  }
  become_python(words);
}

}  // namespace lattice::cli
