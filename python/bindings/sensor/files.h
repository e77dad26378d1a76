#pragma once
// Files as inputs of cells: what a cell saw of a path, as bytes that are equal if and only if it
// would see the same again.
//
//   view    what a cell looked at: the content, what `stat` says, the names in a folder, ...
//   state   the bytes; of a content usually what `stat` says, which is cheap, and its hash where
//           `stat` can miss a change
//
// The clock of a file system ticks every few milliseconds, so a file that was written a moment ago
// can be written again with the same times. The time of the last change (`ctime`) is set by the
// kernel alone: a file put back with an old date and the same size is another file all the same.
//
// Known limit: a file that another process changes through a memory map gets its time late.

#include <cstdint>
#include <optional>
#include <string>

namespace lattice {

enum class FileView : uint8_t {
  /// `open(path).read()`
  Content,
  /// `os.path.exists(path)`, `path.is_dir()`: whether it is there, and what it is
  Kind,
  /// `os.path.getsize(path)`: what `stat` says, without the time of the last access
  Size,
  /// `os.stat(path)`
  Status,
  /// `os.lstat(path)`
  Link,
  /// `os.readlink(path)`, `os.path.realpath(path)`: whether it is a link, and where to
  Target,
  /// `os.listdir(path)`
  Names,
  /// `os.scandir(path)`: names, and what `stat` says of each
  Entries,
  /// `os.getcwd()`
  WorkingFolder,
};

/// A view and whether its state has the hash of the content in it.
struct FileWatch {
  FileView view = FileView::Content;
  bool hashed = false;
  friend bool operator==(const FileWatch&, const FileWatch&) = default;
};

/// What a cell sees of a path at this moment.
struct FileSight {
  FileWatch watch;
  std::string state;
  /// Non-empty: no state can stand for what it sees, in words that follow "it ".
  std::string blocked;
};

/// Decides how the path has to be watched. A relative path counts from the working folder.
FileSight look_at(FileView view, const std::string& path);

/// The state now. None: it cannot be compared any more (the file has grown too large to be hashed).
std::optional<std::string> state_of(FileWatch watch, const std::string& path);

}  // namespace lattice
