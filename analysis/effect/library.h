#pragma once
// What is known about names of libraries, by canonical dotted name (`numpy.random.rand`, whatever
// the script calls it), and about methods whose receiver is unknown.
#include <string_view>

#include "analysis/effect/effect.h"

namespace lattice {

/// What a call of a known name adds to its effects or takes away.
enum class Trait : uint8_t {
  /// Nothing is known beyond the effects: the call may change and capture its arguments.
  Plain,
  /// `len(x)`: changes none of its arguments.
  Pure,
  /// `sorted(xs, key=f)`: pure if no argument is code of the script or of an unknown library.
  PureIfCallbacks,
  /// `np.add(a, b, out=c)`: pure without `out`.
  PureUnlessOut,
  /// `pd.Timestamp("now")`: reads the clock if a literal says so, else pure.
  PureUnlessNow,
  /// `default_rng(7)`: draws entropy unless a seed is given.
  Seeded,
  /// `print(x, file=f)`: writes a file if `file` is given.
  PrintFile,
  /// `open(path, "w")`: writes a file if the mode says so.
  Opens,
  /// `read_csv("https://...")`: network if the literal is a URL.
  Reader,
  /// `fig, ax = plt.subplots()`: harmless unless the script uses the current figure elsewhere.
  PyplotOwned,
  /// `plt.figure()`: likewise, unless it is asked for by its number.
  PyplotFigure,
  /// `plt.close(fig)`: takes a figure from pyplot's list; without one, whatever is in the list.
  PyplotClose,
  /// `sns.histplot(x)`: draws on the current figure of pyplot unless `ax` is given.
  AxesArgument,
  /// Streamlit elements, widgets and containers; none changes its arguments.
  Element,
  WidgetElement,
  /// `st.pyplot(fig)`: an element, and the current figure without an argument.
  PyplotElement,
  /// A call whose value may stand in a transparent `with`.
  Container,
  /// `st.columns(2)`: a sequence of containers.
  Containers,
  /// `st.sidebar`: a container by itself.
  ContainerValue,
  SessionState,
  /// `defaultdict`: reading an item may insert one.
  InsertsOnRead,
  // Traits of methods.
  /// `x.now()`: the effect holds without positional arguments only.
  NoArgument,
  /// `df.sample(3)`: draws from the global stream unless `random_state` is given.
  RandomState,
  /// `df.to_csv()`: pure without a path, writes a file with one.
  WritesIfPath,
  /// `df.query("x > @low")`: reads the names its text mentions.
  NamesInText,
};

struct LibraryEntry {
  EffectSet effects;
  Trait trait = Trait::Plain;
};

struct LibraryMatch {
  /// Null: unknown.
  const LibraryEntry* entry = nullptr;
  /// The entry is of this very name, so its trait describes a call; else of something above it.
  bool exact = false;

  explicit operator bool() const { return entry != nullptr; }
};

/// The entry of a canonical dotted name, else of the longest name or `module.*` above it.
LibraryMatch find_library(std::string_view dotted);
/// Whether there is an entry of this very name.
bool has_library_name(std::string_view dotted);
/// The entry of a method name on an unknown receiver. Null: unknown.
const LibraryEntry* find_method(std::string_view name);
/// Whether `name` is a method of Streamlit's containers (`col.metric(...)`).
bool is_element_method(std::string_view name);
/// Whether `name` is a builtin of Python 3.11.
bool is_builtin(std::string_view name);
/// Whether `module`, or a module below or above it, has any entry.
bool is_known_module(std::string_view module);
/// Calls with the trait change none of their arguments, given pure callbacks where it says so.
bool may_be_pure(Trait trait);

}  // namespace lattice
