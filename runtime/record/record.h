#pragma once
// The memory of the engine.
//
//   read      one thing a run of a cell looked at, and how it looked
//   owned     a mutable object that a cell made
//   state     what an owned object looked like between two changes in place
//   change    a cell took an owned object from one state to the next
//   record    one run of one cell: reads, outputs, effects
//   slot      the place of a cell within a group; holds its latest record
//   group     a call, an iteration or the module: the same cell in two calls has two slots
//   fragment  a call whose body may also run by itself, between the interactions of the whole
//             script; it is known by an identity that the host gives
//
// Worked example: in `d = [a]; d2 = list(d); st.write(d2)` the first cell reads `a` and owns the
// list it binds to `d`; as `a` is inside that list, its read of `a` is *captured*: an equal list
// would not do in the next run, it has to be the same one.

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/host.h"
#include "runtime/record/looks.h"
#include "runtime/record/sharing.h"

namespace lattice {

/// Numbers places of all sessions of the process.
inline uint64_t next_serial() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

struct Record;
struct Slot;
struct Group;

enum class Place : uint8_t {
  /// A bound variable of the enclosing function, handed to `enter`.
  Local,
  /// A variable of the enclosing function that may be unbound.
  Fetched,
  /// A variable of the module.
  Global,
  /// State outside the script's variables, such as a session key.
  External,
};

enum class Copyable : uint8_t { Unknown, No, Yes };

/// What an owned object looked like between two changes.
struct State {
  /// Never used twice.
  uint64_t id = next_serial();
  SnapshotRef snapshot;
  /// Null: the object cannot be brought back into this state.
  ImageRef image;
  /// Whether the host can copy the object as it is in this state.
  Copyable copyable = Copyable::Unknown;
};
using StateRef = std::shared_ptr<State>;

/// A mutable object made by a cell. The scan after each cell that could have changed it keeps its
/// state up to date, so reading it costs no walk.
///
/// When the cells that change it are skipped, its state moves on and the object stays as it is;
/// before anybody looks inside, it is settled: brought into its state.
struct Owned {
  Held object;
  Slot* creator;
  /// As its creator left it.
  StateRef initial;
  /// At this place of the run; a read is unchanged if object and state are the same.
  StateRef state;
  /// The state the object really is in; null when nobody knows.
  StateRef settled;
  /// Under which addresses it is found: all that one of its states reaches, sorted.
  std::vector<uintptr_t> indexed;
  /// Memory of all images of it.
  size_t bytes = 0;
  /// The run in which it was made or restored; in another run it is not part of the program.
  uint64_t tick = 0;
  /// False once its record was replaced or something outside the cells changed it.
  bool alive = true;
  /// Of its creator.
  std::shared_ptr<Looks> looks;
};
using OwnedRef = std::shared_ptr<Owned>;

struct Read {
  Place place;
  Held name;
  Held value;
  /// Null for atoms, fixed and unbound values: their identity or content says all.
  SnapshotRef before;
  OwnedRef owner;
  /// The owner's state, by its id.
  uint64_t state = 0;
  /// The outputs hold it: only the same object will do.
  bool captured = false;
};

struct GlobalWrite {
  Value name;
  Held value;
};

struct Change {
  OwnedRef owned;
  /// The state before, by its id.
  uint64_t before = 0;
  StateRef after;
};

struct Record {
  std::vector<Read> reads;
  std::vector<Overlap> sharing;
  std::vector<Held> outputs;
  std::vector<OwnedRef> owned;
  std::vector<GlobalWrite> global_writes;
  std::vector<Change> changes;
  /// The objects that look otherwise after the changes, each by its address; kept alive by the
  /// states.
  std::vector<uintptr_t> changed;
  /// Non-empty: it changed what cannot be changed again without running it, in words.
  std::string runs_to_change;
  Held effects;
  uint64_t tick = 0;
  double seconds = 0;
  /// Of libraries, when it began.
  Digest settings;
  bool valid = false;
  /// It gave objects to the host: repeating that may look inside them.
  bool hands_out = false;
  /// Code of the project's modules is in what it hands out.
  bool holds_project = false;
  /// Functions or classes of the script are in what it hands out.
  bool holds_code = false;
  std::string blocked;
  /// Of the cells whose objects it read.
  std::vector<std::shared_ptr<Looks>> looks;
};

struct Slot {
  /// Never used twice, unlike an address.
  uint64_t serial = 0;
  uint32_t cell = 0;
  Group* group = nullptr;
  std::unique_ptr<Record> record;
  /// Non-empty: the cell runs in every interaction, because an object is changed in place.
  std::string in_place;
  /// Who changes what it makes in place, in words; its objects are then made with images.
  std::string changed_by;
  /// What it makes is held by something that outlives a run: no object of it may be used twice.
  bool leaks = false;
  /// It was seen changing something in place.
  bool changes = false;
  /// It has run before.
  bool ran = false;
  /// Null: it has made no objects.
  std::shared_ptr<Looks> looks;
};

/// Where a function was called from.
struct CallSite {
  /// Of the script; 0 when the call is in other code.
  uint32_t line = 0;
  /// Tells the calls of one line apart.
  uint64_t place = 0;
};

/// Where a group hangs in its parent: the callee and the call site, or a loop and an ordinal.
struct GroupKey {
  std::string name;
  uint64_t site = 0;
  uint32_t ordinal = 0;
  /// Of the call, in the script.
  uint32_t line = 0;
  auto operator<=>(const GroupKey&) const = default;
};

enum class GroupKind : uint8_t { Module, Call, Iteration, Fragment };

struct Group {
  uint64_t serial = next_serial();
  Group* parent = nullptr;
  GroupKind kind = GroupKind::Module;
  uint32_t loop = 0;
  Frame frame = nullptr;
  uint64_t tick = 0;
  std::unordered_map<uint32_t, std::unique_ptr<Slot>> slots;
  std::map<GroupKey, std::unique_ptr<Group>> children;
  /// Iterations begun in this run, by loop.
  std::unordered_map<uint32_t, uint32_t> iterations;

  Slot& slot(uint32_t cell) {
    std::unique_ptr<Slot>& found = slots[cell];
    if (found == nullptr) {
      found = std::make_unique<Slot>();
      found->serial = next_serial();
      found->cell = cell;
      found->group = this;
    }
    return *found;
  }
};

}  // namespace lattice
