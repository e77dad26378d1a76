#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace lattice::cli {

/// The real folder of this executable, also when called through a link.
std::filesystem::path own_folder();

/// Becomes `python -m lattice WORDS...`: the interpreter `LATTICE_PYTHON` names, else the one
/// beside this executable, else the first on PATH. Fails if none can be started.
[[noreturn]] void become_python(const std::vector<std::string>& words);

}  // namespace lattice::cli
