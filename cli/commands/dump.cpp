#include "analysis/cell/dump.h"

#include <fmt/format.h>

#include "analysis/scope/dump.h"
#include "analysis/scope/resolve.h"
#include "cli/base/files.h"
#include "cli/base/python.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"
#include "codegen/plan/dump.h"
#include "codegen/plan/json.h"
#include "frontend/syntax/dump.h"
#include "frontend/syntax/parse.h"

namespace lattice::cli {
namespace {

std::string dump_stage(const std::string& stage, const SyntaxTree& tree, bool json) {
  if (stage == "syntax") return dump(tree);
  if (stage == "scopes") return dump_scopes_json(resolve(tree), {}) + "\n";
  const Analysis analysis = analyze(tree);
  if (stage == "effects") return dump_effects(analysis);
  if (stage == "cells") return dump_cells(analysis);
  return json ? to_json(plan(analysis)) + "\n" : dump_plan(plan(analysis));
}

}  // namespace

Exit dump_command(const Arguments& arguments) {
  const std::string stage = arguments.value_or("stage", "");
  const std::string format = arguments.value_or("format", stage == "scopes" ? "json" : "text");
  const std::string& path = arguments.positional().front();
  if (stage.empty()) {
    throw Failure(Exit::Usage, "`--stage` is missing", "see `lattice dump --help`");
  }
  const bool json = format == "json";
  if ((json && stage != "plan" && stage != "scopes") || (!json && stage == "scopes")) {
    throw Failure(Exit::Usage, fmt::format("the stage `{}` has no form `{}`", stage, format),
                  "json exists for plan and scopes, text for all but scopes");
  }
  if (stage == "instrumented") {
    if (path == "-") throw Failure(Exit::Usage, "the stage `instrumented` needs a file");
    (void)read_script(path);
    become_python({"dump-instrumented", path});
  }
  write_stdout(dump_stage(stage, parse(read_script(path)), json));
  return Exit::Clean;
}

}  // namespace lattice::cli
