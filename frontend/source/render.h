#pragma once

#include <string>

#include "frontend/base/diagnostic.h"
#include "frontend/source/source_file.h"

namespace lattice {

enum class RenderForm : uint8_t {
  /// `app.py:3:5: LT003 message`, one line a diagnostic.
  Concise,
  /// Heading, excerpt with carets, cause and help, as rustc and ruff print them.
  Full,
};

struct RenderOptions {
  RenderForm form = RenderForm::Full;
  /// ANSI colours.
  bool colour = false;
};

/// Printed columns count code points from 1, as editors do. The result ends with a line end.
std::string render(const Diagnostic& diagnostic, const SourceFile& source, RenderOptions options);

}  // namespace lattice
