#pragma once
// The settings of libraries: what a script sets in one line and a library obeys in another, without
// a name that both would mention (`plt.rcParams`, `pd.set_option`, `np.seterr`, the locale).
//
// Settings are one location that every cell reads: a cell that finds others than in its last run
// runs again, and a cell that changes them runs in every interaction. What a library has when it is
// imported counts as no change, so importing one makes nothing run again.

#include <Python.h>

#include <string>
#include <vector>

#include "python/bindings/walk/walk.h"

namespace lattice {

class Settings {
 public:
  Settings();
  ~Settings();
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  /// Equal settings have equal digests. Needs the GIL; runs no Python code. About a microsecond
  /// when nothing was set since the last call.
  Digest state();

 private:
  struct Source;

  static Digest own(Source& source);
  static Digest of_process();

  std::vector<Source> sources_;
};

}  // namespace lattice
