#include "frontend/source/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace lattice {
namespace {

/// Control bytes become a space, so that carets stand below what they mark and no escape sequence
/// of a script reaches the terminal.
std::string printable(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  return result;
}

struct Colours {
  std::string_view heading, rule, label, reset;
};

Colours colours_of(Severity severity, bool enabled) {
  if (!enabled) return {};
  constexpr std::string_view kBlue = "\x1b[1;34m";
  constexpr std::string_view kBold = "\x1b[1m";
  constexpr std::string_view kReset = "\x1b[0m";
  switch (severity) {
    case Severity::Error:
      return {"\x1b[1;31m", kBlue, kBold, kReset};
    case Severity::Warning:
      return {"\x1b[1;33m", kBlue, kBold, kReset};
    case Severity::Info:
      return {"\x1b[1;36m", kBlue, kBold, kReset};
  }
  return {};
}

/// The excerpt: the first line of the range and carets below it.
std::string excerpt(TextRange range, const SourceFile& source, const Colours& colours) {
  // A window of the line around the carets: generated code has lines of any length.
  constexpr uint32_t kBefore = 60;
  constexpr uint32_t kWindow = 160;
  const Position at = source.position(range.begin);
  const TextRange line = source.line_range(at.line);
  const uint32_t begin = std::min(range.begin, line.end);
  const uint32_t end = std::clamp(range.end, begin, line.end);
  const uint32_t from = begin - line.begin > kBefore ? begin - kBefore : line.begin;
  const uint32_t to = std::min(line.end, from + kWindow);
  const uint32_t shown_end = std::clamp(end, begin, to);
  const size_t indent = columns_of(source.text({from, begin}));
  const size_t carets = std::max<size_t>(1, columns_of(source.text({begin, shown_end})));
  const std::string number = std::to_string(at.line);
  const std::string margin(number.size(), ' ');
  return fmt::format("{1}{0} |{2}\n{1}{3} |{2} {4}\n{1}{0} |{2} {5}{6}{7}{2}\n", margin,
                     colours.rule, colours.reset, number, printable(source.text({from, to})),
                     std::string(indent, ' '), colours.heading, std::string(carets, '^'));
}

}  // namespace

size_t columns_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

PrintedPlace printed_place(const SourceFile& source, uint32_t offset) {
  const Position at = source.position(offset);
  const TextRange line = source.line_range(at.line);
  const uint32_t end = std::clamp(offset, line.begin, line.end);
  return {at.line, columns_of(source.text({line.begin, end})) + 1};
}

std::string render(const Finding& finding, const SourceFile& source, RenderOptions options) {
  const PrintedPlace at = printed_place(source, finding.range.begin);
  const std::string place = fmt::format("{}:{}:{}", printable(source.path()), at.line, at.column);
  const Colours colours = colours_of(finding.severity, options.colour);
  const std::string message = printable(finding.message);
  if (options.form == RenderForm::Concise) {
    return fmt::format("{}: {}{}{} {}\n", place, colours.heading, finding.code, colours.reset,
                       message);
  }
  const std::string margin(std::to_string(at.line).size(), ' ');
  std::string text =
      fmt::format("{}{}[{}]{}: {}\n{}{}-->{} {}\n", colours.heading, to_string(finding.severity),
                  finding.code, colours.reset, message, margin, colours.rule, colours.reset, place);
  text += excerpt(finding.range, source, colours);
  const auto note = [&](std::string_view label, const std::string& content) {
    if (content.empty()) return;
    text += fmt::format("{}{} ={} {}{}{}: {}\n", margin, colours.rule, colours.reset, colours.label,
                        label, colours.reset, printable(content));
  };
  note("cause", finding.cause);
  note("help", finding.help);
  note("docs", finding.docs);
  return text;
}

std::string render(const Diagnostic& diagnostic, const SourceFile& source, RenderOptions options) {
  return render(make_finding(info(diagnostic.kind), diagnostic.range, diagnostic.arguments), source,
                options);
}

}  // namespace lattice
