#pragma once
// The incremental engine of one session. Guards in the running script call it in program order; it
// answers "run" or "skip" and remembers what each run of a cell read, made and drew.
//
// Invariants:
//   every skip rests on a record that was checked in this interaction;
//   nothing is remembered from a cell that did not finish;
//   a guard whose caller is not the frame of the innermost open activation is inert (answers
//   "run");
//   whenever code of the script runs, or a snapshot is taken, every object is in the state that a
//   full run would see at that place (docs/design/states.md).

#include <optional>
#include <span>

#include "runtime/composer/adoption.h"
#include "runtime/host.h"
#include "runtime/record/cell.h"
#include "runtime/record/ownership.h"
#include "runtime/record/record.h"
#include "runtime/trace/trace.h"

namespace lattice {

enum class Enter : uint8_t { Run, Skip, Raised };

struct Scan;

class Composer {
 public:
  Composer(Host& host, Program program);
  ~Composer();
  Composer(const Composer&) = delete;
  Composer& operator=(const Composer&) = delete;

  /// Starts an interaction. `persistent` are the objects that live longer than a run (the values of
  /// the session); whatever reaches them is not restored.
  void begin(std::span<const Value> persistent);
  /// Starts an interaction in which only the bodies of fragments run, in the state that the last
  /// run of the whole script left.
  void begin_alone(std::span<const Value> persistent);

  /// Script functions that the persistent objects of this interaction reach.
  std::vector<Value> kept_functions() const;
  /// The script reached its end: groups and records it did not visit are dropped.
  void commit(Frame frame);
  /// The script is left, normally or not.
  void end();
  /// Code outside the cells ran (a callback, a fragment) and may have changed any object.
  void changed_outside() { recheck_ = true; }
  /// The same, while the script runs: code that this engine does not see ran between two cells.
  void recheck() { recheck_owned(); }
  /// Native code of the script is about to look inside objects.
  void settle();
  /// Somebody may look at the objects at any time from here on (another thread): none is used again
  /// in an earlier state. Settles.
  void keep_still();
  /// What `values` lead to: themselves, and the module variables that functions there name.
  std::vector<Held> seen_from(std::span<const Value> values);
  /// Others may look at these values when the run is over, as they are now that it begins. What
  /// cannot be shown to them then keeps its state.
  void keep(std::span<const Value> values);
  /// The run is over: what was kept is shown as it was, until `forget_kept`.
  void show_kept();
  /// Whether a kept object is inside.
  bool reaches_kept(Value value);
  void forget_kept();
  /// Nothing is skipped for the rest of this interaction, for the reason given in words.
  void distrust(std::string why) { distrusted_ = std::move(why); }
  /// Forgets every record.
  void clear();
  /// Set when the run has entered more calls and iterations than are worth a record each: the rest
  /// of it goes on without guards. The loop that should be one cell, or `kNoLoop`.
  std::optional<uint32_t> outgrown() const { return outgrown_; }
  static constexpr uint32_t kNoLoop = ~0U;
  /// The script was edited: goes on with `program`, remembering the cells that are still there.
  /// Precondition: the script does not run.
  void adopt(Program program, const Adoption& adoption);

  Enter enter(uint32_t cell, std::span<const Value> arguments, Frame frame);
  /// True when `frame` is inside the cell that runs now.
  bool is_active(uint32_t cell, Frame frame) const;
  /// Ends the active cell and returns what its names are bound to: the given values, or equal older
  /// ones. Precondition: `is_active`.
  /// `exact`: older equal values will not do (the script holds the new ones already).
  std::vector<Held> complete(std::span<const Value> outputs, bool exact = false);
  /// What the latest run of a cell of this group left; valid after `enter` answered Skip.
  const std::vector<Held>& outputs(uint32_t cell);

  /// Starts with what `old`, whose script still runs, knows of finished cells. Precondition: the
  /// same program, nothing was run here.
  void fork_from(const Composer& old);
  /// Modules of the project were loaded again: forgets what holds parts of the old ones.
  void modules_replaced();

  void enter_call(const std::string& function, const CallSite& site, Frame frame);
  /// Like `enter_call`, for the body of the fragment `identity`: it is found again wherever the
  /// call came from.
  void enter_fragment(const std::string& function, const std::string& identity, Frame frame);
  void leave_call(Frame frame);
  void enter_loop(uint32_t loop, Frame frame);
  void next_iteration(uint32_t loop, Frame frame);
  void leave_loop(uint32_t loop, Frame frame);
  /// A handler or a `finally` begins, in an iteration of `loop` or directly in the body of the
  /// function or module: an exception may have left cells, calls and iterations inside the `try`.
  void caught(std::optional<uint32_t> loop, bool module, Frame frame);

  bool running() const { return running_; }
  /// True while a cell runs: what happens now is its effect.
  bool has_active() const { return active_.record != nullptr; }
  Held& active_effects() { return active_.record->effects; }
  /// Identifies the active cell's place, stable across interactions.
  const Slot* active_slot() const { return active_.slot; }
  /// The active cell looked at state outside the script's variables.
  void note_external(Value key, Value value);
  /// The current run; changes with every interaction.
  uint64_t tick() const { return tick_; }
  const Trace& trace() const { return trace_; }
  const Program& program() const { return program_; }
  const Group* group() const { return group_; }
  const Group& root() const { return root_; }
  /// A cell of this run made the object, and nothing has changed it in place, in this run or any.
  bool is_untouched(Value value) const {
    const OwnedRef owned = ownership_.of(value, tick_);
    return owned != nullptr && owned->alive && owned->state == owned->initial &&
           owned->creator->in_place.empty() && owned->creator->changed_by.empty();
  }

 private:
  struct Active {
    Slot* slot = nullptr;
    std::unique_ptr<Record> record;
    Frame frame = nullptr;
    std::vector<Held> globals_before;
    double started = 0;
    uint64_t random_state = 0;
    bool handling = false;
  };
  struct Kept {
    OwnedRef owned;
    StateRef state;
    /// What it is now, while it is shown in that state.
    ImageRef now;
  };
  struct Snapped {
    SnapshotRef snapshot;
    OwnedRef owner;
  };

  // fork.cpp
  void copy_group(const Group& from, Group& to);
  void separate(Group& group);
  bool separate(Slot& slot);

  // adopt.cpp
  void forget_project(Group& group);
  void readdress(Group& group, const Adoption& adoption);
  void readdress(std::map<GroupKey, std::unique_ptr<Group>>& groups, const Adoption& adoption);

  // composer.cpp
  bool is_looked_at(const Owned& owned);
  void let_write(const Record& record, const Slot& slot);
  void count_group();
  void abandon_if_left(Frame frame);
  void start(std::span<const Value> persistent, Group& base);
  Group& child(GroupKey key, GroupKind kind);
  bool iteration_left(uint32_t loop, Frame frame);
  /// The script handles an exception, which any code that runs now may look at.
  bool handling() { return host_.handled() != handled_outside_; }
  void prune(Group& group);
  void drop(Group& group);
  void retire(std::unique_ptr<Record> record, const Record* successor);
  void recheck_owned();

  // verify.cpp
  Held current(const Read& read, const Cell& cell, size_t index, std::span<const Value> arguments,
               Frame frame);
  Reason verify(const Slot& slot, std::span<const Value> arguments, Frame frame);
  Reason changed(const Read& read, Value now);
  std::string place_name(const Read& read);
  Snapped snap(Value value, Looks* looks);
  bool all_atoms(const Cell& cell, std::span<const Value> arguments, Frame frame);

  Reason verify_states(const Record& record, const Slot& slot);

  // settle.cpp
  void go_to(const OwnedRef& owned, const StateRef& state);
  void refresh(const OwnedRef& owned);
  bool replay_states(Record& record);
  void check_before(Record& record);

  // keep.cpp
  SnapshotRef known_snapshot(Value value, uint64_t tick);
  bool can_be_kept(const OwnedRef& owned);

  // execute.cpp
  void execute(Slot& slot, std::span<const Value> arguments, Frame frame, Reason reason);
  void observe(Record& record, Place place, Value name, Held value);
  void observe_named_globals(Record& record);
  void note_sensed(Record& record);
  Enter replay(Slot& slot);
  void finish(std::span<const Value> outputs, bool completed, bool exact = true);
  bool backdate(const Scan& scan, const Record& old, Record& record);
  void own_outputs(const Scan& scan, Record& record, Slot& slot);

  // looks.cpp
  /// What looking inside `value` costs is charged to `looks` (or to nobody).
  SnapshotRef look(Value value, Looks* looks);
  std::shared_ptr<Looks> looks_of(const Read& read) const;
  void close_outputs(const Record& record, const Slot& slot);
  void count_looks(Record& record, const Slot& slot);

  // scan.cpp
  void scan_reads(Scan& scan, Record& record, Slot& slot);
  void changed_in_place(const OwnedRef& owned, SnapshotRef now, Record& record, Slot& slot);
  void leak(std::span<const SnapshotRef> snapshots);
  void expose(const Scan& scan);

  Host& host_;
  Program program_;
  Group root_;
  /// What runs between fragments that run by themselves.
  Group alone_;
  std::map<GroupKey, std::unique_ptr<Group>> fragments_;
  Group* group_ = &root_;
  Ownership ownership_;
  Active active_;
  uint64_t tick_ = 0;
  /// Calls and iterations entered in this run.
  uint32_t entered_ = 0;
  std::optional<uint32_t> outgrown_;
  bool running_ = false;
  bool recheck_ = false;
  /// False: no object is used again in an earlier state, in this interaction or in any.
  bool rewinds_ = true, still_ = false;
  /// Objects whose state moved on while cells were skipped.
  std::vector<OwnedRef> pending_;
  std::vector<Kept> kept_;
  /// Of kept objects; of objects that others may look at and that cannot be copied.
  std::vector<uintptr_t> kept_reach_, fixed_reach_;
  /// What was being handled when the interaction began.
  Value handled_outside_ = nullptr;
  /// The settings of libraries at this point of the run.
  Digest settings_;
  /// The script was edited since its last run.
  bool edited_ = false;
  std::string distrusted_;
  std::vector<SnapshotRef> persistent_;
  std::vector<uintptr_t> persistent_reach_;
  /// What went into opaque objects of this interaction (a thread, a generator): whoever uses an
  /// opaque object may change it, unseen. `exposed_reach_`: all of it, sorted.
  std::vector<SnapshotRef> exposed_;
  std::vector<uintptr_t> exposed_reach_;
  /// Who made the objects of this run that belong to no cell because they are opaque.
  std::unordered_map<Value, std::shared_ptr<Looks>> makers_;
  /// Dropped memory is released when no script runs: releasing may run finalizers of the script.
  std::vector<std::unique_ptr<Record>> retired_;
  std::vector<SnapshotRef> retired_snapshots_;
  std::vector<StateRef> retired_states_;
  Trace trace_;
};

/// The union of sorted address lists.
std::vector<uintptr_t> joined(std::span<const SnapshotRef> snapshots);

}  // namespace lattice
