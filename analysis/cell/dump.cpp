#include "analysis/cell/dump.h"

#include <fmt/format.h>

#include <algorithm>

namespace lattice {
namespace {

void append_names(std::string& out, std::string_view title,
                  const std::vector<std::string_view>& names) {
  if (names.empty()) return;
  out += fmt::format(" {}({})", title, fmt::join(names, " "));
}

std::string flags_of(const StaticCell& cell) {
  std::string out;
  const auto flag = [&](bool set, std::string_view name) {
    if (!set) return;
    if (!out.empty()) out += ' ';
    out += name;
  };
  flag(cell.definite && !cell.writes.empty(), "definite");
  flag(cell.discard, "discard");
  flag(cell.light, "light");
  flag(cell.pure, "pure");
  flag(cell.alternative, "alternative");
  return out.empty() ? out : " [" + out + "]";
}

}  // namespace

std::string dump_cells(const Analysis& analysis) {
  std::string out;
  const Split& split = analysis.split();
  for (const CellId id : split.cells.ids()) {
    const StaticCell& cell = split.cells[id];
    out += fmt::format("{} {} line {}{} `{}`", id.index(), to_string(cell.kind), cell.line,
                       flags_of(cell), cell.label);
    append_names(out, "locals", cell.locals);
    append_names(out, "fetch", cell.fetch);
    append_names(out, "globals", cell.globals);
    append_names(out, "writes", cell.writes);
    append_names(out, "walrus", cell.walrus);
    if (!cell.always.empty()) out += fmt::format(" always: {}", cell.always);
    out += '\n';
  }
  for (const LateClosure& closure : split.late) {
    out += fmt::format("late {}:{}\n", closure.name, closure.line);
  }
  return out;
}

std::string dump_effects(const Analysis& analysis) {
  std::string out;
  for (const Unit& unit : analysis.effects().units()) {
    out += fmt::format("{} {}\n", unit.name,
                       unit.effects.set.empty() ? "-" : to_string(unit.effects.set));
  }
  const Split& split = analysis.split();
  for (const CellId id : split.cells.ids()) {
    const StaticCell& cell = split.cells[id];
    if (cell.effects.set.empty()) continue;
    out += fmt::format("cell{} line {} {}\n", id.index(), cell.line, to_string(cell.effects.set));
  }
  return out;
}

}  // namespace lattice
