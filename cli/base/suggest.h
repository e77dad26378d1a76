#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lattice::cli {

/// The candidate most like what was written; empty if none is close enough to be meant.
std::string closest(std::string_view written, const std::vector<std::string>& candidates);

/// "did you mean `x`?", or `otherwise` if nothing is close.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates,
                         std::string otherwise = "");

/// "`a`, `b` or `c`".
std::string listed(const std::vector<std::string>& items);

}  // namespace lattice::cli
