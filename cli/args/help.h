#pragma once
#include <string>

#include "cli/args/command_spec.h"
#include "cli/base/terminal.h"

namespace lattice::cli {

/// What `lattice --help` prints.
std::string general_help(const Style& style);
/// What `lattice COMMAND --help` prints.
std::string command_help(const CommandSpec& spec, const Style& style);

}  // namespace lattice::cli
