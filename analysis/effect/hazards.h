#pragma once
// What the functions and methods of a whole file may do that no cell can be skipped over.
#include <string>
#include <vector>

#include "analysis/analyze.h"

namespace lattice {

/// One reason for each function or method of the file whose calls have to run every time, such as
/// "reads the clock: `datetime.now()`"; empty when all of them may be skipped.
std::vector<std::string> hazards(const Analysis& analysis);

}  // namespace lattice
