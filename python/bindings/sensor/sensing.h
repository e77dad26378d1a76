#pragma once
// What a cell did that neither its reads nor Streamlit show: collected on its thread while it runs,
// from the audit events of Python (audit.cpp), from functions of `os` without such events
// (status.cpp) and from the preloaded library (preload.cpp).
//
//   input   a file it looked at; becomes a read of the cell
//   reason  why it has to run every time, in words that follow "it "

#include <Python.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "python/bindings/sensor/files.h"
#include "python/bindings/sensor/stack.h"

namespace lattice {

/// Of a file that was opened elsewhere, or whose path is not known.
inline constexpr const char* kDescriptor = "uses a file descriptor";

class Sensing {
 public:
  /// A cell begins on this thread. `variables`: the dictionary of its script.
  void begin(PyObject* variables);
  /// The cell ends.
  void end();
  /// A cell runs, and what happens now is its doing.
  [[nodiscard]] bool is_on() const { return on_ && paused_ == 0; }

  /// What happens until `resume` belongs to a value that Streamlit keeps, not to the cell.
  void pause() { ++paused_; }
  void resume() {
    if (paused_ > 0) --paused_;
  }

  /// Precondition: `is_on()`. Where it happened is known if the thread holds the interpreter lock.
  void look(FileView view, const std::string& path);
  void block(const char* phrase, Reading what = Reading::Other);

  struct Input {
    std::string path;
    FileWatch watch;
    std::string state;
  };
  std::vector<Input> take_inputs() { return std::exchange(inputs_, {}); }
  std::string take_reason() { return std::exchange(reason_, {}); }

 private:
  void add(FileView view, const std::string& path, const CallPlace& at);
  [[nodiscard]] bool knows(FileView view, const std::string& path) const;

  PyObject* variables_ = nullptr;
  size_t mark_ = 0;
  bool on_ = false;
  int paused_ = 0;
  std::vector<Input> inputs_;
  std::string reason_;
  bool vague_ = false;
  /// The interpreter tells of a file before it lets its lock go and opens it: then nobody knows any
  /// more who asked.
  std::string excused_;
};

/// Of this thread.
Sensing& sensing();

/// The key of an external read of a file; null with an error.
PyObject* file_key(const Sensing::Input& input);
bool is_file_key(PyObject* key);
/// "file `data.csv`"
std::string file_key_text(PyObject* key);
/// The present state, a new reference; null (without an error) when it cannot be compared.
PyObject* load_file(PyObject* key);
PyObject* state_object(const std::string& state);
/// A state that `state_object` made: bytes of no meaning for users.
bool is_state(PyObject* value);

}  // namespace lattice
