#pragma once
#include <map>
#include <string>
#include <vector>

#include "cli/check/finding.h"

namespace lattice::cli {

/// By line: the codes that a comment `# lattice: ignore[LT003, LT004]` there suppresses; an empty
/// list, from `# lattice: ignore`, means all.
using Suppressions = std::map<uint32_t, std::vector<std::string>>;

Suppressions find_suppressions(const SyntaxTree& tree);
bool is_suppressed(const Finding& finding, const SourceFile& source, const Suppressions& comments);

}  // namespace lattice::cli
