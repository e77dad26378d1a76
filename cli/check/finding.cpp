#include "cli/check/finding.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace lattice::cli {
namespace {

struct CheckInfo {
  std::string_view code;
  Severity severity;
  std::string_view message, cause, help;
};

constexpr std::array kChecks = {
#define CHECK(kind, code, severity, message, cause, help) \
  CheckInfo{code, Severity::severity, message, cause, help},
#include "cli/check/checks.def"
};

std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& argument : arguments) store.push_back(argument);
  return fmt::vformat(pattern, store);
}

}  // namespace

Finding make_finding(CheckKind kind, TextRange range, const std::vector<std::string>& arguments) {
  const CheckInfo& info = kChecks[static_cast<size_t>(kind)];
  return {std::string(info.code),
          info.severity,
          range,
          fill(info.message, arguments),
          fill(info.cause, arguments),
          fill(info.help, arguments)};
}

Finding make_finding(const Diagnostic& diagnostic) {
  return {std::string(diagnostic.code()), diagnostic.severity(), diagnostic.range,
          diagnostic.message(),           diagnostic.cause(),    diagnostic.help()};
}

std::vector<std::string> all_codes() {
  std::vector<std::string> codes;
  for (const CheckInfo& check : kChecks) codes.emplace_back(check.code);
  for (const DiagnosticKind kind : all_diagnostic_kinds()) codes.emplace_back(info(kind).code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::string docs_of(std::string_view code) {
  std::string anchor(code);
  std::transform(anchor.begin(), anchor.end(), anchor.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "docs/checks.md#" + anchor;
}

}  // namespace lattice::cli
