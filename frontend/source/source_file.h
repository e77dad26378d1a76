#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/base/diagnostic.h"
#include "frontend/base/text_range.h"

namespace lattice {

/// As CPython's `lineno` and `col_offset`: line from 1, column from 0 in UTF-8 bytes.
struct Position {
  uint32_t line = 1;
  uint32_t column = 0;
  friend constexpr auto operator<=>(Position, Position) = default;
};

/// The text of one Python file and its lines. An immutable value, cheap to copy: copies share the
/// text. Any bytes are accepted. A UTF-8 byte order mark is not part of the text. A line ends at
/// "\n", "\r\n" or a lone "\r"; a form feed is a byte like others.
class SourceFile {
 public:
  /// `path` is only a name for messages; nothing is read from disk.
  SourceFile(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return data_->path; }
  [[nodiscard]] std::string_view text() const { return data_->text; }
  [[nodiscard]] std::string_view text(TextRange range) const;
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(data_->text.size()); }
  [[nodiscard]] bool has_byte_order_mark() const { return data_->byte_order_mark; }

  /// Number of lines; at least 1. A final line end opens one more, empty line.
  [[nodiscard]] uint32_t line_count() const;
  /// Offsets past the end give the position of the end.
  [[nodiscard]] Position position(uint32_t offset) const;
  /// The offset of a position; lines and columns out of range give the nearest valid offset.
  [[nodiscard]] uint32_t offset(Position position) const;
  /// The line from 1, without its line end.
  [[nodiscard]] TextRange line_range(uint32_t line) const;
  [[nodiscard]] std::string_view line_text(uint32_t line) const { return text(line_range(line)); }

  /// What is wrong with the bytes: a foreign encoding declaration, an excessive size.
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return data_->diagnostics; }

  /// Larger texts are replaced by an empty one and a diagnostic.
  static constexpr size_t kMaxSize = size_t{256} << 20;

 private:
  struct Data {
    std::string path, text;
    bool byte_order_mark = false;
    std::vector<uint32_t> line_starts;
    std::vector<Diagnostic> diagnostics;
  };
  std::shared_ptr<const Data> data_;
};

}  // namespace lattice
