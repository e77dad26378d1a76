#include "cli/graph/flow_state.h"

#include <algorithm>
#include <iterator>

namespace lattice::cli {

uint32_t FlowState::Store::name(std::string_view text) {
  const auto [at, added] =
      names_.try_emplace(std::string(text), static_cast<uint32_t>(texts_.size()));
  if (added) texts_.emplace_back(text);
  return at->second;
}

uint32_t FlowState::Store::add(Set set) {
  if (set.empty()) return 0;
  std::ranges::sort(set);
  const auto repeated = std::ranges::unique(set);
  set.erase(repeated.begin(), repeated.end());
  sets_.push_back(std::move(set));
  return static_cast<uint32_t>(sets_.size() - 1);
}

uint32_t FlowState::Store::join(uint32_t a, uint32_t b) {
  if (a == b || sets_[b].empty()) return a;
  if (sets_[a].empty()) return b;
  Set both;
  std::ranges::set_union(sets_[a], sets_[b], std::back_inserter(both));
  if (both.size() == sets_[a].size()) return a;
  if (both.size() == sets_[b].size()) return b;
  return add(std::move(both));
}

uint32_t& FlowState::slot(std::string_view name) {
  const uint32_t number = store_->name(name);
  if (number >= sets_.size()) sets_.resize(number + 1);
  return sets_[number];
}

const FlowState::Set& FlowState::definers(std::string_view name) const {
  const uint32_t number = store_->name(name);
  return store_->sets_[number < sets_.size() ? sets_[number] : 0];
}

void FlowState::define(std::string_view name, Set nodes) {
  slot(name) = store_->add(std::move(nodes));
}

void FlowState::define_maybe(std::string_view name, Set nodes) {
  uint32_t& set = slot(name);
  set = store_->join(set, store_->add(std::move(nodes)));
}

void FlowState::join(const FlowState& other) {
  if (sets_.size() < other.sets_.size()) sets_.resize(other.sets_.size());
  for (size_t i = 0; i < other.sets_.size(); ++i) {
    sets_[i] = store_->join(sets_[i], other.sets_[i]);
  }
}

}  // namespace lattice::cli
