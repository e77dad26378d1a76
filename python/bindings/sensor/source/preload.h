#pragma once
// The other end of the library that `lattice run` preloads (python/preload): what native code does.

namespace lattice {

/// Looks for the library and listens to it from now on. Does nothing the second time.
void attach_preload();
/// Whether native code is watched in this process.
bool is_preloaded();

/// Switches the watch of this thread on or off.
void watch_native(bool on);
/// While it lives, calls of this thread are not told: others have told of them.
class Unwatched {
 public:
  Unwatched();
  ~Unwatched();
  Unwatched(const Unwatched&) = delete;
  Unwatched& operator=(const Unwatched&) = delete;

 private:
  int before_ = 0;
};

}  // namespace lattice
