#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "frontend/source/source_file.h"

namespace lattice::cli {

/// Reads a script; `-` is standard input. Fails with `Exit::Usage` if it is absent, a directory,
/// unreadable, or no text.
SourceFile read_script(const std::string& path);

/// The Python files below a directory, in alphabetical order; hidden folders, virtual environments
/// and caches are left out, links are not followed.
std::vector<std::string> python_files(const std::string& directory);

/// The names of the Python files directly in a directory; none if it cannot be read.
std::vector<std::string> python_names(const std::string& directory);

/// Replaces a file as a whole: it has the old content or the new one, whatever happens.
void write_file(const std::string& path, std::string_view data);

bool is_directory(const std::string& path);
/// `.svg` of `a/b.svg`, as Python's `os.path.splitext`.
std::string extension(std::string_view path);

}  // namespace lattice::cli
