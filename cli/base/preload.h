#pragma once

namespace lattice::cli {

/// Has the Python that this process becomes watch native code, if the package stands where an
/// installation of this executable puts it. Elsewhere `python -m lattice run` does it, by starting
/// itself anew.
void preload_sensor();

}  // namespace lattice::cli
