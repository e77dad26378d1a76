#include "cli/commands/commands.h"
namespace lattice::cli { Exit graph_command(const Arguments&) { return Exit::Clean; } }
