#include "cli/base/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lattice::cli {
namespace {

/// Edits that turn `a` into `b`; two neighbours in the wrong order are one edit.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({replaced, last[j] + 1, now[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

}  // namespace

std::string closest(std::string_view written, const std::vector<std::string>& candidates) {
  // Longer words cannot be meant by anybody, and the cost is quadratic.
  constexpr size_t kLongest = 100;
  if (written.empty() || written.size() > kLongest) return "";
  const std::string* best = nullptr;
  size_t fewest = std::max<size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const bool completes = written.size() >= 3 && candidate.starts_with(written);
    const size_t edits = completes ? 1 : distance(written, candidate);
    if (edits < fewest) {
      fewest = edits;
      best = &candidate;
    }
  }
  return best == nullptr ? "" : *best;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates,
                         std::string otherwise) {
  const std::string best = closest(written, candidates);
  return best.empty() ? std::move(otherwise) : fmt::format("did you mean `{}`?", best);
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " or " : ", ";
    text += fmt::format("`{}`", items[i]);
  }
  return text;
}

}  // namespace lattice::cli
