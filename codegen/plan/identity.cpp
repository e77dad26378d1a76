#include "codegen/plan/identity.h"

#include <fmt/format.h>

#include <algorithm>

namespace lattice {
namespace {

/// FNV-1a over fields, each with its length, so that fields do not run into each other.
class Hash {
 public:
  explicit Hash(uint64_t seed = 0) { number(seed); }
  Hash& text(std::string_view field) {
    number(field.size());
    for (const char byte : field) mix(static_cast<uint8_t>(byte));
    return *this;
  }
  Hash& names(const std::vector<std::string>& fields) {
    number(fields.size());
    for (const std::string& field : fields) text(field);
    return *this;
  }
  Hash& number(uint64_t field) {
    for (unsigned shift = 0; shift < 64; shift += 8) mix(static_cast<uint8_t>(field >> shift));
    return *this;
  }
  [[nodiscard]] uint64_t value() const { return value_; }

 private:
  void mix(uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001B3ULL; }
  uint64_t value_ = 0xCBF29CE484222325ULL;
};

std::string printed(const Hash& hash) { return fmt::format("{:016x}", hash.value()); }

class Identifier {
 public:
  Identifier(const Analysis& analysis, GuardPlan& plan)
      : ast_(analysis.ast()), split_(analysis.split()), plan_(plan) {}

  void body(const std::vector<Step>& steps, std::vector<PlanStep>& planned, uint64_t context) {
    for (size_t i = 0; i < steps.size(); ++i) step(steps[i], planned[i], context);
  }

 private:
  void step(const Step& step, PlanStep& planned, uint64_t context) {
    const TextRange range = whole(step.node);
    const bool walked = step.kind == StepKind::If || step.kind == StepKind::With ||
                        step.kind == StepKind::For || step.kind == StepKind::Try;
    const AstId first = ast_.child(step.node, AstRole::Body);
    const TextRange own =
        walked && first.valid() ? TextRange{range.begin, ast_[first].range.begin} : range;
    planned.first = ast_.source().position(range.begin).line;
    planned.last = ast_.source().position(range.end).line;
    planned.identity = printed(hash(own, context).number(static_cast<uint64_t>(step.kind)));

    cell(step.cell, context);
    for (const CellId id : step.arguments) cell(id, context);
    for (const CellId id : step.keywords) cell(id, context);
    for (const WithItemStep& item : step.items) cell(item.cell, context);
    cell(step.opaque, context);
    if (step.kind == StepKind::For)
      plan_.cells[step.loop.index()].identity = printed(hash(own, context).text("loop"));

    // Groups are what records hang on; an arm of an `if` or a handler is none.
    uint64_t inner = context;
    if (step.kind == StepKind::Def) inner = Hash(context).text(ast_[step.node].text).value();
    if (step.kind == StepKind::For) inner = hash(own, context).value();
    body(step.body, planned.body, inner);
    for (size_t i = 0; i < step.handlers.size(); ++i)
      body(step.handlers[i], planned.handlers[i], context);
    body(step.orelse, planned.orelse, context);
    body(step.final, planned.final, context);
  }

  void cell(CellId id, uint64_t context) {
    if (!id.valid()) return;
    PlanCell& planned = plan_.cells[id.index()];
    Hash hash = this->hash(whole(split_.cells[id].node), context);
    hash.number(static_cast<uint64_t>(planned.kind));
    hash.names(planned.locals).names(planned.fetch).names(planned.globals);
    hash.names(planned.writes).names(planned.walrus);
    for (const bool flag : {planned.module, planned.definite, planned.discard, planned.light,
                            planned.pure, planned.always.has_value()})
      hash.number(flag ? 1 : 0);
    planned.identity = printed(hash);
  }

  /// Decorators stand before their definition.
  [[nodiscard]] TextRange whole(AstId node) const {
    TextRange range = ast_[node].range;
    const AstId decorator = ast_.child(node, AstRole::Decorator);
    if (decorator.valid()) range.begin = std::min(range.begin, ast_[decorator].range.begin);
    return range;
  }

  /// The text as it is: `st.echo` and `inspect` show comments, too.
  [[nodiscard]] Hash hash(TextRange range, uint64_t context) const {
    Hash hash(context);
    hash.text(ast_.source().text(range));
    const uint32_t first = ast_.source().position(range.begin).line;
    const uint32_t last = ast_.source().position(range.end).line;
    for (const auto& [name, line] : plan_.late)
      if (first <= line && line <= last) hash.text(name).number(line - first);
    return hash;
  }

  const Ast& ast_;
  const Split& split_;
  GuardPlan& plan_;
};

}  // namespace

void identify(const Analysis& analysis, GuardPlan& plan) {
  Identifier(analysis, plan).body(analysis.split().steps, plan.body, 0);
}

}  // namespace lattice
