#include "python/bindings/sensor/source/preload.h"

#include <Python.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "python/bindings/sensor/sensing.h"
#include "python/bindings/sensor/source/workers.h"
#include "python/preload/sense.h"

namespace lattice {
namespace {

lattice_sense_switch_function own_switch = nullptr;
bool attached = false;

#define LATTICE_HARMLESS(what, file, reason)
constexpr std::array kHashing{
#define LATTICE_HASHING(folder) std::string_view(folder),
#define LATTICE_TIMING(folder)
#include "python/bindings/sensor/harmless.def"
};
#define LATTICE_HARMLESS(what, file, reason)
constexpr std::array kTiming{
#define LATTICE_HASHING(folder)
#define LATTICE_TIMING(folder) std::string_view(folder),
#include "python/bindings/sensor/harmless.def"
};

template <size_t kCount>
bool is_of(const std::array<std::string_view, kCount>& folders, const char* library) {
  if (library == nullptr) return false;
  const std::string_view path(library);
  return std::ranges::any_of(folders, [&](std::string_view folder) {
    return path.find(folder) != std::string_view::npos;
  });
}

bool is_interpreter(std::string_view library) {
  const std::string_view name = library.substr(library.rfind('/') + 1);
  return name.starts_with("python") || name.starts_with("libpython");
}

void drew(const char* library, int size) {
  // The seed of a hash table.
  if (size == 16 && is_of(kHashing, library)) return;
  // `os.urandom` gives Python's lock away, and holds no other: it can be taken to look where it is.
  const bool take = PyGILState_Check() == 0 && library != nullptr && is_interpreter(library);
  const PyGILState_STATE state = take ? PyGILState_Ensure() : PyGILState_LOCKED;
  sensing().block("draws unseeded random values", Reading::Entropy);
  if (take) PyGILState_Release(state);
}

void opened(const char* path, int flags) {
  if (path == nullptr) return sensing().block(kDescriptor);
  const std::string_view name(path);
  if (name == "/dev/urandom" || name == "/dev/random")
    return sensing().block("draws unseeded random values", Reading::Entropy);
  if (is_of_system(path)) return;
  if (opens_for_writing(flags)) return sensing().block("writes a file");
  sensing().look(FileView::Content, path);
}

void told(int what, const char* path, int flags) {
  Sensing& own = sensing();
  if (!own.is_on()) {
    const bool worker = PyGILState_GetThisThreadState() == nullptr;
    if (worker && what == LATTICE_SENSE_OPEN && path != nullptr) worker_opened(path, flags);
    return;
  }
  switch (what) {
    case LATTICE_SENSE_CLOCK:
      if (!is_of(kTiming, path)) own.block("reads the clock", Reading::Clock);
      return;
    case LATTICE_SENSE_ENTROPY:
      return drew(path, flags);
    case LATTICE_SENSE_NETWORK:
      return own.block("uses the network");
    case LATTICE_SENSE_PROCESS:
      return own.block("starts a process");
    case LATTICE_SENSE_OPEN:
      return opened(path, flags);
    case LATTICE_SENSE_FOLDER:
      if (!is_of_system(path)) own.look(FileView::Names, path);
      return;
    case LATTICE_SENSE_STATUS:
      if (!is_of_system(path)) own.look(FileView::Content, path);
      return;
    default:
      return;
  }
}

}  // namespace

void attach_preload() {
  if (attached) return;
  const auto find = [](const char* name, auto& function) {
    void* found = dlsym(RTLD_DEFAULT, name);
    std::memcpy(static_cast<void*>(&function), static_cast<const void*>(&found), sizeof found);
  };
  lattice_sense_observe_function observe = nullptr;
  find("lattice_sense_switch", own_switch);
  find("lattice_sense_observe", observe);
  if (own_switch == nullptr || observe == nullptr) return;
  attached = true;
  count_cells_in(observe(told));
}

bool is_preloaded() { return attached; }

void watch_native(bool on) {
  if (is_preloaded()) *own_switch() = on ? 1 : 0;
}

Unwatched::Unwatched() {
  if (!is_preloaded()) return;
  before_ = *own_switch();
  *own_switch() = -1;
}

Unwatched::~Unwatched() {
  if (is_preloaded()) *own_switch() = before_;
}

}  // namespace lattice
