#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "cli/base/files.h"
#include "cli/base/memory.h"
#include "cli/base/script.h"
#include "cli/base/terminal.h"
#include "cli/commands/commands.h"
#include "cli/graph/focus.h"
#include "cli/graph/format/formats.h"

namespace lattice::cli {
namespace {

constexpr std::string_view kSuffixes = ".txt .json .dot .gv .mmd .mermaid";

std::string format_of(const Arguments& arguments) {
  std::string format = arguments.value_or("format", "auto");
  if (format != "auto") return format;
  const std::optional<std::string> output = arguments.value("output");
  if (!output || *output == "-") return "ascii";
  const std::string suffix = extension(*output);
  if (suffix == ".json") return "json";
  if (suffix == ".dot" || suffix == ".gv") return "dot";
  if (suffix == ".mmd" || suffix == ".mermaid") return "mermaid";
  if (suffix == ".txt") return "ascii";
  throw Failure(Exit::Usage, fmt::format("the suffix of `{}` names no format", *output),
                fmt::format("use --format, or one of {}", kSuffixes));
}

size_t terminal_width() {
  winsize size{};
  if (!stdout_is_terminal() || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

Way way_of(const std::string& word) {
  return word == "up" ? Way::Up : word == "down" ? Way::Down : Way::Both;
}

CellGraph focused(CellGraph graph, const Arguments& arguments) {
  const std::optional<std::string> focus = arguments.value("focus");
  if (!focus) {
    for (const std::string_view flag : {"depth", "direction"}) {
      if (arguments.has(flag)) {
        throw Failure(Exit::Usage, fmt::format("`--{}` has no meaning without `--focus`", flag));
      }
    }
    return graph;
  }
  uint32_t depth = UINT32_MAX;
  const std::string text = arguments.value_or("depth", "");
  std::from_chars(text.data(), text.data() + text.size(), depth);
  const Way way = way_of(arguments.value_or("direction", "both"));
  const std::vector<bool> kept = reached(graph, find_focus(graph, *focus), way, depth);
  return restrict_to(std::move(graph), kept);
}

}  // namespace

Exit graph_command(const Arguments& arguments) {
  keep_freed_memory();
  const std::string format = format_of(arguments);
  const SourceFile source = read_script(arguments.positional().front());
  const Analysis analysis = analyze_script(source);
  CellGraph graph = focused(build_graph(analysis), arguments);
  const std::optional<std::string> output = arguments.value("output");
  const bool to_file = output && *output != "-";
  std::string text;
  if (format == "json") {
    text = json_graph(graph);
  } else if (format == "dot") {
    text = dot_graph(without_clutter(std::move(graph)));
  } else if (format == "mermaid") {
    text = mermaid_graph(without_clutter(std::move(graph)));
  } else {
    Style style = stdout_style();
    if (to_file) style.colour = false;
    text = ascii_graph(std::move(graph), style, to_file ? 0 : terminal_width());
  }
  if (to_file) {
    write_file(*output, text);
  } else {
    write_stdout(text);
  }
  return Exit::Clean;
}

}  // namespace lattice::cli
