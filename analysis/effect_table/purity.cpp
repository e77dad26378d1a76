// What is certain about calls: that they change nothing, that they are containers of Streamlit.
#include <algorithm>

#include "analysis/effect/canonical.h"
#include "analysis/effect_table/effect_table.h"

namespace lattice {
namespace {

constexpr unsigned kMaxContainerDepth = 8;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool makes_container(Trait trait) {
  return trait == Trait::Container || trait == Trait::Containers;
}

}  // namespace

bool EffectTable::is_streamlit(AstId expression) const {
  const Canonical known = canonical(ast_, names_, expression);
  if (!known.certain) return false;
  const std::string& name = known.names.front();
  return name == "streamlit" || name.starts_with("streamlit.");
}

Trait EffectTable::trait_of_call(AstId call) const {
  if (ast_[call].kind != AstKind::Call) return Trait::Plain;
  const AstId func = ast_.child(call, AstRole::Func);
  if (!func.valid()) return Trait::Plain;
  const Canonical known = canonical(ast_, names_, func);
  if (!known.names.empty()) {
    const LibraryMatch match = find_library(known.names.front());
    if (known.certain && match.exact) return match.entry->trait;
    if (match) return Trait::Plain;
  }
  // `col.container()`: a method of a container, unless the receiver is known to be something else.
  if (ast_[func].kind != AstKind::Attribute || is_script_method(ast_[func].text))
    return Trait::Plain;
  const AstId root = chain_root(ast_, func);
  if (root.valid() && !canonical(ast_, names_, root).names.empty() && !is_streamlit(root)) {
    return Trait::Plain;
  }
  const LibraryMatch match = find_library("streamlit." + std::string(ast_[func].text));
  return match.exact && makes_container(match.entry->trait) ? match.entry->trait : Trait::Plain;
}

bool EffectTable::never_returns(AstId call) const {
  if (ast_[call].kind != AstKind::Call) return false;
  const AstId func = ast_.child(call, AstRole::Func);
  if (!func.valid()) return false;
  const Canonical known = canonical(ast_, names_, func);
  if (!known.certain) return false;
  const std::string& name = known.names.front();
  return name == "streamlit.stop" || name == "streamlit.rerun" || name == "streamlit.switch_page" ||
         name == "sys.exit";
}

std::vector<std::string_view> EffectTable::names_in_text(AstId call) const {
  std::vector<std::string_view> out;
  if (ast_[call].kind != AstKind::Call) return out;
  const AstId func = ast_.child(call, AstRole::Func);
  const AstId text = ast_.child(call, AstRole::Argument);
  if (!func.valid() || !text.valid() || ast_[func].kind != AstKind::Attribute) return out;
  const LibraryEntry* entry = find_method(ast_[func].text);
  if (entry == nullptr || entry->trait != Trait::NamesInText) return out;
  const std::string_view source = ast_.text(text);
  for (size_t at = source.find('@'); at != std::string_view::npos; at = source.find('@', at)) {
    const size_t begin = ++at;
    while (at < source.size() && is_word(source[at])) ++at;
    if (at > begin) out.push_back(source.substr(begin, at - begin));
  }
  return out;
}

// A name that only ever stands for containers: `left, right = st.columns(2)`.
bool EffectTable::is_container(AstId expression, unsigned depth) const {
  if (depth > kMaxContainerDepth) return false;
  const AstKind kind = ast_[expression].kind;
  if (kind == AstKind::Call) {
    if (makes_container(trait_of_call(expression))) return true;
    const Canonical known = canonical(ast_, names_, ast_.child(expression, AstRole::Func));
    return known.certain && known.names.front() == "streamlit.empty";
  }
  if (kind == AstKind::Subscript) {
    const AstId value = ast_.child(expression, AstRole::Value);
    return value.valid() && is_container(value, depth + 1);
  }
  if (kind == AstKind::Attribute) {
    const Canonical known = canonical(ast_, names_, expression);
    return known.certain && known.names.front() == "streamlit.sidebar";
  }
  if (kind != AstKind::Name) return false;
  const ResolvedName resolved = names_.resolve(ast_[expression].text, names_.scope_of(expression));
  if (resolved.binding == nullptr || resolved.binding->total() == 0) return false;
  const NameBinding& binding = *resolved.binding;
  if (!binding.imports.empty() || !binding.definitions.empty()) return false;
  for (const AstId value : binding.values) {
    if (!is_container(value, depth + 1)) return false;
  }
  for (const AstId other : binding.others) {
    // `a, b = <containers>`, `with <container> as c`, `for c in <containers>`.
    const AstNode& node = ast_[other];
    if (node.kind != AstKind::Name) return false;
    AstId above = node.parent;
    if (ast_[above].kind == AstKind::Tuple) above = ast_[above].parent;
    AstRole source = AstRole::Value;
    if (ast_[above].kind == AstKind::WithItem) source = AstRole::Context;
    if (ast_[above].kind == AstKind::For) source = AstRole::Iter;
    const AstId value = ast_.child(above, source);
    if (!value.valid() || !is_container(value, depth + 1)) return false;
  }
  return true;
}

bool EffectTable::pure_callback(AstId argument) const {
  switch (ast_[argument].kind) {
    case AstKind::Constant:
    case AstKind::JoinedStr:
    case AstKind::List:
    case AstKind::Tuple:
    case AstKind::Dict:
    case AstKind::Lambda:
      // What is inside is judged by the walk of the whole cell.
      return true;
    case AstKind::Name:
    case AstKind::Attribute: {
      const Canonical known = canonical(ast_, names_, argument);
      if (!known.certain) return false;
      const LibraryMatch match = find_library(known.names.front());
      return match.exact && may_be_pure(match.entry->trait);
    }
    default:
      return false;
  }
}

bool EffectTable::pure_arguments(AstId call, bool callbacks) const {
  for (const AstId child : AstChildren(ast_, call)) {
    const AstNode& node = ast_[child];
    if (node.kind == AstKind::Keyword) {
      const AstId value = ast_.child(child, AstRole::Value);
      if (!value.valid()) return false;
      if (node.text == "inplace" || node.text == "out") return false;
      // `**options` may hold anything.
      if (node.text.empty()) return false;
      if (node.text == "key" && callbacks && !pure_callback(value)) return false;
      if (ast_[value].kind == AstKind::Name && functions_.contains(ast_[value].text) &&
          !node.text.starts_with("on_")) {
        return false;
      }
    } else if (node.role == AstRole::Argument && node.kind == AstKind::Name &&
               (functions_.contains(node.text) || classes_.contains(node.text))) {
      return false;
    }
  }
  return true;
}

bool EffectTable::pure_call(AstId call) const {
  const AstId func = ast_.child(call, AstRole::Func);
  if (!func.valid()) return false;
  const Canonical known = canonical(ast_, names_, func);
  if (!known.names.empty()) {
    const LibraryMatch match = find_library(known.names.front());
    if (match.exact) {
      const Trait trait = match.entry->trait;
      if (!known.certain || !may_be_pure(trait)) return false;
      const bool callbacks = trait == Trait::PureIfCallbacks;
      // `map(f, xs)`, `filter(f, xs)`: the first argument is code.
      const bool code =
          known.names.front() == "builtins.map" || known.names.front() == "builtins.filter";
      const AstId first = ast_.child(call, AstRole::Argument);
      if (code && first.valid() && !pure_callback(first)) return false;
      return pure_arguments(call, callbacks);
    }
    if (!match && !known.names.front().starts_with("streamlit")) return false;
  }
  if (ast_[func].kind != AstKind::Attribute || is_script_method(ast_[func].text)) return false;
  const AstId receiver = ast_.child(func, AstRole::Value);
  const std::string_view name = ast_[func].text;
  if (is_element_method(name) && receiver.valid() && is_container(receiver)) {
    return pure_arguments(call, false);
  }
  const LibraryEntry* entry = find_method(name);
  if (entry == nullptr || !entry->effects.empty()) return false;
  switch (entry->trait) {
    case Trait::Pure:
      return pure_arguments(call, false);
    case Trait::WritesIfPath:
      return !has_arguments(ast_, call);
    case Trait::PureIfCallbacks: {
      const bool data = name == "groupby" || name == "assign";
      for (const AstId child : AstChildren(ast_, call)) {
        if (ast_[child].role == AstRole::Argument && !data && !pure_callback(child)) return false;
      }
      return pure_arguments(call, true);
    }
    default:
      return false;
  }
}

// Making a function evaluates its decorators, defaults and annotations.
bool EffectTable::pure_definition(AstId id) const {
  for (const AstId child : AstChildren(ast_, id)) {
    if (ast_[child].role == AstRole::Decorator) return false;
    if (ast_[child].role == AstRole::Returns && !pure(child)) return false;
    if (ast_[child].role != AstRole::Parameter) continue;
    for (const AstId part : AstChildren(ast_, child)) {
      if (!pure(part)) return false;
    }
  }
  return true;
}

bool EffectTable::pure(AstId id) const {
  if (custom_protocols_) return false;
  if (ast_[id].kind == AstKind::FunctionDef) return pure_definition(id);
  bool out = true;
  walk(ast_, id, [&](AstId at) {
    const AstNode& node = ast_[at];
    switch (node.kind) {
      case AstKind::Call:
        out = out && pure_call(at);
        break;
      case AstKind::Subscript:
        out = out && node.context == AstContext::Load && !inserts_on_read_;
        break;
      case AstKind::Attribute:
        out = out && node.context == AstContext::Load;
        break;
      case AstKind::AugAssign:
      case AstKind::FunctionDef:
      case AstKind::AsyncFunctionDef:
      case AstKind::ClassDef:
      case AstKind::Import:
      case AstKind::ImportFrom:
      case AstKind::With:
      case AstKind::AsyncWith:
      case AstKind::AsyncFor:
      case AstKind::Match:
      case AstKind::Await:
      case AstKind::Yield:
      case AstKind::YieldFrom:
      case AstKind::Unknown:
        out = false;
        break;
      default:
        break;
    }
    return out;
  });
  return out;
}

}  // namespace lattice
