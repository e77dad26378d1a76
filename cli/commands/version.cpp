#include <fmt/format.h>

#include "cli/base/python.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"

namespace lattice::cli {

Exit version_command(const Arguments& arguments) {
  if (arguments.has("verbose")) become_python({"version"});
  write_stdout("lattice " LATTICE_VERSION "\n");
  return Exit::Clean;
}

}  // namespace lattice::cli
