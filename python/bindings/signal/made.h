#pragma once
// Signals, memos and effects that cells of a script have made.
//
// Streamlit makes new ones in every run. Here they live on while their cell is skipped, and so it
// must not show: what the script itself writes ends with the run, a memo must not remember values
// of variables that are bound anew, an effect must not be there twice.

#include <Python.h>

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/signal/node.h"

namespace lattice {

struct Engine;

class MadeByCells {
 public:
  MadeByCells() = default;
  ~MadeByCells() { clear(); }
  MadeByCells(const MadeByCells&) = delete;
  MadeByCells& operator=(const MadeByCells&) = delete;

  /// The running cell has made a memo or an effect over `function`: what the function names are
  /// reads of the cell.
  void memo(Engine& engine, PyObject* memo, PyObject* function);
  void effect(Engine& engine, PyObject* effect, PyObject* function);
  /// The effect has run once. One that reads what outlives the run has to be made in every run, as
  /// Streamlit does.
  void effect_ran(Engine& engine, const ReactiveNode& effect);
  /// The running cell has made the signal or the memo.
  void note(const Engine& engine, PyObject* object);
  /// Whether the effect reads what no cell met in this run makes: a signal of the session, of a
  /// module, of a cache.
  bool reads_outliving(Engine& engine, const ReactiveNode& effect);
  /// The script is left: memos whose variables are not what they were are made anew in the next.
  void settle(Engine& engine);
  void clear();
  /// For an engine that goes on with the records of another one.
  void copy_from(const MadeByCells& other);

 private:
  struct Variable {
    PyObject* name;
    PyObject* value;
  };
  struct Memo {
    PyObject* weak;
    std::vector<Variable> variables;
  };
  struct Effects {
    uint64_t tick = 0;
    std::vector<PyObject*> weak;
  };
  static std::vector<Variable> variables_of(Engine& engine, PyObject* function);
  static bool unchanged(Engine& engine, const Memo& memo);
  static void drop(Memo& memo);

  std::vector<Memo> memos_;
  /// The places of the cells that made signals and memos.
  struct Made {
    PyObject* weak;
    uint64_t place;
  };
  std::unordered_map<PyObject*, Made> made_;
  /// By the place of their cell.
  std::unordered_map<uint64_t, Effects> effects_;
};

}  // namespace lattice
