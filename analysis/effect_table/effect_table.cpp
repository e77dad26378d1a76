#include "analysis/effect_table/effect_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/effect/canonical.h"

namespace lattice {
namespace {

constexpr unsigned kMaxRounds = 64;

bool is_function(AstKind kind) {
  return kind == AstKind::FunctionDef || kind == AstKind::AsyncFunctionDef;
}

bool is_dunder(std::string_view name) {
  return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

// Dunder methods that only a mention of the class can reach, or that only describe the object.
bool is_plain_dunder(std::string_view name) {
  constexpr std::array kPlain = {std::string_view("__init__"), std::string_view("__new__"),
                                 std::string_view("__post_init__"), std::string_view("__repr__"),
                                 std::string_view("__init_subclass__")};
  return std::ranges::find(kPlain, name) != kPlain.end();
}

bool holds_lambda(const Ast& ast, AstId value) {
  bool found = false;
  walk(ast, value, [&](AstId id) {
    found |= ast[id].kind == AstKind::Lambda;
    return !found;
  });
  return found;
}

// `on_click=f`: called before the next run, outside every cell.
bool is_callback_keyword(const Ast& ast, AstId id) {
  if (ast[id].kind != AstKind::Keyword || !ast[id].text.starts_with("on_")) return false;
  const AstId value = ast.child(id, AstRole::Value);
  return value.valid() && (ast[value].kind == AstKind::Name || ast[value].kind == AstKind::Lambda ||
                           ast[value].kind == AstKind::Attribute);
}

}  // namespace

void Effects::add(Effect effect, AstId place) {
  if (set.has(effect)) return;
  set.add(effect);
  places[static_cast<size_t>(effect)] = place;
}

void Effects::add(EffectSet effects, AstId place) {
  if (effects.empty()) return;
  for (size_t i = 0; i < places.size(); ++i) {
    if (effects.has(static_cast<Effect>(i))) add(static_cast<Effect>(i), place);
  }
}

void Effects::merge(const Effects& other) {
  if (other.set.empty()) return;
  for (size_t i = 0; i < places.size(); ++i) {
    if (other.set.has(static_cast<Effect>(i))) add(static_cast<Effect>(i), other.places[i]);
  }
}

EffectTable::EffectTable(const Ast& ast, const Names& names, Watch watch)
    : ast_(ast), names_(names), watch_(std::move(watch)) {
  find_units();
  find_local_effects();
  find_cache_clears();
  close();
}

bool EffectTable::is_long(AstId loop) const {
  return std::ranges::find(watch_.long_loops, ast_[loop].position.line) != watch_.long_loops.end();
}

void EffectTable::add_unit(std::unordered_map<std::string_view, size_t>& table,
                           std::string_view name, AstId body) {
  const auto [at, added] = table.emplace(name, units_.size());
  if (added) {
    units_.emplace_back();
    units_.back().name = name;
  }
  units_[at->second].bodies.push_back(body);
}

void EffectTable::find_units() {
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstId id(i);
    const AstNode& node = ast_[id];
    if (node.kind == AstKind::ClassDef) {
      add_unit(classes_, node.text, id);
    } else if (is_function(node.kind)) {
      const bool method = ast_[node.parent].kind == AstKind::ClassDef;
      add_unit(method ? methods_ : functions_, node.text, id);
      if (!method) continue;
      const bool dunder = is_dunder(node.text) && !is_plain_dunder(node.text);
      custom_protocols_ |= dunder || ast_.child(id, AstRole::Decorator).valid();
    } else if (node.kind == AstKind::Assign || node.kind == AstKind::AnnAssign) {
      const AstId value = ast_.child(id, AstRole::Value);
      const AstId target = ast_.child(id, AstRole::Target);
      if (!value.valid() || !target.valid() || ast_[target].kind != AstKind::Name) continue;
      const bool table = ast_[value].kind == AstKind::Dict || ast_[value].kind == AstKind::List ||
                         ast_[value].kind == AstKind::Tuple || ast_[value].kind == AstKind::IfExp;
      if (table || holds_lambda(ast_, value)) add_unit(aliases_, ast_[target].text, value);
    }
  }
  for (Unit& unit : units_) {
    for (const AstId body : unit.bodies) {
      const Decoration decoration = decoration_of(body);
      if (decoration != Decoration::None) unit.decoration = decoration;
    }
  }
}

Decoration EffectTable::decoration_of(AstId definition) const {
  Decoration out = Decoration::None;
  for (const AstId child : AstChildren(ast_, definition)) {
    if (ast_[child].role != AstRole::Decorator) continue;
    const bool called = ast_[child].kind == AstKind::Call;
    const AstId name = called ? ast_.child(child, AstRole::Func) : child;
    if (out == Decoration::None) out = Decoration::Other;
    if (!name.valid()) continue;
    for (const std::string& known : canonical(ast_, names_, name).names) {
      if (known == "streamlit.cache_data" || known == "streamlit.cache" ||
          known == "streamlit.experimental_memo") {
        out = Decoration::CacheData;
      } else if (known == "streamlit.cache_resource" ||
                 known == "streamlit.experimental_singleton") {
        out = Decoration::CacheResource;
      } else if (known == "streamlit.fragment" || known == "streamlit.dialog" ||
                 known == "streamlit.experimental_fragment" ||
                 known == "streamlit.experimental_dialog") {
        out = Decoration::Fragment;
      }
    }
  }
  return out;
}

void EffectTable::find_cache_clears() {
  for (uint32_t i = 0; i < ast_.size(); ++i) {
    const AstId id(i);
    if (ast_[id].kind != AstKind::Call) continue;
    const AstId func = ast_.child(id, AstRole::Func);
    if (!func.valid() || ast_[func].kind != AstKind::Attribute || ast_[func].text != "clear")
      continue;
    for (const std::string& name : canonical(ast_, names_, func).names) {
      clears_all_data_ |= name == "streamlit.cache_data.clear" || name == "streamlit.cache.clear";
    }
    const AstId receiver = ast_.child(func, AstRole::Value);
    if (!receiver.valid() || ast_[receiver].kind != AstKind::Name) continue;
    const auto found = functions_.find(ast_[receiver].text);
    if (found == functions_.end()) continue;
    units_[found->second].expires = true;
    local_[i].add(Effect::CacheClear);
  }
  for (Unit& unit : units_) {
    if (unit.decoration != Decoration::CacheData) continue;
    unit.expires |= clears_all_data_;
    for (const AstId body : unit.bodies) {
      for (const AstId decorator : AstChildren(ast_, body)) {
        if (ast_[decorator].role != AstRole::Decorator || ast_[decorator].kind != AstKind::Call)
          continue;
        for (const std::string_view limit : {"ttl", "max_entries"}) {
          const AstId value = keyword_argument(ast_, decorator, limit);
          unit.expires |= value.valid() && ast_[value].text != "None";
        }
      }
    }
  }
}

void EffectTable::close() {
  for (unsigned round = 0; round < kMaxRounds; ++round) {
    bool changed = false;
    for (Unit& unit : units_) {
      Effects now = of_unit(unit);
      changed |= !(now.set == unit.effects.set);
      now.merge(unit.effects);
      unit.effects = now;
    }
    if (!changed) return;
  }
}

Effects EffectTable::of_unit(const Unit& unit) const {
  Effects out;
  for (const AstId body : unit.bodies) out.merge(of_body(body));
  const AstId place = unit.bodies.front();
  if (unit.decoration == Decoration::CacheData) {
    // The cache answers for the body, as it does in Streamlit; what it draws is drawn again.
    Effects cached;
    for (const Effect kept : {Effect::Draws, Effect::Widget, Effect::Print}) {
      if (out.set.has(kept)) cached.add(kept, out.places[static_cast<size_t>(kept)]);
    }
    if (unit.expires) cached.add(Effect::CacheExpiry, place);
    return cached;
  }
  if (unit.decoration == Decoration::CacheResource) out.add(Effect::CacheResource, place);
  if (unit.decoration == Decoration::Fragment) {
    out.add(EffectSet(Effect::Fragment, Effect::Draws), place);
  }
  return out;
}

// What calling a function, making an instance or using a value may do.
Effects EffectTable::of_body(AstId id) const {
  const AstKind kind = ast_[id].kind;
  if (kind != AstKind::ClassDef && !is_function(kind)) return of_functions_in(id);
  Effects out;
  for (const AstId child : AstChildren(ast_, id)) {
    const AstRole role = ast_[child].role;
    if (role == AstRole::Decorator || role == AstRole::Base) out.merge(of(child));
    if (role != AstRole::Body) continue;
    if (kind != AstKind::ClassDef || !is_function(ast_[child].kind)) {
      out.merge(is_function(ast_[child].kind) ? of_body(child) : of(child));
      continue;
    }
    // Making an instance runs `__init__`; operators, properties and the like run unseen.
    if (is_dunder(ast_[child].text) || ast_.child(child, AstRole::Decorator).valid()) {
      out.merge(of_body(child));
    }
  }
  // The decorators of Streamlit are judged by `of_unit`.
  out.set.remove(Effect::Fragment);
  return out;
}

// `{"a": page_a, "b": lambda: f()}`: what calling the functions in a value may do. What making the
// value did counts where it stands.
Effects EffectTable::of_functions_in(AstId value) const {
  Effects out;
  walk(ast_, value, [&](AstId at) {
    if (ast_[at].kind == AstKind::Lambda) {
      out.merge(of(at));
      return false;
    }
    const bool mention = ast_[at].kind == AstKind::Name || ast_[at].kind == AstKind::Attribute;
    if (!mention) return true;
    if (ast_[at].role == AstRole::Func) return false;
    out.add(local_[at.index()], at);
    merge_references(at, out);
    return true;
  });
  return out;
}

// Defining runs decorators, defaults and annotations.
Effects EffectTable::of_definition(AstId id) const {
  Effects out;
  for (const AstId child : AstChildren(ast_, id)) {
    switch (ast_[child].role) {
      case AstRole::Decorator:
        // `@st.cache_data(ttl=f())`: the arguments; what the decorated function does counts in
        // calls.
        if (ast_[child].kind != AstKind::Call) break;
        for (const AstId argument : AstChildren(ast_, child)) {
          if (ast_[argument].role != AstRole::Func) out.merge(of(argument));
        }
        break;
      case AstRole::Parameter:
        for (const AstId part : AstChildren(ast_, child)) {
          if (ast_[part].role == AstRole::Default) out.merge(of(part));
        }
        break;
      default:
        break;
    }
  }
  return out;
}

// Plain methods count where they are called; what runs unseen (`__add__`, properties) counts here.
bool EffectTable::is_hidden_method(AstId id) const {
  if (!is_function(ast_[id].kind) || ast_[ast_[id].parent].kind != AstKind::ClassDef) return false;
  const std::string_view name = ast_[id].text;
  return !ast_.child(id, AstRole::Decorator).valid() && (!is_dunder(name) || is_plain_dunder(name));
}

void EffectTable::merge_references(AstId id, Effects& out) const {
  const AstNode& node = ast_[id];
  if (node.kind == AstKind::Attribute) {
    if (const auto found = methods_.find(node.text); found != methods_.end()) {
      out.merge(units_[found->second].effects);
    }
    return;
  }
  if (node.kind != AstKind::Name || node.context != AstContext::Load) return;
  for (const auto* table : {&functions_, &classes_}) {
    if (const auto found = table->find(node.text); found != table->end()) {
      out.merge(units_[found->second].effects);
    }
  }
  // `PAGES[choice]()`: a value that holds functions counts where it is called.
  const auto found = aliases_.find(node.text);
  if (found == aliases_.end()) return;
  AstId at = id;
  while (ast_[at].role == AstRole::Value && (ast_[ast_[at].parent].kind == AstKind::Subscript ||
                                             ast_[ast_[at].parent].kind == AstKind::Attribute)) {
    at = ast_[at].parent;
  }
  const bool argument =
      ast_[at].role == AstRole::Argument && ast_[ast_[at].parent].kind == AstKind::Call;
  if (ast_[at].role == AstRole::Func || (argument && at == id)) {
    out.merge(units_[found->second].effects);
  }
}

Effects EffectTable::of(AstId id) const {
  if (is_function(ast_[id].kind)) return of_definition(id);
  Effects out;
  walk(ast_, id, [&](AstId at) {
    if (at != id && is_hidden_method(at)) {
      out.merge(of_definition(at));
      return false;
    }
    if (is_callback_keyword(ast_, at)) return false;
    const EffectSet own = local_[at.index()];
    AstId place = at;
    if (ast_[at].role == AstRole::Func) place = ast_[at].parent;
    out.add(own, place);
    merge_references(at, out);
    return true;
  });
  return out;
}

bool EffectTable::draws(AstId id) const {
  const EffectSet set = of(id).set;
  return set.has(Effect::Draws) || set.has(Effect::Widget);
}

std::string EffectTable::reason(Effect effect, AstId place) const {
  std::string out(phrase_of(effect));
  if (!place.valid()) return out;
  const AstNode& node = ast_[place];
  if (is_function(node.kind)) return fmt::format("{}: `{}`", out, node.text);
  return fmt::format("{}: `{}`", out, ast_.label(place));
}

std::string EffectTable::reason(const Effects& effects) const {
  const Effect first = first_always(effects.set);
  if (first == Effect::Count) return {};
  return reason(first, effects.places[static_cast<size_t>(first)]);
}

const Unit* EffectTable::function(std::string_view name) const {
  const auto found = functions_.find(name);
  return found == functions_.end() ? nullptr : &units_[found->second];
}

}  // namespace lattice
