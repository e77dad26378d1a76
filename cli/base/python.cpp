#include "cli/base/python.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "cli/base/failure.h"

namespace lattice::cli {
namespace {

namespace fs = std::filesystem;

/// Returns only on failure, with the error number.
int start(const std::string& python, std::vector<char*>& arguments, bool search) {
  arguments.front() = const_cast<char*>(python.c_str());
  if (search) {
    execvp(python.c_str(), arguments.data());
  } else {
    execv(python.c_str(), arguments.data());
  }
  return errno;
}

}  // namespace

fs::path own_folder() {
  std::error_code failed;
  return fs::read_symlink("/proc/self/exe", failed).parent_path();
}

void become_python(const std::vector<std::string>& words) {
  std::vector<char*> arguments{nullptr, const_cast<char*>("-m"), const_cast<char*>("lattice")};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);

  const char* given = std::getenv("LATTICE_PYTHON");
  if (given != nullptr && *given != '\0') {
    const int error = start(given, arguments, true);
    throw Failure(Exit::Usage,
                  fmt::format("`{}` cannot be started: {}", given, std::strerror(error)),
                  "LATTICE_PYTHON names it; correct or unset that variable");
  }
  const fs::path folder = own_folder();
  for (const char* name : {"python", "python" LATTICE_PYTHON_VERSION, "python3"}) {
    start((folder / name).string(), arguments, false);
  }
  // Installed outside a virtual environment: `pip install --user`, `--target`.
  for (const char* name : {"python" LATTICE_PYTHON_VERSION, "python3"}) {
    start(name, arguments, true);
  }
  throw Failure(
      Exit::Findings,
      fmt::format("there is no Python beside `{}` and none on PATH", (folder / "lattice").string()),
      "set LATTICE_PYTHON to the interpreter Lattice is installed in");
}

}  // namespace lattice::cli
