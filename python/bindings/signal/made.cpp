#include "python/bindings/signal/made.h"

#include <algorithm>
#include <unordered_set>

#include "python/bindings/engine.h"
#include "python/bindings/hook.h"
#include "python/bindings/reference.h"
#include "python/bindings/signal/host.h"

namespace lattice {
namespace {

/// `(object,)`, the name of the read "as it was made".
void note_read(Engine& engine, PyObject* object, PyObject* value) {
  const Reference key(PyTuple_Pack(1, object));
  if (key)
    engine.composer->note_external(key.get(), value);
  else
    PyErr_Clear();
}

}  // namespace

// The variables of the script that the function names, and the functions found there, and so on.
std::vector<MadeByCells::Variable> MadeByCells::variables_of(Engine& engine, PyObject* function) {
  std::vector<Variable> found;
  std::vector<PyObject*> functions;
  const auto visit = [&](PyObject* value) {
    if (value != nullptr && PyFunction_Check(value) &&
        PyFunction_GET_GLOBALS(value) == engine.host.module() &&
        std::ranges::find(functions, value) == functions.end())
      functions.push_back(value);
  };
  visit(function);
  for (size_t i = 0; i < functions.size(); ++i) {
    for (const Value name : engine.host.named_globals(functions[i])) {
      const auto known = [name](const Variable& variable) { return variable.name == name; };
      if (std::ranges::any_of(found, known)) continue;
      auto* const value = static_cast<PyObject*>(engine.host.global(name));
      found.push_back({static_cast<PyObject*>(name), Py_XNewRef(value)});
      visit(value);
    }
  }
  return found;
}

void MadeByCells::memo(Engine& engine, PyObject* memo, PyObject* function) {
  note(engine, memo);
  note_read(engine, memo, function);
  PyObject* const weak = PyWeakref_NewRef(memo, nullptr);
  if (weak == nullptr) return PyErr_Clear();
  memos_.push_back({weak, variables_of(engine, function)});
}

void MadeByCells::effect(Engine& engine, PyObject* effect, PyObject* function) {
  note_read(engine, effect, function);
  PyObject* const weak = PyWeakref_NewRef(effect, nullptr);
  if (weak == nullptr) return PyErr_Clear();
  Effects& own = effects_[engine.composer->active_slot()->serial];
  std::vector<PyObject*> old;
  if (own.tick != engine.composer->tick()) old.swap(own.weak);
  own.tick = engine.composer->tick();
  own.weak.push_back(weak);
  for (PyObject* const reference : old) {
    PyObject* const past = PyWeakref_GetObject(reference);
    // On stock Streamlit it would be an effect on signals that are gone; or else it goes on.
    if (past != Py_None && !reads_outliving(engine, reinterpret_cast<EffectObject*>(past)->node)) {
      const Reference alive(Py_NewRef(past));
      const Reference done(PyObject_CallMethod(past, "dispose", nullptr));
      if (!done) PyErr_WriteUnraisable(past);
    }
    Py_DECREF(reference);
  }
}

void MadeByCells::note(const Engine& engine, PyObject* object) {
  PyObject* const weak = PyWeakref_NewRef(object, nullptr);
  if (weak == nullptr) return PyErr_Clear();
  Made& made = made_[object];
  Py_XSETREF(made.weak, weak);
  made.place = engine.composer->active_slot()->serial;
}

namespace {

/// The places of the cells met in this run.
void visit(const Group& group, uint64_t tick, std::unordered_set<uint64_t>& places) {
  for (const auto& [cell, slot] : group.slots)
    if (slot->record != nullptr && slot->record->tick == tick) places.insert(slot->serial);
  for (const auto& [key, child] : group.children) visit(*child, tick, places);
}

}  // namespace

bool MadeByCells::reads_outliving(Engine& engine, const ReactiveNode& effect) {
  std::unordered_set<uint64_t> places;
  visit(engine.composer->root(), engine.composer->tick(), places);
  if (engine.composer->has_active()) places.insert(engine.composer->active_slot()->serial);
  std::vector<const ReactiveNode*> open{&effect};
  std::unordered_set<const ReactiveNode*> seen;
  while (!open.empty()) {
    const ReactiveNode* const node = open.back();
    open.pop_back();
    for (const ReactiveLink* link = node->deps; link != nullptr; link = link->next_dep) {
      if (!seen.insert(link->dep).second) continue;
      open.push_back(link->dep);
      auto* const object = reinterpret_cast<PyObject*>(object_of(*link->dep));
      const auto found = made_.find(object);
      // Another object may have taken the address of one that is gone.
      if (found == made_.end() || PyWeakref_GetObject(found->second.weak) != object ||
          !places.contains(found->second.place))
        return true;
    }
  }
  return false;
}

void MadeByCells::effect_ran(Engine& engine, const ReactiveNode& effect) {
  if (!reads_outliving(engine, effect)) return;
  PyObject* const effects = active_effects();
  const Reference done(effects != nullptr ? PyObject_CallMethod(effects, "block", "s",
                                                                "its effect reads what outlives "
                                                                "the run")
                                          : nullptr);
  if (!done) PyErr_Clear();
}

bool MadeByCells::unchanged(Engine& engine, const Memo& memo) {
  CPythonHost& host = engine.host;
  return std::ranges::all_of(memo.variables, [&](const Variable& variable) {
    PyObject* const now = static_cast<PyObject*>(host.global(variable.name));
    if (now == nullptr || variable.value == nullptr) return now == variable.value;
    if (host.is_atom(now))
      return host.is_atom(variable.value) && host.atoms_equal(now, variable.value);
    if (now != variable.value) return false;
    // Functions of the script are code; what they name is in the list.
    return host.is_fixed(now) || PyFunction_Check(now) || engine.composer->is_untouched(now);
  });
}

void MadeByCells::settle(Engine& engine) {
  std::vector<Memo> kept;
  for (Memo& memo : memos_) {
    PyObject* const object = PyWeakref_GetObject(memo.weak);
    if (object == Py_None) {
      drop(memo);
      continue;
    }
    // What it was made with; later runs compare with that through the reads of its cell.
    ReactiveNode& node = reinterpret_cast<MemoObject*>(object)->node;
    if (!node.is(kMadeAnew) && !unchanged(engine, memo)) node.flags |= kMadeAnew;
    kept.push_back(std::move(memo));
  }
  memos_ = std::move(kept);
  for (auto it = made_.begin(); it != made_.end();) {
    if (PyWeakref_GetObject(it->second.weak) == Py_None) {
      Py_DECREF(it->second.weak);
      it = made_.erase(it);
    } else {
      ++it;
    }
  }
}

void MadeByCells::drop(Memo& memo) {
  for (const Variable& variable : memo.variables) Py_XDECREF(variable.value);
  Py_DECREF(memo.weak);
}

void MadeByCells::copy_from(const MadeByCells& other) {
  clear();
  memos_ = other.memos_;
  effects_ = other.effects_;
  made_ = other.made_;
  for (const Memo& memo : memos_) {
    Py_INCREF(memo.weak);
    for (const Variable& variable : memo.variables) Py_XINCREF(variable.value);
  }
  for (const auto& [place, own] : effects_)
    for (PyObject* const weak : own.weak) Py_INCREF(weak);
  for (const auto& [object, made] : made_) Py_INCREF(made.weak);
}

void MadeByCells::clear() {
  std::vector<Memo> memos;
  memos.swap(memos_);
  for (Memo& memo : memos) drop(memo);
  for (auto& [place, own] : effects_)
    for (PyObject* const weak : own.weak) Py_DECREF(weak);
  effects_.clear();
  for (auto& [object, made] : made_) Py_DECREF(made.weak);
  made_.clear();
}

}  // namespace lattice
