#include "cli/base/terminal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace lattice::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value(variable(name));
    if (value.empty()) continue;
    std::ranges::transform(value, value.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

Style style_of(int descriptor) {
  Style style;
  style.unicode = locale_is_utf8();
  const std::string_view forced = variable("FORCE_COLOR");
  if (!variable("NO_COLOR").empty()) {
    style.colour = false;
  } else if (!forced.empty()) {
    style.colour = forced != "0";
  } else {
    style.colour = isatty(descriptor) != 0 && variable("TERM") != "dumb";
  }
  return style;
}

/// Returns 0 or the error number.
int write_all(int descriptor, std::string_view data) {
  while (!data.empty()) {
    const ssize_t written = write(descriptor, data.data(), data.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    data.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

}  // namespace

std::string Style::paint(std::string_view code, std::string_view text) const {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

Style stdout_style() { return style_of(STDOUT_FILENO); }
Style stderr_style() { return style_of(STDERR_FILENO); }
bool stdout_is_terminal() { return isatty(STDOUT_FILENO) != 0; }

void write_stdout(std::string_view data) {
  const int error = write_all(STDOUT_FILENO, data);
  if (error == 0 || error == EPIPE) return;
  throw Failure(Exit::Usage,
                fmt::format("standard output cannot be written: {}", std::strerror(error)));
}

void write_stderr(std::string_view text) { (void)write_all(STDERR_FILENO, text); }

void print_failure(const Failure& failure) {
  const Style style = stderr_style();
  std::string text =
      fmt::format("{}: {}\n", style.paint("1;31", "error"), printable(failure.message()));
  if (!failure.help().empty()) {
    text += fmt::format("{}: {}\n", style.paint("1;36", "help"), printable(failure.help()));
  }
  write_stderr(text);
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace lattice::cli
