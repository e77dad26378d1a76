#pragma once
// A host without a language: objects are boxes with a number and links to other boxes.

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "runtime/host.h"

namespace lattice::testing {

struct Box {
  int number = 0;
  bool atom = true;
  bool opaque = false;
  std::vector<Box*> links;
  int references = 0;
};

/// Numbers and links of the boxes that a value reaches.
struct FakeImage final : Image {
  std::map<Box*, Box> boxes;
};

class FakeHost final : public Host {
 public:
  Box* atom(int number) { return make(Box{number, true, false, {}, 0}); }
  Box* object(int number, std::vector<Box*> links = {}) {
    return make(Box{number, false, false, std::move(links), 0});
  }
  Box* make(Box box) {
    boxes_.push_back(std::make_unique<Box>(std::move(box)));
    return boxes_.back().get();
  }
  Box*& variable(const std::string& name) { return variables[intern(name)]; }
  Value handled() override { return handled_now; }
  Value handled_now = nullptr;
  int references() const {
    int sum = 0;
    for (const auto& box : boxes_) sum += box->references;
    return sum;
  }

  void retain(Value value) override { ++box(value)->references; }
  void release(Value value) override { --box(value)->references; }
  Value intern(std::string_view name) override {
    std::unique_ptr<Box>& found = names_[std::string(name)];
    if (found == nullptr) found = std::make_unique<Box>();
    return found.get();
  }
  std::string text(Value name) override {
    for (const auto& [text, held] : names_)
      if (held.get() == name) return text;
    return "?";
  }
  bool is_atom(Value value) override { return box(value)->atom; }
  bool atoms_equal(Value a, Value b) override {
    return box(a)->atom && box(b)->atom && box(a)->number == box(b)->number;
  }
  bool is_fixed(Value) override { return false; }
  SnapshotRef snapshot(Value value) override {
    ++snapshots;
    auto snapshot = std::make_shared<Snapshot>();
    std::map<const Box*, uint64_t> visited;
    const std::function<void(const Box*)> visit = [&](const Box* it) {
      const auto [found, fresh] = visited.emplace(it, visited.size());
      mix(*snapshot, fresh ? static_cast<uint64_t>(it->number) * 2 + 1 : found->second * 2);
      if (!fresh) return;
      if (closed_.contains(it)) {
        snapshot->opaque = snapshot->partial = true;
        return;
      }
      if (!it->atom) ++looked_inside;
      snapshot->opaque |= it->opaque;
      if (!it->atom) snapshot->reach.push_back(reinterpret_cast<uintptr_t>(it));
      for (const Box* link : it->links) visit(link);
      mix(*snapshot, 77);
    };
    visit(box(value));
    snapshot->met = snapshot->reach;
    std::sort(snapshot->reach.begin(), snapshot->reach.end());
    if (snapshot->opaque) snapshot->why = "a box";
    return snapshot;
  }
  void close(Value value) override { closed_.insert(box(value)); }
  void open_all() override { closed_.clear(); }
  ImageRef image(Value value, const Image*) override {
    if (!images) return nullptr;
    auto image = std::make_shared<FakeImage>();
    const std::function<void(Box*)> visit = [&](Box* it) {
      if (it->atom || !image->boxes.emplace(it, *it).second) return;
      for (Box* link : it->links) visit(link);
    };
    visit(box(value));
    return image;
  }
  bool can_copy(Value) override { return copies; }
  bool has_cheap_image(Value) override { return cheap_images; }
  std::optional<std::vector<uintptr_t>> differing(const Image& before,
                                                  const Image& after) override {
    std::vector<uintptr_t> found;
    for (const auto& [it, now] : static_cast<const FakeImage&>(after).boxes) {
      const auto old = static_cast<const FakeImage&>(before).boxes.find(it);
      if (old == static_cast<const FakeImage&>(before).boxes.end()) continue;
      if (old->second.number != now.number || old->second.links != now.links)
        found.push_back(reinterpret_cast<uintptr_t>(it));
    }
    if (found.empty()) return std::nullopt;
    return found;
  }
  void put_back(const Image& image) override {
    for (const auto& [it, then] : static_cast<const FakeImage&>(image).boxes) {
      it->number = then.number;
      it->links = then.links;
    }
  }
  Value global(Value name) override {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second;
  }
  void set_global(Value name, Value value) override { variables[name] = box(value); }
  Value fetch(Frame, Value name) override { return counted(global(name)); }
  const std::vector<Value>& named_globals(Value) override { return no_names_; }
  bool closes_over(const Snapshot&, Frame) override { return false; }
  Value load_external(Value key) override { return counted(externals[key]); }
  std::optional<std::string> verify_effects(Value) override { return effect_problem; }
  Replay replay_effects(Value effects) override {
    replayed.push_back(box(effects)->number);
    return Replay::Done;
  }
  EffectSummary finish_effects(Value, bool) override { return {effect_block, {}, false}; }
  std::string describe(Value value) override {
    return box(value)->atom ? std::to_string(box(value)->number) : "";
  }
  double seconds() override { return clock += 1; }

  std::map<Value, Box*> variables, externals;
  std::optional<std::string> effect_problem;
  std::string effect_block;
  std::vector<int> replayed;
  /// Whether boxes can be brought into earlier states, and whether preparing that costs nothing.
  bool images = false, cheap_images = false;
  /// Whether boxes can be copied.
  bool copies = false;
  int snapshots = 0;
  /// Boxes that were not closed, in snapshots.
  int looked_inside = 0;
  double clock = 0;

 private:
  static Box* box(Value value) { return static_cast<Box*>(value); }
  Value counted(Value value) {
    if (value != nullptr) retain(value);
    return value;
  }
  static void mix(Snapshot& snapshot, uint64_t word) {
    snapshot.digest.low = (snapshot.digest.low ^ word) * 0x9E3779B97F4A7C15ULL + 1;
    snapshot.digest.high = snapshot.digest.high * 31 + word;
  }

  std::map<std::string, std::unique_ptr<Box>> names_;
  std::vector<std::unique_ptr<Box>> boxes_;
  std::vector<Value> no_names_;
  std::set<const Box*> closed_;
};

}  // namespace lattice::testing
