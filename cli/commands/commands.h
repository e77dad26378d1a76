#pragma once
#include <string>
#include <vector>

#include "cli/args/arguments.h"
#include "cli/base/failure.h"

namespace lattice::cli {

/// `words` are those after `run`; never returns when Python could be started.
Exit run_command(const std::vector<std::string>& words);
Exit graph_command(const Arguments& arguments);
Exit check_command(const Arguments& arguments);
Exit dump_command(const Arguments& arguments);
/// Never returns when Python could be started.
Exit verify_command(const Arguments& arguments);
Exit version_command(const Arguments& arguments);
Exit completions_command(const Arguments& arguments);

}  // namespace lattice::cli
