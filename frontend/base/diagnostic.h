#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/base/text_range.h"

namespace lattice {

enum class Severity : uint8_t { Error, Warning, Info };

/// One kind an entry of `diagnostics.def`.
enum class DiagnosticKind : uint8_t {
#define DIAGNOSTIC(kind, code, severity, message, cause, help) kind,
#include "frontend/base/diagnostics.def"
#undef DIAGNOSTIC
};

/// What a table such as `diagnostics.def` says of a kind.
struct DiagnosticInfo {
  std::string_view name, code;
  Severity severity;
  std::string_view message, cause, help;
};

const DiagnosticInfo& info(DiagnosticKind kind);

/// All kinds in the order of `diagnostics.def`.
const std::vector<DiagnosticKind>& all_diagnostic_kinds();

std::string_view to_string(Severity severity);

/// Something to say of a place in one source file, in the words that are printed.
struct Finding {
  std::string code;
  Severity severity = Severity::Warning;
  TextRange range;
  /// Cause, help and where the code is explained may be empty.
  std::string message, cause, help, docs;
};

/// `arguments` fill `{0}` to `{9}` of the texts; a number without an argument stays as it is.
Finding make_finding(const DiagnosticInfo& info, TextRange range,
                     const std::vector<std::string>& arguments);

/// An observation at a place in one source file; `arguments` fill `{0}`, `{1}`, ... of the texts.
struct Diagnostic {
  DiagnosticKind kind;
  TextRange range;
  std::vector<std::string> arguments;

  [[nodiscard]] std::string_view code() const { return info(kind).code; }
  [[nodiscard]] Severity severity() const { return info(kind).severity; }
  [[nodiscard]] std::string message() const;
  [[nodiscard]] std::string cause() const;
  [[nodiscard]] std::string help() const;
};

}  // namespace lattice
