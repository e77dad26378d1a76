#include "python/bindings/sensor/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <vector>

namespace lattice {
namespace {

/// Reading and hashing this much takes about as long as a small cell.
constexpr off_t kMostHashed = 4 << 20;
constexpr size_t kMostEntries = 2000;
/// Far more than the tick of the kernel's clock (1 to 10 ms).
constexpr int64_t kSettled = 2'000'000'000;

int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

void append(std::string& state, int64_t number) {
  state.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Everything `stat` says. `accessed`: with the time of the last access, which reading changes.
void append(std::string& state, const struct stat& it, bool accessed) {
  for (const int64_t number :
       {static_cast<int64_t>(it.st_dev), static_cast<int64_t>(it.st_ino),
        static_cast<int64_t>(it.st_mode), static_cast<int64_t>(it.st_nlink),
        static_cast<int64_t>(it.st_uid), static_cast<int64_t>(it.st_gid),
        static_cast<int64_t>(it.st_size), nanoseconds(it.st_mtim), nanoseconds(it.st_ctim)})
    append(state, number);
  if (accessed) append(state, nanoseconds(it.st_atim));
}

void append_hash(std::string& state, const XXH128_hash_t& hash) {
  append(state, static_cast<int64_t>(hash.low64));
  append(state, static_cast<int64_t>(hash.high64));
}

/// The times of these file systems are set by this kernel, at each change.
bool has_exact_times(const struct statfs& system) {
  // ext2-4, XFS, Btrfs, tmpfs, ramfs, overlayfs, ZFS, F2FS, SquashFS, EROFS, bcachefs
  constexpr std::array<uint32_t, 11> kLocal{0xEF53,     0x58465342, 0x9123683E, 0x01021994,
                                            0x858458F6, 0x794C7630, 0x2FC12FC1, 0xF2F52010,
                                            0x73717368, 0xE0F5E1E2, 0xCA451A4E};
  return std::ranges::find(kLocal, static_cast<uint32_t>(system.f_type)) != kLocal.end();
}

/// Files that the kernel makes up while they are read.
bool is_made_up(const struct statfs& system) {
  // proc, sysfs, cgroup, cgroup2, debugfs, devpts, securityfs, tracefs
  constexpr std::array<uint32_t, 8> kMadeUp{0x9FA0,     0x62656572, 0x27E0EB,   0x63677270,
                                            0x64626720, 0x1CD1,     0x73636673, 0x74726163};
  return std::ranges::find(kMadeUp, static_cast<uint32_t>(system.f_type)) != kMadeUp.end();
}

bool is_settled(const struct stat& it) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const int64_t age = nanoseconds(now) - nanoseconds(it.st_ctim);
  return age > kSettled;
}

bool append_content(std::string& state, const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    append(state, -errno);
    return true;
  }
  std::vector<char> buffer(size_t{256} << 10);
  XXH3_state_t* hash = XXH3_createState();
  XXH3_128bits_reset(hash);
  off_t total = 0;
  ssize_t count = 0;
  while (total <= kMostHashed && (count = read(file, buffer.data(), buffer.size())) > 0) {
    XXH3_128bits_update(hash, buffer.data(), static_cast<size_t>(count));
    total += count;
  }
  append_hash(state, XXH3_128bits_digest(hash));
  XXH3_freeState(hash);
  close(file);
  return count == 0;
}

/// The entries of a folder in the order of their names: scripts that depend on the order of the
/// disk see it change with the folder.
bool append_entries(std::string& state, const std::string& path, bool status) {
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) {
    append(state, -errno);
    return true;
  }
  std::vector<std::string> entries;
  while (const dirent* entry = readdir(folder)) {
    std::string text(entry->d_name);
    text.push_back('\0');
    text.push_back(static_cast<char>(entry->d_type));
    for (const int flags : {0, AT_SYMLINK_NOFOLLOW}) {
      if (!status || (flags == 0 && entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN))
        continue;
      struct stat it{};
      if (fstatat(dirfd(folder), entry->d_name, &it, flags) == 0)
        append(text, it, true);
      else
        append(text, -errno);
    }
    entries.push_back(std::move(text));
    if (entries.size() > kMostEntries) break;
  }
  closedir(folder);
  if (entries.size() > kMostEntries) return false;
  std::ranges::sort(entries);
  XXH3_state_t* hash = XXH3_createState();
  XXH3_128bits_reset(hash);
  for (const std::string& entry : entries)
    XXH3_128bits_update(hash, entry.c_str(), entry.size() + 1);
  append_hash(state, XXH3_128bits_digest(hash));
  XXH3_freeState(hash);
  return true;
}

std::string quoted(std::string_view verb, const std::string& path) {
  return std::string(verb) + " `" + path + "`";
}

FileSight blocked(FileView view, std::string reason) {
  return FileSight{{view, false}, "", std::move(reason)};
}

}  // namespace

std::optional<std::string> state_of(FileWatch watch, const std::string& path) {
  std::string state;
  if (watch.view == FileView::WorkingFolder) {
    std::array<char, 4096> folder{};
    if (getcwd(folder.data(), folder.size()) == nullptr) return std::nullopt;
    return folder.data();
  }
  struct stat it{};
  const bool target = watch.view == FileView::Target;
  const bool link = watch.view == FileView::Link || target;
  if ((link ? lstat(path.c_str(), &it) : stat(path.c_str(), &it)) != 0) {
    append(state, -errno);
    return state;
  }
  if (watch.view == FileView::Kind || target) {
    append(state, static_cast<int64_t>(it.st_mode & S_IFMT));
    std::array<char, 4096> text{};
    const ssize_t length =
        target && S_ISLNK(it.st_mode) ? readlink(path.c_str(), text.data(), text.size()) : 0;
    if (length > 0) state.append(text.data(), static_cast<size_t>(length));
    return state;
  }
  append(state, it, watch.view == FileView::Status || link);
  bool known = true;
  if (watch.view == FileView::Entries)
    known = append_entries(state, path, true);
  else if (watch.view == FileView::Names && watch.hashed)
    known = append_entries(state, path, false);
  else if (watch.view == FileView::Content && watch.hashed && S_ISREG(it.st_mode))
    known = append_content(state, path);
  return known ? std::optional(state) : std::nullopt;
}

FileSight look_at(FileView view, const std::string& path) {
  FileSight sight{{view, false}, "", ""};
  const bool through = view == FileView::Content || view == FileView::Names;
  struct stat it{};
  struct statfs system{};
  if (through && stat(path.c_str(), &it) == 0) {
    const bool expected = S_ISREG(it.st_mode) || S_ISDIR(it.st_mode);
    if (!expected) return blocked(view, quoted("reads", path) + ", which is no file");
    if (statfs(path.c_str(), &system) != 0 || is_made_up(system))
      return blocked(view, quoted("reads", path) + ", which the system makes up");
    sight.watch.hashed = !has_exact_times(system) || !is_settled(it);
    const bool large = view == FileView::Content && it.st_size > kMostHashed;
    if (sight.watch.hashed && large) {
      const char* why = has_exact_times(system) ? ", which was written a moment ago"
                                                : ", a large file of another machine";
      return blocked(view, quoted("reads", path) + why);
    }
  }
  std::optional<std::string> state = state_of(sight.watch, path);
  if (!state) return blocked(view, quoted("reads", path) + ", which is too large to be compared");
  sight.state = std::move(*state);
  return sight;
}

}  // namespace lattice
