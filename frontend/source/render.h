#pragma once

#include <string>
#include <string_view>

#include "frontend/base/diagnostic.h"
#include "frontend/source/source_file.h"

namespace lattice {

enum class RenderForm : uint8_t {
  /// `app.py:3:5: LT003 message`, one line a finding.
  Concise,
  /// Heading, excerpt with carets, cause, help and docs, as rustc and ruff print them.
  Full,
};

struct RenderOptions {
  RenderForm form = RenderForm::Full;
  /// ANSI colours.
  bool colour = false;
};

/// The result ends with a line end.
std::string render(const Finding& finding, const SourceFile& source, RenderOptions options);
std::string render(const Diagnostic& diagnostic, const SourceFile& source, RenderOptions options);

/// A place as editors show it: line and column from 1, columns in code points.
struct PrintedPlace {
  uint32_t line = 1;
  size_t column = 1;
};
PrintedPlace printed_place(const SourceFile& source, uint32_t offset);

/// Columns of a terminal, roughly: one for each code point, one for each stray byte.
size_t columns_of(std::string_view text);

}  // namespace lattice
