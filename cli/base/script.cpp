#include "cli/base/script.h"

#include <fmt/format.h>

#include "cli/base/failure.h"
#include "cli/base/terminal.h"
#include "frontend/source/render.h"
#include "frontend/syntax/parse.h"

namespace lattice::cli {

Analysis analyze_script(const SourceFile& source) {
  const SyntaxTree tree = parse(source);
  const RenderOptions options{RenderForm::Full, stderr_style().colour};
  size_t errors = 0;
  for (const Diagnostic& diagnostic : tree.diagnostics()) {
    if (diagnostic.severity() != Severity::Error) continue;
    if (++errors <= 10) write_stderr(render(diagnostic, source, options));
  }
  if (errors > 0) {
    throw Failure(Exit::Findings, fmt::format("`{}` cannot be analysed: {} {}", source.path(),
                                              errors, errors == 1 ? "error" : "errors"));
  }
  return analyze(tree);
}

}  // namespace lattice::cli
