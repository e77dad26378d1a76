#pragma once
#include <string>
#include <vector>

#include "cli/graph/cell_graph.h"

namespace lattice::cli {

/// `x` in `x[0] = 1`, `x.a += 1`, `del x[i]`, `x.append(1)`: objects that the code of a statement
/// or expression changes by itself, by the variable it reaches them through, with the place.
struct InPlaceChange {
  std::string_view name;
  AstId place;
};
std::vector<InPlaceChange> changes_in_place(const Analysis& analysis, AstId code);

/// Keys of session state in `code`, as `session_state.key`: read (a widget's `key` too, because its
/// value may come from there), written.
struct StateKeys {
  std::vector<std::string> reads, writes;
};
StateKeys state_keys(const Analysis& analysis, AstId code);

/// Whether some call in `code` itself, not in functions it calls, is a widget, or else draws.
NodeKind kind_of_code(const Analysis& analysis, AstId code, NodeKind otherwise);

/// The trait of a call of Streamlit, through `st.` or a container; `Plain` if it is none.
Trait streamlit_trait(const Analysis& analysis, AstId call);

/// The text of a string constant without quotes and prefix; empty if it is none or has escapes.
std::string_view string_text(const Ast& ast, AstId expression);

}  // namespace lattice::cli
