#pragma once
#include "analysis/analyze.h"

namespace lattice::cli {

/// Analyses a script for a command that needs all of it. Syntax errors are printed and end the
/// command with `Exit::Findings`.
Analysis analyze_script(const SourceFile& source);

}  // namespace lattice::cli
