#include <fmt/format.h>

#include "analysis/scope/dump.h"
#include "analysis/scope/resolve.h"
#include "cli/base/files.h"
#include "cli/base/python.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"
#include "frontend/syntax/dump.h"
#include "frontend/syntax/parse.h"

namespace lattice::cli {

Exit dump_command(const Arguments& arguments) {
  const std::string stage = arguments.value_or("stage", "");
  const std::string& path = arguments.positional().front();
  if (stage.empty()) {
    throw Failure(Exit::Usage, "`--stage` is missing", "see `lattice dump --help`");
  }
  const SourceFile source = read_script(path);
  if (stage == "instrumented") become_python({"dump-instrumented", path});
  const SyntaxTree tree = parse(source);
  if (stage == "syntax") {
    write_stdout(dump(tree));
  } else if (stage == "scopes") {
    write_stdout(dump_scopes_json(resolve(tree), {}) + "\n");
  }
  return Exit::Clean;
}

}  // namespace lattice::cli
