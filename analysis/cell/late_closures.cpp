// Closures that see a captured name bound again after they were made: two of them are never equal,
// even with equal code and equal contents at the time of comparison.
#include <algorithm>
#include <unordered_map>

#include "analysis/cell/names_used.h"
#include "analysis/cell/splitter.h"

namespace lattice {
namespace {

bool is_function(AstKind kind) {
  return kind == AstKind::FunctionDef || kind == AstKind::AsyncFunctionDef;
}

class LateCollector {
 public:
  LateCollector(const Ast& ast, const Names& names) : ast_(ast), names_(names) {}

  void function(AstId id) {
    stores_.clear();
    parameters_.clear();
    loops_.clear();
    std::vector<AstId> closures;
    for (const AstId child : AstChildren(ast_, id)) {
      if (ast_[child].role == AstRole::Parameter) parameters_.push_back(ast_[child].text);
      if (ast_[child].role != AstRole::Body) continue;
      walk_scope(ast_, child, [&](AstId at) {
        const AstKind kind = ast_[at].kind;
        if (is_function(kind) || kind == AstKind::Lambda) closures.push_back(at);
        if (kind == AstKind::For || kind == AstKind::AsyncFor || kind == AstKind::While)
          loops_.push_back(at);
        store(at);
        return true;
      });
    }
    for (const AstId closure : closures) count_nonlocals(closure);
    for (const AstId closure : closures) look(closure);
  }

  std::vector<LateClosure> take() { return std::move(out_); }

 private:
  void store(AstId at) {
    const AstNode& node = ast_[at];
    const uint32_t line = node.position.line;
    switch (node.kind) {
      case AstKind::Name:
        if (node.context != AstContext::Load) stores_[node.text].push_back(line);
        return;
      case AstKind::FunctionDef:
      case AstKind::AsyncFunctionDef:
      case AstKind::ClassDef:
      case AstKind::ExceptHandler:
        stores_[node.text].push_back(line);
        return;
      case AstKind::Import:
      case AstKind::ImportFrom:
        for (const std::string_view name : names_bound(ast_, at)) stores_[name].push_back(line);
        return;
      default:
        return;
    }
  }

  // What one closure rebinds, the others see.
  void count_nonlocals(AstId closure) {
    walk(ast_, closure, [&](AstId at) {
      const AstNode& node = ast_[at];
      if (node.kind == AstKind::Declared && ast_[node.parent].kind == AstKind::Nonlocal) {
        stores_[node.text].push_back(node.position.line);
      }
      return true;
    });
  }

  bool is_late(std::string_view name, uint32_t line) const {
    const auto found = stores_.find(name);
    if (found == stores_.end()) return false;
    const std::vector<uint32_t>& lines = found->second;
    const bool parameter = std::ranges::find(parameters_, name) != parameters_.end();
    if (lines.size() + (parameter ? 1 : 0) > 1) return true;
    for (const uint32_t at : lines) {
      if (at > line) return true;
      for (const AstId loop : loops_) {
        if (ast_[loop].position.line <= at && at <= ast_.end_line(loop)) return true;
      }
    }
    return false;
  }

  void look(AstId closure) {
    const uint32_t line = ast_[closure].position.line;
    bool late = false;
    for (const std::string_view name : names_captured(ast_, names_, closure))
      late = late || is_late(name, line);
    walk(ast_, closure, [&](AstId at) {
      // A `nonlocal` is a second binding by itself.
      late |= ast_[at].kind == AstKind::Declared && ast_[ast_[at].parent].kind == AstKind::Nonlocal;
      return !late;
    });
    if (!late) return;
    LateClosure found;
    found.name = is_function(ast_[closure].kind) ? std::string(ast_[closure].text) : "<lambda>";
    found.line = line;
    for (const AstId child : AstChildren(ast_, closure)) {
      // `co_firstlineno` counts from the first decorator.
      if (ast_[child].role == AstRole::Decorator) {
        found.line = std::min(found.line, ast_[child].position.line);
      }
    }
    if (std::ranges::find(out_, found) == out_.end()) out_.push_back(std::move(found));
  }

  const Ast& ast_;
  const Names& names_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> stores_;
  std::vector<std::string_view> parameters_;
  std::vector<AstId> loops_;
  std::vector<LateClosure> out_;
};

}  // namespace

std::vector<LateClosure> late_closures(const Ast& ast, const Names& names) {
  LateCollector collector(ast, names);
  for (uint32_t i = 0; i < ast.size(); ++i) {
    if (is_function(ast[AstId(i)].kind)) collector.function(AstId(i));
  }
  return collector.take();
}

}  // namespace lattice
