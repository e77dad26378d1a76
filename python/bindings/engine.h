#pragma once
// One session's engine and the thread it currently serves.

#include <Python.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "python/bindings/cpython_host.h"
#include "python/bindings/signal/made.h"
#include "runtime/composer/composer.h"

namespace lattice {

/// How guards treat the names a cell binds.
struct CellBinding {
  std::vector<Value> writes;
  bool module = true;
  /// All writes are certainly bound; the guard then hands them over and back as a tuple.
  bool definite = false;
  bool discard = false;
};

struct Engine {
  Engine(PyObject* adapter, PyObject* late) : host(adapter, late) {}
  ~Engine() {
    composer.reset();
    Py_XDECREF(make_effects);
    Py_XDECREF(page_run);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  CPythonHost host;
  std::vector<CellBinding> bindings;
  /// Calls of instrumented functions met, by code and offset.
  std::map<std::pair<PyCodeObject*, int>, CallSite> sites;
  std::unique_ptr<Composer> composer;
  /// The memos and effects that cells have made.
  MadeByCells made;
  /// Makes the recorder of a cell's effects.
  PyObject* make_effects = nullptr;
  /// `StreamlitPage.run` and the name of its callable, to see through `page.run()`.
  PyObject* page_run = nullptr;
  /// The engine of the script that runs this one as its page; it goes on when this one ends.
  Engine* outer = nullptr;
};

/// The engine whose script runs on this thread, or null: guards are inert then.
Engine*& current_engine();

/// Adds the guard functions (METH_FASTCALL) to `module`. 0 or -1 with an error.
int add_guards(PyObject* module);

}  // namespace lattice
