#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyze.h"
#include "frontend/base/diagnostic.h"

namespace lattice::cli {

enum class CheckKind : uint8_t {
#define CHECK(kind, code, severity, message, cause, help) kind,
#include "cli/check/checks.def"
};

Finding make_finding(CheckKind kind, TextRange range, const std::vector<std::string>& arguments);
/// What the front end found wrong with the text.
Finding make_finding(const Diagnostic& diagnostic);

/// All codes there are, in order.
std::vector<std::string> all_codes();

/// Findings of one script in the order of their places, those left out that a comment
/// `# lattice: ignore[CODE]` in their first or last line suppresses.
std::vector<Finding> check_script(const SyntaxTree& tree);
/// Only what is wrong with the text.
std::vector<Finding> check_text(const SyntaxTree& tree);

}  // namespace lattice::cli
