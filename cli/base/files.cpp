#include "cli/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cli/base/failure.h"

namespace lattice::cli {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that is closed with its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ > STDERR_FILENO) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void fail_to(std::string_view verb, const std::string& path, int error) {
  throw Failure(Exit::Usage,
                fmt::format("`{}` cannot be {}: {}", path, verb, std::strerror(error)));
}

std::string read_all(int descriptor, const std::string& path) {
  std::string text;
  struct stat status{};
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    text.reserve(static_cast<size_t>(status.st_size) + 1);
  }
  constexpr size_t kBlock = size_t{64} << 10;
  // Past the limit the text is refused anyway, so an endless device ends here.
  while (text.size() <= SourceFile::kMaxSize) {
    const size_t old = text.size();
    text.resize(old + kBlock);
    const ssize_t count = read(descriptor, text.data() + old, kBlock);
    text.resize(old + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && errno != EINTR) fail_to("read", path, errno);
    if (count == 0) break;
  }
  return text;
}

/// The offset of the first byte that is not UTF-8 (as RFC 3629 has it), or the size.
size_t first_invalid(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  size_t i = 0;
  while (i < text.size()) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return i;
    const unsigned char second = byte(i + 1);
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return i;
    for (size_t k = 2; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    }
    i += length;
  }
  return i;
}

bool is_left_out(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name.starts_with(".") || name == "__pycache__" || name == "node_modules") return true;
  std::error_code ignored;
  return fs::exists(entry.path() / "pyvenv.cfg", ignored);
}

}  // namespace

SourceFile read_script(const std::string& path) {
  const bool standard = path == "-";
  const Descriptor file(standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    const int error = errno;
    if (error == ENOENT) {
      throw Failure(Exit::Usage, fmt::format("`{}` does not exist", path),
                    fmt::format("the current folder is `{}`", fs::current_path().string()));
    }
    fail_to("read", path, error);
  }
  struct stat status{};
  if (fstat(file.number(), &status) == 0 && S_ISDIR(status.st_mode)) {
    throw Failure(Exit::Usage, fmt::format("`{}` is a directory", path),
                  "name a Python file in it");
  }
  const std::string name = standard ? "<stdin>" : path;
  SourceFile source(name, read_all(file.number(), name));
  const std::string_view text = source.text();
  const size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    throw Failure(Exit::Usage,
                  fmt::format("`{}` is not a Python file: there is a NUL byte in line {}", name,
                              source.position(static_cast<uint32_t>(nul)).line));
  }
  // A declared encoding has a diagnostic of its own.
  const size_t invalid = source.diagnostics().empty() ? first_invalid(text) : text.size();
  if (invalid != text.size()) {
    throw Failure(Exit::Usage,
                  fmt::format("`{}` is not UTF-8: byte 0x{:02x} in line {}", name,
                              static_cast<unsigned char>(text[invalid]),
                              source.position(static_cast<uint32_t>(invalid)).line),
                  "save the file as UTF-8");
  }
  return source;
}

std::vector<std::string> python_files(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(directory, fs::directory_options::skip_permission_denied,
                                      error);
  if (error) fail_to("read", directory, error.value());
  for (const fs::recursive_directory_iterator end; at != end; at.increment(error)) {
    if (error) break;
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      if (is_left_out(*at)) at.disable_recursion_pending();
    } else if (at->is_regular_file(ignored) && at->path().extension() == ".py") {
      files.push_back(at->path().lexically_normal().string());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> python_names(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator at(directory, fs::directory_options::skip_permission_denied, error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".py") names.push_back(at->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

void write_file(const std::string& path, std::string_view data) {
  std::error_code error;
  fs::path target(path);
  if (fs::is_symlink(target, error)) target = fs::weakly_canonical(target, error);
  if (fs::is_directory(target, error)) {
    throw Failure(Exit::Usage, fmt::format("`{}` is a directory", path), "name a file in it");
  }
  struct stat status{};
  const bool exists = stat(target.c_str(), &status) == 0;
  // A device or pipe cannot be replaced, only written to.
  const bool special = exists && !S_ISREG(status.st_mode);
  const fs::path written =
      special ? target : fs::path(fmt::format("{}.{}.tmp", target.string(), getpid()));
  {
    const int flags = O_WRONLY | O_CLOEXEC | (special ? 0 : O_CREAT | O_TRUNC | O_NOFOLLOW);
    const Descriptor file(open(written.c_str(), flags, exists ? status.st_mode & 0777 : 0666));
    if (file.number() < 0) fail_to("written", path, errno);
    std::string_view rest = data;
    while (!rest.empty()) {
      const ssize_t count = write(file.number(), rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        const int reason = errno;
        if (!special) unlink(written.c_str());
        fail_to("written", path, reason);
      }
      rest.remove_prefix(static_cast<size_t>(count));
    }
  }
  if (!special && std::rename(written.c_str(), target.c_str()) != 0) {
    const int reason = errno;
    unlink(written.c_str());
    fail_to("written", path, reason);
  }
}

bool is_directory(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::string extension(std::string_view path) {
  const size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const size_t first = name.find_first_not_of('.');
  const size_t dot = name.rfind('.');
  if (first == std::string_view::npos || dot == std::string_view::npos || dot < first) return "";
  return std::string(name.substr(dot));
}

}  // namespace lattice::cli
