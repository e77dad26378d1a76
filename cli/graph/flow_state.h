#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lattice::cli {

/// Which nodes may have bound each name last: reaching definitions, one value for each point of the
/// script. Cheap to copy, because equal sets are shared.
class FlowState {
 public:
  using Set = std::vector<uint32_t>;

  /// Owns the names and sets of all states of one graph.
  class Store {
   public:
    Store() : sets_(1) {}
    uint32_t name(std::string_view text);
    [[nodiscard]] const std::string& text(uint32_t name) const { return texts_[name]; }

   private:
    friend class FlowState;
    uint32_t add(Set set);
    uint32_t join(uint32_t a, uint32_t b);

    std::unordered_map<std::string, uint32_t> names_;
    std::vector<std::string> texts_;
    /// The first one is empty.
    std::vector<Set> sets_;
  };

  explicit FlowState(Store& store) : store_(&store) {}

  [[nodiscard]] const Set& definers(std::string_view name) const;
  void define(std::string_view name, Set nodes);
  /// Also those that were there before.
  void define_maybe(std::string_view name, Set nodes);
  /// What holds after either of two ways.
  void join(const FlowState& other);

 private:
  uint32_t& slot(std::string_view name);

  Store* store_;
  std::vector<uint32_t> sets_;
};

}  // namespace lattice::cli
