#include "frontend/base/diagnostic.h"

#include <cstddef>

namespace lattice {
namespace {

constexpr DiagnosticInfo kInfos[] = {
#define DIAGNOSTIC(kind, code, severity, message, cause, help) \
  {#kind, code, Severity::severity, message, cause, help},
#include "frontend/base/diagnostics.def"
#undef DIAGNOSTIC
};

/// Replaces `{0}` to `{9}`; a number without an argument stays as it is written.
std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const bool placeholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                             pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
    const size_t index = placeholder ? static_cast<size_t>(pattern[i + 1] - '0') : 0;
    if (placeholder && index < arguments.size()) {
      text += arguments[index];
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

const DiagnosticInfo& info(DiagnosticKind kind) { return kInfos[static_cast<size_t>(kind)]; }

const std::vector<DiagnosticKind>& all_diagnostic_kinds() {
  static const std::vector<DiagnosticKind> kinds = {
#define DIAGNOSTIC(kind, code, severity, message, cause, help) DiagnosticKind::kind,
#include "frontend/base/diagnostics.def"
#undef DIAGNOSTIC
  };
  return kinds;
}

Finding make_finding(const DiagnosticInfo& info, TextRange range,
                     const std::vector<std::string>& arguments) {
  return {std::string(info.code),
          info.severity,
          range,
          fill(info.message, arguments),
          fill(info.cause, arguments),
          fill(info.help, arguments),
          {}};
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Info:
      return "info";
  }
  return "error";
}

std::string Diagnostic::message() const { return fill(info(kind).message, arguments); }
std::string Diagnostic::cause() const { return fill(info(kind).cause, arguments); }
std::string Diagnostic::help() const { return fill(info(kind).help, arguments); }

}  // namespace lattice
