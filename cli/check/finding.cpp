#include "cli/check/finding.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lattice::cli {
namespace {

constexpr std::array kChecks = {
#define CHECK(kind, code, severity, message, cause, help) \
  DiagnosticInfo{#kind, code, Severity::severity, message, cause, help},
#include "cli/check/checks.def"
};

/// Where its code is explained.
Finding with_docs(Finding finding) {
  finding.docs = "docs/checks.md#";
  for (const char c : finding.code) {
    finding.docs += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return finding;
}

}  // namespace

Finding make_finding(CheckKind kind, TextRange range, const std::vector<std::string>& arguments) {
  return with_docs(lattice::make_finding(kChecks[static_cast<size_t>(kind)], range, arguments));
}

Finding make_finding(const Diagnostic& diagnostic) {
  return with_docs(
      lattice::make_finding(info(diagnostic.kind), diagnostic.range, diagnostic.arguments));
}

std::vector<std::string> all_codes() {
  std::vector<std::string> codes;
  codes.reserve(kChecks.size() + all_diagnostic_kinds().size());
  for (const DiagnosticInfo& check : kChecks) codes.emplace_back(check.code);
  for (const DiagnosticKind kind : all_diagnostic_kinds()) codes.emplace_back(info(kind).code);
  std::ranges::sort(codes);
  return codes;
}

}  // namespace lattice::cli
