#include "cli/base/preload.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "cli/base/python.h"

namespace lattice::cli {
namespace {

namespace fs = std::filesystem;

/// Empty where it is not.
std::string library() {
  const fs::path prefix = own_folder().parent_path();
  for (const char* folder : {"lib", "lib64"}) {
    const fs::path found = prefix / folder / ("python" LATTICE_PYTHON_VERSION) / "site-packages" /
                           "lattice" / "liblattice_sense.so";
    std::error_code failed;
    if (fs::is_regular_file(found, failed)) return found.string();
  }
  return {};
}

}  // namespace

// The same conditions as in `lattice/preload.py`.
void preload_sensor() {
  // Another interpreter has a package of its own.
  if (std::getenv("LATTICE_PYTHON") != nullptr) return;
  const char* wanted = std::getenv("LATTICE_SENSE");
  if (wanted != nullptr && std::strcmp(wanted, "0") == 0) return;
  const char* before = std::getenv("LD_PRELOAD");
  // A sanitizer's library has to be the first one.
  if (before != nullptr && std::strstr(before, "san") != nullptr) return;
  std::string list = library();
  // A preload list is split at blanks and colons.
  if (list.empty() || list.find_first_of(" :") != std::string::npos) return;
  if (before != nullptr) list += std::string(":") + before;
  setenv("LD_PRELOAD", list.c_str(), 1);
  setenv("LATTICE_PRELOADED", "1", 1);
}

}  // namespace lattice::cli
