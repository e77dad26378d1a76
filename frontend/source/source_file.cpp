#include "frontend/source/source_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lattice {
namespace {

std::vector<uint32_t> find_line_starts(std::string_view text) {
  std::vector<uint32_t> starts{0};
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
      starts.push_back(static_cast<uint32_t>(i + 1));
    }
  }
  return starts;
}

/// The name in `coding[:=]\s*([-\w.]+)` of a comment line, or an empty range (PEP 263).
TextRange coding_cookie(std::string_view line) {
  size_t at = line.find_first_not_of(" \t\f");
  if (at == std::string_view::npos || line[at] != '#') return {};
  while ((at = line.find("coding", at)) != std::string_view::npos) {
    at += std::strlen("coding");
    if (at >= line.size() || (line[at] != ':' && line[at] != '=')) continue;
    size_t begin = at + 1;
    while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
    size_t end = begin;
    while (end < line.size() &&
           (line[end] == '-' || line[end] == '_' || line[end] == '.' ||
            (line[end] >= '0' && line[end] <= '9') || (line[end] >= 'a' && line[end] <= 'z') ||
            (line[end] >= 'A' && line[end] <= 'Z'))) {
      ++end;
    }
    if (end > begin) return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  return {};
}

/// The names CPython takes for UTF-8, and ASCII, whose valid texts are UTF-8 too.
bool is_utf8_name(std::string_view name) {
  std::string normal;
  for (const char c : name) {
    if (c == '_') {
      normal += '-';
    } else {
      normal += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return normal == "utf-8" || normal.starts_with("utf-8-") || normal == "utf8" ||
         normal == "ascii" || normal == "us-ascii" || normal == "u8";
}

bool is_blank_or_comment(std::string_view line) {
  const size_t at = line.find_first_not_of(" \t\f");
  return at == std::string_view::npos || line[at] == '#';
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string text) {
  auto data = std::make_shared<Data>();
  data->path = std::move(path);
  if (text.starts_with("\xEF\xBB\xBF")) {
    data->byte_order_mark = true;
    text.erase(0, 3);
  }
  if (text.size() > kMaxSize) {
    data->diagnostics.push_back({DiagnosticKind::FileTooLarge,
                                 {},
                                 {std::to_string(text.size()), std::to_string(kMaxSize)}});
    text.clear();
  }
  data->text = std::move(text);
  data->line_starts = find_line_starts(data->text);
  data_ = data;
  // A declaration counts on the first line, and on the second after an empty or comment line.
  for (uint32_t line = 1; line <= std::min<uint32_t>(2, line_count()); ++line) {
    const TextRange cookie = coding_cookie(line_text(line));
    if (!cookie.empty()) {
      const uint32_t start = line_range(line).begin;
      const TextRange range{start + cookie.begin, start + cookie.end};
      if (!is_utf8_name(this->text(range))) {
        data->diagnostics.push_back(
            {DiagnosticKind::UnsupportedEncoding, range, {std::string(this->text(range))}});
      }
      break;
    }
    if (!is_blank_or_comment(line_text(line))) break;
  }
}

std::string_view SourceFile::text(TextRange range) const {
  const uint32_t begin = std::min(range.begin, size());
  const uint32_t end = std::clamp(range.end, begin, size());
  return text().substr(begin, end - begin);
}

uint32_t SourceFile::line_count() const { return static_cast<uint32_t>(data_->line_starts.size()); }

Position SourceFile::position(uint32_t offset) const {
  offset = std::min(offset, size());
  const auto& starts = data_->line_starts;
  const auto next = std::ranges::upper_bound(starts, offset);
  return {static_cast<uint32_t>(next - starts.begin()), offset - *(next - 1)};
}

uint32_t SourceFile::offset(Position position) const {
  const TextRange line = line_range(position.line);
  return line.begin + std::min(position.column, line.size());
}

TextRange SourceFile::line_range(uint32_t line) const {
  const uint32_t index = std::clamp<uint32_t>(line, 1, line_count()) - 1;
  const uint32_t begin = data_->line_starts[index];
  uint32_t end = index + 1 < line_count() ? data_->line_starts[index + 1] : size();
  if (index + 1 < line_count()) {
    --end;
    if (end > begin && text()[end] == '\n' && text()[end - 1] == '\r') --end;
  }
  return {begin, end};
}

}  // namespace lattice
