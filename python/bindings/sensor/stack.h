#pragma once
// Where in the script or in a library something happens, from the Python frames of this thread.

#include <Python.h>

#include <cstdint>
#include <string>

namespace lattice {

/// Kinds of what may be read without harm.
enum class Reading : uint8_t { Clock, Entropy, File, Other };

/// How much of what `stat` says its caller tells: whether the file is there and what it is; all but
/// the time of the last access; all.
enum class Asks : uint8_t { Kind, Size, All };

struct CallPlace {
  /// " in line 4", or " in requests/sessions.py:590, called in line 4"; empty when unknown.
  std::string words;
  /// A module is being imported: what it does now it does once in the process, whatever the script
  /// does later.
  bool is_setup = false;
  Asks asks = Asks::All;
  /// What harmless.def says may be read here, as bits.
  unsigned harmless = 0;
  [[nodiscard]] bool is_harmless(Reading what) const {
    return (harmless >> static_cast<unsigned>(what) & 1U) != 0;
  }
};

/// `variables`: the dictionary of the script. Precondition: the thread holds the interpreter lock.
CallPlace place_of_call(PyObject* variables);

/// Where Python's own modules are, to be left out of places.
void set_standard_library(std::string folder);

}  // namespace lattice
