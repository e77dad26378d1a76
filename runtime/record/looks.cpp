#include "runtime/record/looks.h"

#include <algorithm>

namespace lattice {
namespace {

/// Runs after which it is known: the first ones find out who changes what.
constexpr uint32_t kPatience = 4;
/// The same for objects that are known to be made in every interaction.
constexpr uint32_t kShortPatience = 2;
/// Less than this for a run is not felt, in seconds.
constexpr double kUnfelt = 0.2e-3;
/// The part of the time of the cells that looking may take where skips are still possible.
constexpr double kShare = 0.03;
/// Later runs count as much as all before.
constexpr uint32_t kForget = 16;
/// The most runs until it is tried again.
constexpr uint32_t kLongest = 1024;

}  // namespace

bool Looks::closes(bool always) {
  if (closed_ > 0) {
    --closed_;
    return true;
  }
  const double most = saved_ + (always ? 0 : kShare * ran_);
  const uint32_t patience = always ? kShortPatience : kPatience;
  const bool hopeless = runs_ >= patience && looked_ > kUnfelt * runs_ && looked_ > most;
  ++runs_;
  if (hopeless) {
    closed_ = next_ - 1;
    next_ = std::min(next_ * 2, kLongest);
    looked_ = ran_ = saved_ = 0;
    runs_ = 0;
  } else if (runs_ >= kForget) {
    looked_ /= 2;
    ran_ /= 2;
    saved_ /= 2;
    runs_ /= 2;
  }
  return hopeless;
}

}  // namespace lattice
