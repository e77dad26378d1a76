#include "python/bindings/program.h"

#include <pybind11/stl.h>

#include <algorithm>

namespace py = pybind11;

namespace lattice {
namespace {

std::vector<Value> interned(CPythonHost& host, const py::handle& names) {
  std::vector<Value> values;
  for (const py::handle name : names) values.push_back(host.intern(name.cast<std::string>()));
  return values;
}

bool reads(const Cell& cell, Value name) {
  const auto has = [name](const std::vector<Value>& names) {
    return std::ranges::find(names, name) != names.end();
  };
  return has(cell.locals) || has(cell.fetch) || has(cell.globals);
}

}  // namespace

Program program_of(CPythonHost& host, const py::dict& plan, std::vector<CellBinding>& bindings) {
  Program program;
  bindings.clear();
  for (const py::handle item : plan["cells"]) {
    const auto description = py::reinterpret_borrow<py::dict>(item);
    Cell cell;
    cell.id = description["id"].cast<uint32_t>();
    cell.line = description["line"].cast<uint32_t>();
    cell.label = description["label"].cast<std::string>();
    cell.locals = interned(host, description["locals"]);
    cell.fetch = interned(host, description["fetch"]);
    cell.globals = interned(host, description["globals"]);
    cell.writes = interned(host, description["writes"]);
    // A name that the statement may leave alone keeps the value it had, so that value is read.
    if (!description["definite"].cast<bool>()) {
      for (const Value name : cell.writes)
        if (!reads(cell, name)) (cell.module ? cell.globals : cell.fetch).push_back(name);
    }
    if (!description["always"].is_none()) cell.always = description["always"].cast<std::string>();
    cell.module = description["module"].cast<bool>();
    cell.light = description["light"].cast<bool>();
    cell.pure = description["pure"].cast<bool>();
    bindings.push_back({cell.writes, cell.module, description["definite"].cast<bool>(),
                        description["discard"].cast<bool>()});
    program.cells.push_back(std::move(cell));
  }
  program.globals_written = interned(host, plan["globals_written"]);
  std::map<std::pair<std::string, int>, std::string> hazards;
  for (const py::handle hazard : plan["hazards"]) {
    const auto [name, line, reason] = hazard.cast<std::tuple<std::string, int, std::string>>();
    hazards.insert_or_assign({name, line}, reason);
  }
  host.set_hazards(std::move(hazards));
  return program;
}

py::set late_of(const py::dict& plan) {
  py::set late;
  for (const py::handle pair : plan["late"])
    late.add(py::tuple(py::reinterpret_borrow<py::object>(pair)));
  return late;
}

void adopt(Engine& engine, const py::dict& plan, const py::object& changes) {
  Adoption adoption;
  adoption.cells = changes.attr("cells").cast<std::vector<std::optional<uint32_t>>>();
  adoption.functions =
      changes.attr("functions").cast<std::unordered_map<std::string, std::string>>();
  for (const py::handle move : changes.attr("lines")) {
    const auto [first, last, to] = move.cast<std::tuple<uint32_t, uint32_t, uint32_t>>();
    adoption.lines.push_back({first, last, to});
  }
  std::vector<MovedCode> codes;
  for (const py::handle pair : changes.attr("codes")) {
    const auto moved = py::reinterpret_borrow<py::tuple>(pair);
    codes.push_back({py::object(moved[0]).ptr(), py::object(moved[1]).ptr()});
  }
  engine.host.set_late(late_of(plan).ptr());
  engine.host.expect_code(codes);
  engine.sites.clear();
  engine.composer->adopt(program_of(engine.host, plan, engine.bindings), adoption);
}

}  // namespace lattice
