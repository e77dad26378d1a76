#pragma once
// What each piece of a script may do: the effects that library.def and methods.def give to the
// names it mentions, closed over the functions and classes of the script by name, to a fixpoint.
//
// Worked example: with `def stamp(): return f"{datetime.now()}"`, the statement `t = stamp()` has
// {Clock}, and the place of Clock is the expression `datetime.now()` inside `stamp`.
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/ast/names.h"
#include "analysis/effect/effect.h"
#include "analysis/effect/library.h"

namespace lattice {

/// A set of effects and, for each, an expression that has it.
struct Effects {
  EffectSet set;
  std::array<AstId, static_cast<size_t>(Effect::Count)> places{};

  void add(Effect effect, AstId place);
  void add(EffectSet effects, AstId place);
  void merge(const Effects& other);
};

/// How a function is decorated, as far as Streamlit is concerned.
enum class Decoration : uint8_t { None, CacheData, CacheResource, Fragment, Other };

/// A function, method, class or named lambda of the script: what its name means in a call.
struct Unit {
  std::string_view name;
  std::vector<AstId> bodies;
  Decoration decoration = Decoration::None;
  /// Cached values expire or are cleared.
  bool expires = false;
  Effects effects;
};

/// A function that cannot be skipped over, as CPython knows its code.
struct FunctionHazard {
  std::string name;
  /// `co_firstlineno`.
  uint32_t line = 0;
  std::string reason;
};

/// What the run time sees by itself, so that naming it need not make a cell run.
struct Watch {
  /// Files that native code reads.
  bool native_reads = false;
  /// Lines of loops that go round too often for a record of each iteration.
  std::vector<uint32_t> long_loops = {};
};

class EffectTable {
 public:
  EffectTable(const Ast& ast, const Names& names, Watch watch = {});

  /// Whether the loop is known to go round too often to be walked.
  [[nodiscard]] bool is_long(AstId loop) const;
  /// Everything that evaluating the statement or expression may do. A definition is judged by its
  /// decorators and defaults, a class not by its plain methods: those count where they are used.
  [[nodiscard]] Effects of(AstId id) const;
  /// Whether it puts elements on the page or registers widgets.
  [[nodiscard]] bool draws(AstId id) const;
  /// `reads the clock: `datetime.now()``: why it runs always; empty if it does not.
  [[nodiscard]] std::string reason(const Effects& effects) const;
  [[nodiscard]] std::string reason(Effect effect, AstId place) const;
  /// Whether evaluating it certainly changes none of the objects it reads.
  [[nodiscard]] bool pure(AstId id) const;
  /// Whether the expression certainly is `streamlit` or something of it.
  [[nodiscard]] bool is_streamlit(AstId expression) const;
  /// The trait of a call whose callee is certainly known, or of a container's method.
  [[nodiscard]] Trait trait_of_call(AstId call) const;
  /// Whether the expression certainly stands for a container of Streamlit or a sequence of them.
  [[nodiscard]] bool is_container(AstId expression, unsigned depth = 0) const;
  /// Whether the call ends the run: `st.stop()`.
  [[nodiscard]] bool never_returns(AstId call) const;
  /// Names that `df.query("x > @low")` reads from the frame around it.
  [[nodiscard]] std::vector<std::string_view> names_in_text(AstId call) const;
  [[nodiscard]] const Unit* function(std::string_view name) const;
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  [[nodiscard]] Decoration decoration_of(AstId definition) const;
  /// Functions and lambdas, save methods, whose callers run in every interaction.
  [[nodiscard]] std::vector<FunctionHazard> function_hazards() const;
  /// Whether some class of the script has a method of this name.
  [[nodiscard]] bool is_script_method(std::string_view name) const {
    return methods_.contains(name);
  }

 private:
  // effect_table.cpp
  void find_units();
  void add_unit(std::unordered_map<std::string_view, size_t>& table, std::string_view name,
                AstId body);
  void close();
  void find_cache_clears();
  [[nodiscard]] Effects of_unit(const Unit& unit) const;
  [[nodiscard]] Effects of_body(AstId id) const;
  [[nodiscard]] Effects of_definition(AstId id) const;
  [[nodiscard]] Effects of_functions_in(AstId value) const;
  [[nodiscard]] bool is_hidden_method(AstId id) const;
  void merge_references(AstId id, Effects& out) const;

  // local_effects.cpp
  void find_local_effects();
  void local(AstId id);
  void local_chain(AstId id);
  void local_call(AstId id);
  void local_method(AstId call, AstId func);
  void local_store(AstId id);
  void find_patch(AstId store, AstId object, std::string_view attribute);
  void find_uses_of_patches();
  void local_library(const LibraryMatch& match, AstId chain);
  [[nodiscard]] bool is_session_state(AstId expression) const;
  [[nodiscard]] bool is_drawing_method(AstId call, AstId func) const;

  // purity.cpp
  [[nodiscard]] bool pure_definition(AstId id) const;
  [[nodiscard]] bool pure_call(AstId call) const;
  [[nodiscard]] bool pure_arguments(AstId call, bool callbacks) const;
  [[nodiscard]] bool pure_callback(AstId argument) const;

  const Ast& ast_;
  const Names& names_;
  const Watch watch_;
  /// By node: the effects of mentioning or evaluating it, without what is below it.
  std::vector<EffectSet> local_;
  std::vector<Unit> units_;
  /// Indexes of `units_`. `aliases_`: names bound to values that hold lambdas or functions.
  std::unordered_map<std::string_view, size_t> functions_, methods_, classes_, aliases_;
  /// Names of attributes that the script sets in what it imports, and those of them in `builtins`.
  std::unordered_set<std::string_view> patched_, patched_builtins_;
  bool clears_all_data_ = false;
  bool uses_current_figure_ = false;
  bool inserts_on_read_ = false;
  bool custom_protocols_ = false;
};

/// The keyword argument of a call with this name; its value, or none.
AstId keyword_argument(const Ast& ast, AstId call, std::string_view name);
/// Whether a call has any positional argument.
bool has_arguments(const Ast& ast, AstId call);

}  // namespace lattice
