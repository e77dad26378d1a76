#include "cli/check/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lattice::cli {
namespace {

using Json = nlohmann::ordered_json;

size_t columns_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// Columns from 1, as editors count.
struct Place {
  uint32_t line = 1;
  size_t column = 1;
};

Place place_of(const SourceFile& source, uint32_t offset) {
  const Position at = source.position(offset);
  const TextRange line = source.line_range(at.line);
  const uint32_t end = std::clamp(offset, line.begin, line.end);
  return {at.line, columns_of(source.text({line.begin, end})) + 1};
}

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "1;31";
    case Severity::Warning:
      return "1;33";
    case Severity::Info:
      break;
  }
  return "1;36";
}

/// A tab or control byte is one column, so that the carets stand below what they mark.
std::string one_line(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  return result;
}

std::string excerpt(const Finding& finding, const SourceFile& source, const std::string& margin,
                    const Style& style) {
  // A window around the carets: generated code has lines of any length.
  constexpr uint32_t kBefore = 60;
  constexpr uint32_t kWindow = 160;
  const Position at = source.position(finding.range.begin);
  const TextRange line = source.line_range(at.line);
  const uint32_t begin = std::clamp(finding.range.begin, line.begin, line.end);
  const uint32_t from = begin - line.begin > kBefore ? begin - kBefore : line.begin;
  const uint32_t to = std::min(line.end, from + kWindow);
  const uint32_t end = std::clamp(finding.range.end, begin, std::max(begin, to));
  const size_t carets = std::max<size_t>(1, columns_of(source.text({begin, end})));
  const std::string rule = style.paint("1;34", "|");
  const std::string number = style.paint("1;34", std::to_string(at.line));
  return fmt::format("{0} {1}\n{2} {1} {3}\n{0} {1} {4}{5}\n", margin, rule, number,
                     one_line(source.text({from, to})),
                     std::string(columns_of(source.text({from, begin})), ' '),
                     style.paint(colour_of(finding.severity), std::string(carets, '^')));
}

Json range_json(const SourceFile& source, TextRange range) {
  const auto point = [&](uint32_t offset) {
    const Place place = place_of(source, offset);
    return Json{{"line", place.line}, {"column", place.column}};
  };
  return {{"start", point(range.begin)}, {"end", point(range.end)}};
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::string print_concise(const FileFindings& file, const Style& style) {
  std::string text;
  for (const Finding& finding : file.findings) {
    const Place place = place_of(file.source, finding.range.begin);
    text += fmt::format("{}:{}:{}: {} {}\n", printable(file.source.path()), place.line,
                        place.column, style.paint(colour_of(finding.severity), finding.code),
                        one_line(finding.message));
  }
  return text;
}

std::string print_full(const FileFindings& file, const Style& style) {
  std::string text;
  for (const Finding& finding : file.findings) {
    const Place place = place_of(file.source, finding.range.begin);
    const std::string margin(std::to_string(place.line).size(), ' ');
    const std::string heading = fmt::format("{}[{}]", to_string(finding.severity), finding.code);
    text +=
        fmt::format("{}: {}\n{}{} {}:{}:{}\n", style.paint(colour_of(finding.severity), heading),
                    one_line(finding.message), margin, style.paint("1;34", "-->"),
                    printable(file.source.path()), place.line, place.column);
    text += excerpt(finding, file.source, margin, style);
    const auto note = [&](std::string_view label, const std::string& content) {
      if (content.empty()) return;
      text += fmt::format("{} {} {}: {}\n", margin, style.paint("1;34", "="),
                          style.paint("1", label), one_line(content));
    };
    note("cause", finding.cause);
    note("help", finding.help);
    note("docs", docs_of(finding.code));
    text += '\n';
  }
  return text;
}

std::string print_json(const std::vector<FileFindings>& files) {
  Json list = Json::array();
  for (const FileFindings& file : files) {
    for (const Finding& finding : file.findings) {
      list.push_back({{"code", finding.code},
                      {"severity", to_string(finding.severity)},
                      {"file", file.source.path()},
                      {"range", range_json(file.source, finding.range)},
                      {"message", finding.message},
                      {"cause", text_or_null(finding.cause)},
                      {"help", text_or_null(finding.help)},
                      {"url", docs_of(finding.code)}});
    }
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lattice::cli
