#include "python/bindings/sensor/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "python/bindings/cpython_host.h"
#include "python/bindings/reference.h"

namespace lattice {
namespace {

std::string& standard_library() {
  static std::string folder;
  return folder;
}

bool is_installed(std::string_view file) {
  return file.find("/site-packages/") != std::string_view::npos ||
         file.find("/dist-packages/") != std::string_view::npos;
}

bool is_standard(std::string_view file) {
  if (file.starts_with("<frozen ")) return true;
  const std::string& folder = standard_library();
  return !folder.empty() && file.starts_with(folder) && !is_installed(file);
}

/// The path from the folder of packages on; else the file's name.
std::string short_name(std::string_view file) {
  for (const std::string_view folder : {"/site-packages/", "/dist-packages/"}) {
    const size_t found = file.rfind(folder);
    if (found != std::string_view::npos) return std::string(file.substr(found + folder.size()));
  }
  return std::string(file.substr(file.rfind('/') + 1));
}

/// Frames that count as "in a file and in what it calls directly".
constexpr int kNear = 3;

struct Harmless {
  Reading what;
  std::string_view file;
};

constexpr std::array kHarmless{
#define LATTICE_HARMLESS(what, file, reason) Harmless{Reading::what, file},
#define LATTICE_HASHING(folder)
#define LATTICE_TIMING(folder)
#include "python/bindings/sensor/harmless.def"
};

unsigned harmless_in(std::string_view file) {
  unsigned found = 0;
  for (const Harmless& entry : kHarmless)
    if (file.ends_with(entry.file)) found |= 1U << static_cast<unsigned>(entry.what);
  return found;
}

/// Functions of Python around `os.stat` and `os.lstat`.
Asks asked_by(std::string_view file, std::string_view function) {
  constexpr std::array<std::string_view, 9> kKind{"exists", "lexists",    "isfile",
                                                  "isdir",  "islink",     "is_file",
                                                  "is_dir", "is_symlink", "_joinrealpath"};
  constexpr std::array<std::string_view, 3> kSize{"getsize", "getmtime", "getctime"};
  const bool paths = file == "<frozen genericpath>" || file == "<frozen posixpath>" ||
                     file.ends_with("/genericpath.py") || file.ends_with("/posixpath.py") ||
                     file.ends_with("/pathlib.py");
  if (!paths) return Asks::All;
  if (std::ranges::find(kKind, function) != kKind.end()) return Asks::Kind;
  return std::ranges::find(kSize, function) != kSize.end() ? Asks::Size : Asks::All;
}

/// Without Streamlit's own files: the call in the script says it better.
bool is_told(std::string_view file) {
  return !is_standard(file) && file.find("/streamlit/") == std::string_view::npos;
}

}  // namespace

void set_standard_library(std::string folder) { standard_library() = std::move(folder); }

CallPlace place_of_call(PyObject* variables) {
  CallPlace place;
  std::string library;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  Reference frame(Py_XNewRef(reinterpret_cast<PyObject*>(PyEval_GetFrame())));
  for (int depth = 0; frame; ++depth) {
    auto* it = reinterpret_cast<PyFrameObject*>(frame.get());
    const Reference code(reinterpret_cast<PyObject*>(PyFrame_GetCode(it)));
    const auto* at = reinterpret_cast<PyCodeObject*>(code.get());
    const std::string file = utf8(at->co_filename);
    const Reference globals(PyFrame_GetGlobals(it));
    if (file == "<frozen importlib._bootstrap>" && utf8(at->co_name) == "_find_and_load")
      place.is_setup = true;
    // `Path.exists` calls `Path.stat`.
    if (depth < 2 && place.asks == Asks::All) place.asks = asked_by(file, utf8(at->co_name));
    if (depth < kNear) place.harmless |= harmless_in(file);
    const bool script = globals.get() == variables;
    if (script || place.is_setup) {
      const std::string line = std::to_string(PyFrame_GetLineNumber(it));
      if (script)
        place.words = library.empty() ? fmt::format(" in line {}", line)
                                      : fmt::format(" in {}, called in line {}", library, line);
      break;
    }
    if (library.empty() && is_told(file))
      library = short_name(file) + ":" + std::to_string(PyFrame_GetLineNumber(it));
    frame = Reference(reinterpret_cast<PyObject*>(PyFrame_GetBack(it)));
  }
  PyErr_Restore(type, value, traceback);
  return place;
}

}  // namespace lattice
