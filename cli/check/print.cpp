#include "cli/check/print.h"

#include <nlohmann/json.hpp>

#include "frontend/source/render.h"

namespace lattice::cli {
namespace {

using Json = nlohmann::ordered_json;

Json range_json(const SourceFile& source, TextRange range) {
  const auto point = [&](uint32_t offset) {
    const PrintedPlace place = printed_place(source, offset);
    return Json{{"line", place.line}, {"column", place.column}};
  };
  return {{"start", point(range.begin)}, {"end", point(range.end)}};
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::string print_concise(const FileFindings& file, const Style& style) {
  std::string text;
  for (const Finding& finding : file.findings) {
    text += render(finding, file.source, {RenderForm::Concise, style.colour});
  }
  return text;
}

std::string print_full(const FileFindings& file, const Style& style) {
  std::string text;
  for (const Finding& finding : file.findings) {
    text += render(finding, file.source, {RenderForm::Full, style.colour}) + '\n';
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
                      {"url", finding.docs}});
    }
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lattice::cli
