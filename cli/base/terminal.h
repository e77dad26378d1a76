#pragma once
#include <string>
#include <string_view>

#include "cli/base/failure.h"

namespace lattice::cli {

/// What a stream can show.
struct Style {
  /// ANSI colours: on a terminal, unless `NO_COLOR` is set; anywhere if `FORCE_COLOR` is.
  bool colour = false;
  /// Line drawing and arrows: the locale is UTF-8.
  bool unicode = false;

  /// `text` in a colour such as "1;31", or as it is.
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
};

Style stdout_style();
Style stderr_style();
/// Whether standard output is a terminal.
bool stdout_is_terminal();

/// Writes data. A closed pipe ends it quietly; any other failure is a `Failure`.
void write_stdout(std::string_view data);
/// Writes talk; failures are ignored, there is nobody left to tell.
void write_stderr(std::string_view text);

/// `error: ...` and `help: ...` on stderr.
void print_failure(const Failure& failure);

/// Without control characters: names and paths must not drive the terminal.
std::string printable(std::string_view text);

}  // namespace lattice::cli
