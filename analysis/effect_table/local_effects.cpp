// The effects of each node by itself.
#include <algorithm>

#include "analysis/effect/canonical.h"
#include "analysis/effect_table/effect_table.h"

namespace lattice {
namespace {

std::string_view string_literal(const Ast& ast, AstId id) {
  if (!id.valid() || ast[id].kind != AstKind::Constant || !ast[id].is_string) return {};
  std::string_view text = ast[id].text;
  const size_t open = text.find_first_of("\"'");
  if (open == std::string_view::npos) return {};
  text.remove_prefix(open);
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
  return text;
}

bool is_none(const Ast& ast, AstId id) {
  return id.valid() && ast[id].kind == AstKind::Constant && ast[id].text == "None";
}

bool starts_with_word(std::string_view text, std::string_view word) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  if (text.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
  });
}

/// The call whose callee this chain is; none if it is mentioned otherwise.
AstId call_of(const Ast& ast, AstId chain) {
  return ast[chain].role == AstRole::Func ? ast[chain].parent : AstId::none();
}

// Magic draws every expression statement, except calls, docstrings, `yield` and `await`.
bool drawn_by_magic(const Ast& ast, AstId statement) {
  const AstId value = ast.child(statement, AstRole::Value);
  if (!value.valid()) return false;
  switch (ast[value].kind) {
    case AstKind::Call:
    case AstKind::Yield:
    case AstKind::YieldFrom:
    case AstKind::Await:
      return false;
    default:
      break;
  }
  const AstNode& above = ast[ast[statement].parent];
  if (above.kind == AstKind::ClassDef) return false;
  const bool holder = above.kind == AstKind::Module || above.kind == AstKind::FunctionDef ||
                      above.kind == AstKind::AsyncFunctionDef;
  const bool docstring = holder && ast[value].is_string &&
                         ast.child(ast[statement].parent, AstRole::Body) == statement;
  return !docstring;
}

}  // namespace

AstId keyword_argument(const Ast& ast, AstId call, std::string_view name) {
  for (const AstId child : AstChildren(ast, call)) {
    if (ast[child].kind == AstKind::Keyword && ast[child].text == name) {
      return ast.child(child, AstRole::Value);
    }
  }
  return AstId::none();
}

AstId second_argument(const Ast& ast, AstId call) {
  bool first = true;
  for (const AstId child : AstChildren(ast, call)) {
    if (ast[child].role != AstRole::Argument) continue;
    if (!first) return child;
    first = false;
  }
  return AstId::none();
}

static bool is_variable(const Ast& ast, AstId expression) {
  return expression.valid() && ast[expression].kind != AstKind::Constant;
}

static bool makes_or_closes_figure(Trait trait) {
  return trait == Trait::PyplotOwned || trait == Trait::PyplotFigure || trait == Trait::PyplotClose;
}

bool has_arguments(const Ast& ast, AstId call) {
  return ast.child(call, AstRole::Argument).valid();
}

void EffectTable::find_local_effects() {
  local_.resize(ast_.size());
  for (uint32_t i = 0; i < ast_.size(); ++i) local(AstId(i));
  if (!patched_.empty()) find_uses_of_patches();
  uses_current_figure_ =
      std::ranges::any_of(local_, [](EffectSet set) { return set.has(Effect::Pyplot); });
  if (!uses_current_figure_) return;
  // Somebody looks at the current figure, so whoever makes one changes what is seen.
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstNode& node = ast_[AstId(i)];
    if (node.kind != AstKind::Attribute && node.kind != AstKind::Name) continue;
    for (const std::string& name : canonical(ast_, names_, AstId(i)).names) {
      const LibraryMatch match = find_library(name);
      if (match.exact && makes_or_closes_figure(match.entry->trait)) local_[i].add(Effect::Pyplot);
    }
  }
}

// `pd.DataFrame.total = f`: the process keeps it, other sessions set it as well, and nothing that
// an instance leads to shows it. So whoever sets it or mentions an attribute of that name always
// runs.
void EffectTable::find_patch(AstId store, AstId object, std::string_view attribute) {
  for (const std::string& name : canonical(ast_, names_, object).names) {
    if (name == "streamlit.session_state" || name == "streamlit.query_params") continue;
    patched_.insert(attribute);
    if (name == "builtins") patched_builtins_.insert(attribute);
    local_[store.index()].add(Effect::Patch);
  }
}

void EffectTable::find_uses_of_patches() {
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstNode& node = ast_[AstId(i)];
    const bool uses = (node.kind == AstKind::Attribute && patched_.contains(node.text)) ||
                      (node.kind == AstKind::Name && node.context == AstContext::Load &&
                       patched_builtins_.contains(node.text));
    if (uses) local_[i].add(Effect::Patch);
  }
}

void EffectTable::local(AstId id) {
  const AstNode& node = ast_[id];
  switch (node.kind) {
    case AstKind::Name:
    case AstKind::Attribute: {
      const AstNode& above = ast_[node.parent];
      const bool maximal = above.kind != AstKind::Attribute;
      if (node.context != AstContext::Load) local_store(id);
      if (maximal && node.kind == AstKind::Name && node.context != AstContext::Load) return;
      if (maximal) local_chain(id);
      // The number that pyplot gives a figure counts all figures of the process.
      if (node.kind == AstKind::Attribute && node.text == "number")
        local_[id.index()].add(Effect::Identity);
      return;
    }
    case AstKind::Subscript:
      if (node.context != AstContext::Load) local_store(id);
      return;
    case AstKind::Call:
      return local_call(id);
    case AstKind::AugAssign:
      local_[id.index()].add(Effect::Mutates);
      return;
    case AstKind::Expr:
      if (drawn_by_magic(ast_, id)) local_[id.index()].add(Effect::Draws);
      return;
    case AstKind::Alias:
      // Names nobody knows; harmless where the import stands natively.
      if (node.text == "*") local_[id.index()].add(Effect::DynamicCode);
      return;
    case AstKind::Unknown:
      local_[id.index()].add(Effect::UnknownCall);
      return;
    default:
      return;
  }
}

void EffectTable::local_chain(AstId id) {
  const Canonical known = canonical(ast_, names_, id);
  for (const std::string& name : known.names) {
    if (const LibraryMatch match = find_library(name)) local_library(match, id);
  }
}

void EffectTable::local_library(const LibraryMatch& match, AstId chain) {
  EffectSet effects = match.entry->effects;
  if (watch_.native_reads && effects.has(Effect::NativeRead)) {
    effects.remove(Effect::NativeRead);
    effects.add(Effect::FileRead);
  }
  const AstId call = match.exact ? call_of(ast_, chain) : AstId::none();
  const bool called = call.valid();
  const auto keyword = [&](std::string_view name) { return keyword_argument(ast_, call, name); };
  switch (match.entry->trait) {
    case Trait::Seeded:
      // `default_rng()`, `default_rng(None)` and a bare mention draw a fresh seed.
      if (!called || (!has_arguments(ast_, call) && !ast_.child(call, AstRole::Keyword).valid()) ||
          is_none(ast_, ast_.child(call, AstRole::Argument))) {
        effects.add(Effect::Entropy);
      }
      break;
    case Trait::PrintFile:
      if (called && keyword("file").valid()) effects.add(Effect::FileWrite);
      break;
    case Trait::Opens: {
      AstId mode = called ? keyword("mode") : AstId::none();
      if (called && !mode.valid()) mode = second_argument(ast_, call);
      if (string_literal(ast_, mode).find_first_of("wax+") != std::string_view::npos)
        effects = EffectSet(Effect::FileWrite);
      break;
    }
    case Trait::Reader: {
      if (!called) break;
      const std::string_view text = string_literal(ast_, ast_.child(call, AstRole::Argument));
      if (text.starts_with("http:") || text.starts_with("https:") || text.starts_with("s3:")) {
        effects = EffectSet(Effect::Network);
      }
      break;
    }
    case Trait::PureUnlessNow: {
      if (!called) break;
      const std::string_view text = string_literal(ast_, ast_.child(call, AstRole::Argument));
      if (text == "now" || text == "today") effects.add(Effect::Clock);
      break;
    }
    case Trait::PyplotElement:
      if (!called || !has_arguments(ast_, call)) effects.add(Effect::Pyplot);
      break;
    case Trait::PyplotOwned:
    case Trait::PyplotFigure:
      // A figure found by its number may be one that an earlier run left behind.
      if (called && (keyword("num").valid() ||
                     (match.entry->trait == Trait::PyplotFigure && has_arguments(ast_, call))))
        effects.add(Effect::Pyplot);
      break;
    case Trait::PyplotClose:
      // It closes what no read of the cell leads to.
      if (!called || !is_variable(ast_, ast_.child(call, AstRole::Argument)))
        effects.add(Effect::Process);
      break;
    case Trait::AxesArgument:
      if (!called || !keyword("ax").valid()) effects.add(Effect::Pyplot);
      break;
    case Trait::InsertsOnRead:
      inserts_on_read_ = true;
      break;
    default:
      break;
  }
  local_[chain.index()] |= effects;
}

bool EffectTable::is_session_state(AstId expression) const {
  for (const std::string& name : canonical(ast_, names_, expression).names) {
    const LibraryMatch match = find_library(name);
    if (match && match.entry->trait == Trait::SessionState) return true;
  }
  return false;
}

// `x.y = ...`, `x[i] = ...`, `del x[i]`: changes x, or session state.
void EffectTable::local_store(AstId id) {
  if (ast_[id].kind == AstKind::Name) return;
  EffectSet& out = local_[id.index()];
  out.add(Effect::Mutates);
  const AstId value = ast_.child(id, AstRole::Value);
  if (value.valid() && is_session_state(value)) out.add(Effect::SessionWrite);
  if (ast_[id].kind != AstKind::Attribute) return;
  if (value.valid() && is_session_state(id)) out.add(Effect::SessionWrite);
  if (value.valid()) find_patch(id, value, ast_[id].text);
}

void EffectTable::local_call(AstId id) {
  const AstId func = ast_.child(id, AstRole::Func);
  if (!func.valid()) return;
  const Canonical known = canonical(ast_, names_, func);
  bool exact = false;
  for (const std::string& name : known.names) {
    exact |= find_library(name).exact;
    if (name == "builtins.setattr" || name == "builtins.delattr") {
      const std::string_view attribute = string_literal(ast_, second_argument(ast_, id));
      const AstId object = ast_.child(id, AstRole::Argument);
      if (!attribute.empty()) find_patch(id, object, attribute);
    }
  }
  if (ast_[func].kind == AstKind::Attribute && !exact) return local_method(id, func);
  // A function of the script does what its body does.
  const bool script = ast_[func].kind == AstKind::Name &&
                      (functions_.contains(ast_[func].text) || classes_.contains(ast_[func].text));
  if (!exact && !script) local_[id.index()].add(Effect::UnknownCall);
}

void EffectTable::local_method(AstId call, AstId func) {
  EffectSet& out = local_[call.index()];
  const std::string_view name = ast_[func].text;
  if (is_drawing_method(call, func)) {
    out.add(Effect::Draws);
    const LibraryMatch match = find_library("streamlit." + std::string(name));
    if (match.exact) out |= match.entry->effects;
    if (match.exact && match.entry->trait == Trait::PyplotElement && !has_arguments(ast_, call)) {
      out.add(Effect::Pyplot);
    }
  }
  const AstId receiver = ast_.child(func, AstRole::Value);
  if (receiver.valid() && is_session_state(receiver) &&
      (name == "update" || name == "pop" || name == "clear" || name == "setdefault")) {
    out.add(Effect::SessionWrite);
  }
  // Pandas draws on the current figure; `ax.plot(x, y)` of matplotlib does not.
  const bool has_axes = keyword_argument(ast_, call, "ax").valid();
  const bool accessor = receiver.valid() && ast_[receiver].kind == AstKind::Attribute &&
                        ast_[receiver].text == "plot";
  if (!has_axes &&
      ((!has_arguments(ast_, call) && (name == "plot" || name == "hist" || name == "boxplot")) ||
       accessor)) {
    out.add(Effect::Pyplot);
  }
  const LibraryEntry* entry = find_method(name);
  if (entry == nullptr) {
    out.add(Effect::UnknownCall);
    return;
  }
  switch (entry->trait) {
    case Trait::NoArgument:
      if (!has_arguments(ast_, call)) out |= entry->effects;
      return;
    case Trait::RandomState: {
      // `rng.sample(population, 5)` draws from a generator of its own, a frame takes one number.
      if (ast_.children(call, AstRole::Argument).size() > 1) return;
      const AstId state = keyword_argument(ast_, call, "random_state");
      const AstId seed = keyword_argument(ast_, call, "seed");
      const AstId given = state.valid() ? state : seed;
      if (!given.valid() || is_none(ast_, given)) out.add(Effect::Random);
      return;
    }
    case Trait::WritesIfPath:
      if (has_arguments(ast_, call)) out.add(Effect::FileWrite);
      return;
    case Trait::NamesInText: {
      const AstId text = ast_.child(call, AstRole::Argument);
      if (!text.valid()) return;
      if (starts_with_word(string_literal(ast_, text), "select")) {
        out.add(Effect::Database);
      } else if (ast_[text].kind != AstKind::JoinedStr && !ast_[text].is_string) {
        out.add(Effect::DynamicCode);
      }
      return;
    }
    default:
      out |= entry->effects;
  }
}

bool EffectTable::is_drawing_method(AstId call, AstId func) const {
  const std::string_view name = ast_[func].text;
  if (!is_element_method(name) || is_script_method(name)) return false;
  const AstId receiver = ast_.child(func, AstRole::Value);
  const AstId root = chain_root(ast_, func);
  if (root.valid()) {
    const Canonical known = canonical(ast_, names_, root);
    for (const std::string& module : known.names) {
      if (known.certain && module != "streamlit" && !module.starts_with("streamlit.")) return false;
    }
  }
  if (receiver.valid() &&
      (ast_[receiver].kind == AstKind::Constant || ast_[receiver].kind == AstKind::JoinedStr)) {
    return false;
  }
  // `name.title()`, `response.json()`, `s.map({...})`: methods of other things.
  const AstId first = ast_.child(call, AstRole::Argument);
  if ((name == "title" || name == "json") && !first.valid()) return false;
  if (name == "map" && first.valid()) {
    const AstKind kind = ast_[first].kind;
    if (kind == AstKind::Lambda || kind == AstKind::Dict) return false;
    if (kind == AstKind::Name &&
        (functions_.contains(ast_[first].text) || is_builtin(ast_[first].text))) {
      return false;
    }
  }
  return true;
}

}  // namespace lattice
