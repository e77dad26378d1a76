#include "analysis/cell/flow.h"

#include <algorithm>

#include "analysis/cell/names_used.h"

namespace lattice {

namespace {

constexpr uint32_t kBits = 64;

uint64_t bit_of(uint32_t name) { return uint64_t{1} << (name % kBits); }

}  // namespace

bool BoundNames::contains(uint32_t name) const {
  return name / kBits < words_.size() && (words_[name / kBits] & bit_of(name)) != 0;
}

void BoundNames::insert(uint32_t name) {
  if (name / kBits >= words_.size()) words_.resize(name / kBits + 1);
  words_[name / kBits] |= bit_of(name);
}

void BoundNames::erase(uint32_t name) {
  if (name / kBits < words_.size()) words_[name / kBits] &= ~bit_of(name);
}

void BoundNames::join(const BoundNames& other) {
  if (other.dead) return;
  if (dead) {
    *this = other;
    return;
  }
  words_.resize(std::min(words_.size(), other.words_.size()));
  for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
}

bool Flow::is_listed(std::string_view name, const BoundNames& bound) const {
  const auto found = numbers_.find(name);
  return found != numbers_.end() && bound.contains(found->second);
}

void Flow::bind(std::string_view name, BoundNames& bound) {
  const auto next = static_cast<uint32_t>(numbers_.size());
  bound.insert(numbers_.try_emplace(name, next).first->second);
}

void Flow::bind(const std::vector<std::string_view>& names, BoundNames& bound) {
  for (const std::string_view name : names) bind(name, bound);
}

void Flow::unbind(std::string_view name, BoundNames& bound) const {
  const auto found = numbers_.find(name);
  if (found != numbers_.end()) bound.erase(found->second);
}

void Flow::body(AstId parent, AstRole role, BoundNames& bound) {
  for (const AstId child : AstChildren(ast_, parent)) {
    if (ast_[child].role == role) statement(child, bound);
  }
}

void Flow::expression(AstId id, BoundNames& bound) {
  const WalrusNames walrus = walrus_names(ast_, id);
  if (walrus.certain) bind(walrus.names, bound);
}

void Flow::bind_targets(AstId target, BoundNames& bound) {
  switch (ast_[target].kind) {
    case AstKind::Name:
      bind(ast_[target].text, bound);
      break;
    case AstKind::Tuple:
    case AstKind::List:
    case AstKind::Starred:
      for (const AstId part : AstChildren(ast_, target)) bind_targets(part, bound);
      break;
    default:
      break;
  }
}

// A name deleted anywhere inside may be unbound after it, and `except ... as e` unbinds `e`.
void Flow::remove_deleted(AstId id, BoundNames& bound) const {
  walk_scope(ast_, id, [&](AstId at) {
    if (ast_[at].kind == AstKind::Name && ast_[at].context == AstContext::Delete) {
      unbind(ast_[at].text, bound);
    }
    if (ast_[at].kind == AstKind::ExceptHandler) unbind(ast_[at].text, bound);
    return true;
  });
}

void Flow::statement(AstId id, BoundNames& bound) {
  const AstNode& node = ast_[id];
  switch (node.kind) {
    case AstKind::Assign:
    case AstKind::AnnAssign: {
      const AstId value = ast_.child(id, AstRole::Value);
      if (!value.valid()) return;
      expression(value, bound);
      for (const AstId child : AstChildren(ast_, id)) {
        if (ast_[child].role == AstRole::Target) bind_targets(child, bound);
      }
      return;
    }
    case AstKind::AugAssign:
      for (const AstId child : AstChildren(ast_, id)) {
        if (ast_[child].role == AstRole::Target) bind_targets(child, bound);
      }
      return;
    case AstKind::Expr: {
      const AstId value = ast_.child(id, AstRole::Value);
      if (!value.valid()) return;
      expression(value, bound);
      if (effects_.never_returns(value)) bound.dead = true;
      return;
    }
    case AstKind::FunctionDef:
    case AstKind::AsyncFunctionDef:
    case AstKind::ClassDef:
      bind(node.text, bound);
      return;
    case AstKind::Import:
    case AstKind::ImportFrom:
    case AstKind::TypeAlias:
      bind(names_bound(ast_, id), bound);
      return;
    case AstKind::Delete:
      remove_deleted(id, bound);
      return;
    case AstKind::Return:
    case AstKind::Raise:
    case AstKind::Break:
    case AstKind::Continue:
      bound.dead = true;
      return;
    case AstKind::If:
      return if_statement(id, bound);
    case AstKind::For:
    case AstKind::AsyncFor:
    case AstKind::While:
      return loop(id, bound);
    case AstKind::With:
    case AstKind::AsyncWith:
      return with_statement(id, bound);
    case AstKind::Try:
      return try_statement(id, bound);
    case AstKind::Match:
      return match_statement(id, bound);
    default:
      return;
  }
}

void Flow::with_statement(AstId id, BoundNames& bound) {
  bool containers = true;
  for (const AstId item : AstChildren(ast_, id)) {
    if (ast_[item].role != AstRole::Item) continue;
    const AstId context = ast_.child(item, AstRole::Context);
    if (context.valid()) expression(context, bound);
    containers = containers && context.valid() && effects_.is_container(context);
    const AstId variable = ast_.child(item, AstRole::Variable);
    if (variable.valid()) bind_targets(variable, bound);
  }
  // Containers let exceptions pass. Another context manager may swallow one, so that nothing of the
  // body is certain.
  if (containers) return body(id, AstRole::Body, bound);
  remove_deleted(id, bound);
}

void Flow::if_statement(AstId id, BoundNames& bound) {
  if (const AstId test = ast_.child(id, AstRole::Test); test.valid()) expression(test, bound);
  BoundNames other = bound;
  body(id, AstRole::Body, bound);
  body(id, AstRole::Orelse, other);
  bound.join(other);
}

void Flow::enter_loop(AstId loop, BoundNames& bound) const { remove_deleted(loop, bound); }

void Flow::loop(AstId id, BoundNames& bound) {
  const AstId first =
      ast_.child(id, ast_[id].kind == AstKind::While ? AstRole::Test : AstRole::Iter);
  if (first.valid()) expression(first, bound);
  enter_loop(id, bound);
  // The body may not run, or end by `break`: neither it nor `else` is certain.
}

void Flow::fail(AstId try_statement, BoundNames& bound) const {
  remove_deleted(try_statement, bound);
  bound.dead = false;
}

void Flow::try_statement(AstId id, BoundNames& bound) {
  // A handler may start anywhere in the body.
  BoundNames at_failure = bound;
  fail(id, at_failure);
  body(id, AstRole::Body, bound);
  body(id, AstRole::Orelse, bound);
  for (const AstId handler : AstChildren(ast_, id)) {
    if (ast_[handler].role != AstRole::Handler) continue;
    BoundNames caught = at_failure;
    body(handler, AstRole::Body, caught);
    unbind(ast_[handler].text, caught);
    bound.join(caught);
  }
  body(id, AstRole::Final, bound);
}

void Flow::match_statement(AstId id, BoundNames& bound) {
  if (const AstId subject = ast_.child(id, AstRole::Subject); subject.valid())
    expression(subject, bound);
  BoundNames out;
  out.dead = true;
  bool exhaustive = false;
  for (const AstId branch : AstChildren(ast_, id)) {
    if (ast_[branch].role != AstRole::Case) continue;
    BoundNames inside = bound;
    // Alternatives of a pattern bind the same names, so a match binds all of them.
    for (const AstId part : AstChildren(ast_, branch)) {
      if (ast_[part].role == AstRole::Target) bind(names_bound(ast_, part), inside);
    }
    body(branch, AstRole::Body, inside);
    out.join(inside);
    exhaustive |= ast_[branch].irrefutable;
  }
  if (!exhaustive) out.join(bound);
  bound = std::move(out);
}

}  // namespace lattice
