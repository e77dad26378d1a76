#include "python/bindings/sensor/source/workers.h"

#include <fcntl.h>

#include <atomic>
#include <cstring>
#include <mutex>

#include "python/bindings/engine.h"
#include "python/bindings/reference.h"

namespace lattice {
namespace {

std::atomic<int> running{0};
int* counter = nullptr;

/// Only the latest are kept; a mark counts from the first deed of the process.
struct Deeds {
  std::mutex mutex;
  std::vector<WorkerDeed> latest;
  size_t forgotten = 0;
};

constexpr size_t kMost = 4096;

Deeds& deeds() {
  static auto* const one = new Deeds;
  return *one;
}

void add(WorkerDeed deed) {
  Deeds& all = deeds();
  const std::scoped_lock lock(all.mutex);
  all.latest.push_back(std::move(deed));
  if (all.latest.size() < kMost) return;
  all.forgotten += all.latest.size();
  all.latest.clear();
}

/// Whether this thread looks whether files of the project were saved, which belongs to no cell.
bool watches_sources() {
  // The interpreter tells of a file before it lets the lock go and opens it.
  thread_local bool watched = false;
  if (PyGILState_Check() == 0) return watched;
  watched = false;
  Reference frame(reinterpret_cast<PyObject*>(PyThreadState_GetFrame(PyThreadState_Get())));
  while (frame) {
    auto* const top = reinterpret_cast<PyFrameObject*>(frame.get());
    const Reference code(reinterpret_cast<PyObject*>(PyFrame_GetCode(top)));
    const char* file = PyUnicode_AsUTF8(reinterpret_cast<PyCodeObject*>(code.get())->co_filename);
    if (file == nullptr) PyErr_Clear();
    const auto is_in = [&](const char* folder) {
      return file != nullptr && std::strstr(file, folder) != nullptr;
    };
    if (is_in("/streamlit/watcher/") || is_in("/watchdog/")) return watched = true;
    frame = Reference(reinterpret_cast<PyObject*>(PyFrame_GetBack(top)));
  }
  return false;
}

}  // namespace

void count_cells_in(int* given) { counter = given; }

void count_cells(int change) {
  running += change;
  if (counter != nullptr) __atomic_add_fetch(counter, change, __ATOMIC_RELAXED);
}

bool is_worker() {
  thread_local const bool born_in_cell = running != 0;
  return born_in_cell && running != 0 && current_engine() == nullptr && !watches_sources();
}

bool is_of_system(const std::string& path) {
  return path.starts_with("/proc/") || path.starts_with("/sys/") || path.starts_with("/dev/");
}

bool opens_for_writing(long flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

void worker_looked(FileView view, const std::string& path) {
  if (!is_of_system(path)) add({path, look_at(view, path)});
}

void worker_opened(const std::string& path, int flags) {
  if (is_of_system(path)) return;
  if (!opens_for_writing(flags)) return worker_looked(FileView::Content, path);
  WorkerDeed deed{path, {}};
  deed.sight.blocked = "writes `" + path + "`";
  add(std::move(deed));
}

void worker_did(const char* phrase) {
  WorkerDeed deed;
  deed.sight.blocked = phrase;
  add(std::move(deed));
}

size_t worker_mark() {
  Deeds& all = deeds();
  const std::scoped_lock lock(all.mutex);
  return all.forgotten + all.latest.size();
}

std::vector<WorkerDeed> workers_since(size_t mark) {
  Deeds& all = deeds();
  const std::scoped_lock lock(all.mutex);
  if (mark < all.forgotten) {
    WorkerDeed lost;
    lost.sight.blocked = "looks at too many files";
    return {lost};
  }
  const auto first = all.latest.begin() + static_cast<std::ptrdiff_t>(mark - all.forgotten);
  return {first, all.latest.end()};
}

}  // namespace lattice
