#pragma once
// What the engine needs from the language it runs in. The engine sees values as opaque handles: it
// keeps them alive, compares them and asks for their snapshots, and never looks inside. The real
// host is CPython (python/bindings); tests use a fake one.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lattice {

class Held;

/// An object of the host. Null means "unbound".
using Value = void*;

/// An activation of a function of the script; only compared, never dereferenced.
using Frame = const void*;

struct Digest {
  uint64_t low = 0, high = 0;
  friend bool operator==(const Digest&, const Digest&) = default;
};

/// A deep picture of an object at one moment: what it contains and which mutable objects it
/// reaches. Taking one runs no code of the script and changes nothing.
struct Snapshot {
  virtual ~Snapshot() = default;

  Digest digest;
  /// Addresses of the mutable objects reached, sorted, unique; the snapshot keeps them alive, so an
  /// address means the same object for as long as the snapshot lives.
  std::vector<uintptr_t> reach;
  /// The same in the order in which they were met, which is that of equal values; one may come
  /// twice.
  std::vector<uintptr_t> met;
  /// Script functions met; what they read by name is not part of the digest (see `named_globals`).
  std::vector<Value> functions;
  /// Some state could not be seen: nothing may be concluded from an equal digest.
  bool opaque = false;
  /// Opaque, and `reach` is not all that it reaches.
  bool partial = false;
  /// A place on the page (a container) is inside.
  bool draws = false;
  /// It may change by being looked at: a figure that is drawn lays itself out.
  bool settles = false;
  /// Code of the project's modules is inside (modules, functions, classes and their instances); of
  /// these, classes and instances.
  bool project = false, project_types = false;
  /// Functions, classes of the script or their instances are inside.
  bool script_code = false;
  /// In words, when opaque.
  std::string why;
  /// Non-empty: code was met that has to run every time whatever it reads, in words.
  std::string hazard;
};
using SnapshotRef = std::shared_ptr<const Snapshot>;

/// The content of every object that a value reaches at one moment, kept so that it can be put back.
struct Image {
  virtual ~Image() = default;

  /// Memory it holds beyond what it shares with earlier images.
  size_t bytes = 0;
};
using ImageRef = std::shared_ptr<const Image>;

/// What a finished run of a cell did outside its variables, as far as the engine must know it.
struct EffectSummary {
  /// Non-empty: the cell cannot be skipped next time, with the reason in words.
  std::string blocked;
  /// Objects handed out by other ways than variables: written to the session, given to callbacks.
  std::vector<Value> exports;
  /// It computed something that the host keeps; the next run would not do what this one did
  /// besides.
  bool once = false;
};

/// What the host itself saw a cell do.
struct Sensed {
  /// Keys and values of external state that it looked at; owned references.
  std::vector<std::pair<Value, Value>> inputs;
  /// Non-empty: the cell cannot be skipped next time, with the reason in words.
  std::string blocked;
};

enum class Replay : uint8_t {
  Done,
  /// The host has an error pending; the script must be left.
  Raised,
};

class Host {
 public:
  virtual ~Host() = default;

  virtual void retain(Value value) = 0;
  virtual void release(Value value) = 0;
  /// A handle for a name, valid as long as the host.
  virtual Value intern(std::string_view name) = 0;
  virtual std::string text(Value name) = 0;

  /// Exact immutable values: they compare by content, bit for bit.
  virtual bool is_atom(Value value) = 0;
  virtual bool atoms_equal(Value a, Value b) = 0;
  /// Objects that never change in a way a script can see through them: library functions, types and
  /// modules. The same object is the same value.
  virtual bool is_fixed(Value value) = 0;
  virtual SnapshotRef snapshot(Value value) = 0;
  /// From here on nobody looks inside the object: what reaches it is opaque. Until `open_all`.
  virtual void close(Value value) { (void)value; }
  virtual void open_all() {}

  /// Null when some of what the value reaches could not be put back. `before`: of an earlier moment
  /// (or null); the new image shares what did not change.
  virtual ImageRef image(Value value, const Image* before) {
    (void)value, (void)before;
    return nullptr;
  }
  /// An image of it costs nearly nothing: worth one before anybody is known to change it.
  virtual bool has_cheap_image(Value value) {
    (void)value;
    return false;
  }
  /// Objects whose content is another one in `after`; none when they do not account for all that
  /// changed, or could not be put back.
  virtual std::optional<std::vector<uintptr_t>> differing(const Image& before, const Image& after) {
    (void)before, (void)after;
    return std::nullopt;
  }
  /// Gives every object of the image its content of that moment. The objects stay the same ones.
  virtual void put_back(const Image& image) { (void)image; }

  /// Variables of the module the script runs in; borrowed, null when unbound.
  virtual Value global(Value name) = 0;
  virtual void set_global(Value name, Value value) = 0;
  /// A variable of an activation that may be unbound; a new reference, null when unbound.
  virtual Value fetch(Frame frame, Value name) = 0;
  /// The module variables a script function names, its nested functions included.
  virtual const std::vector<Value>& named_globals(Value function) = 0;
  /// Why a call of a script function, found under another name than its own, has to be made in
  /// every run; empty when it has not. `name`: what was read, a variable or external state.
  virtual std::string hazard_of_call(Value function, Value name) {
    (void)function;
    (void)name;
    return {};
  }
  /// True when a function inside `snapshot` was created by the code that runs in `frame`.
  virtual bool closes_over(const Snapshot& snapshot, Frame frame) = 0;
  /// State outside the script's variables, such as a key of the session; a new reference.
  virtual Value load_external(Value key) = 0;

  /// Checks that what a recorded run drew and registered can be repeated; a reason when not.
  virtual std::optional<std::string> verify_effects(Value effects) = 0;
  virtual Replay replay_effects(Value effects) = 0;
  /// False when they show where in the script something stands.
  virtual bool survives_edit(Value effects) {
    (void)effects;
    return true;
  }
  virtual EffectSummary finish_effects(Value effects, bool completed) = 0;

  /// The same effects for another engine, a new reference; null when they are bound to the old one.
  virtual Value fork_effects(Value effects) {
    (void)effects;
    return nullptr;
  }
  /// Equal objects that share nothing mutable with these; none when that is not certain.
  virtual std::vector<Held> copied(std::span<const Value> values);
  /// Whether a copy can be made of it, in which functions and places on the page stay what they
  /// are.
  virtual bool can_copy(Value value) {
    (void)value;
    return false;
  }

  /// A cell begins that reads these values: what this thread does from now on is its doing.
  virtual void begin_sensing(std::span<const Value> values) { (void)values; }
  /// The cell, which has read these values, ends; what it did outside of what the engine sees.
  virtual Sensed end_sensing(std::span<const Value> values) {
    (void)values;
    return {};
  }
  /// Changes whenever a library draws from a random stream that the whole process shares.
  virtual uint64_t random_state() { return 0; }
  /// The exception that the running code is handling, null when none; only compared. Code can see
  /// it without naming it.
  virtual Value handled() { return nullptr; }

  /// What the settings of libraries are: state that any cell may depend on without naming it.
  virtual Digest settings() { return {}; }

  /// A short text of an atom for the trace; empty for anything else.
  virtual std::string describe(Value value) = 0;
  virtual double seconds() = 0;
};

/// A value kept alive.
class Held {
 public:
  Held() = default;
  Held(Host& host, Value value) : host_(&host), value_(value) {
    if (value_ != nullptr) host_->retain(value_);
  }
  /// Takes over a reference that is already owned.
  static Held adopt(Host& host, Value value) {
    Held held;
    held.host_ = &host;
    held.value_ = value;
    return held;
  }
  Held(const Held& other) : Held() {
    if (other.value_ != nullptr) *this = Held(*other.host_, other.value_);
  }
  Held(Held&& other) noexcept : host_(other.host_), value_(other.value_) { other.value_ = nullptr; }
  Held& operator=(Held other) noexcept {
    std::swap(host_, other.host_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~Held() {
    if (value_ != nullptr) host_->release(value_);
  }
  [[nodiscard]] Value get() const { return value_; }
  explicit operator bool() const { return value_ != nullptr; }

 private:
  Host* host_ = nullptr;
  Value value_ = nullptr;
};

inline std::vector<Held> Host::copied(std::span<const Value> values) {
  (void)values;
  return {};
}

}  // namespace lattice
