#include "python/bindings/sensor/preload.h"

#include <Python.h>
#include <dlfcn.h>

#include <cstring>
#include <string_view>

#include "python/bindings/sensor/sensing.h"
#include "python/bindings/sensor/workers.h"
#include "python/preload/sense.h"

namespace lattice {
namespace {

lattice_sense_switch_function own_switch = nullptr;
bool attached = false;

void opened(const char* path, int flags) {
  if (path == nullptr) return sensing().block("uses a file descriptor");
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
      return own.block("reads the clock", Reading::Clock);
    case LATTICE_SENSE_ENTROPY:
      return own.block("draws unseeded random values", Reading::Entropy);
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
    std::memcpy(&function, &found, sizeof found);
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
