#include "python/bindings/sensor/source/audit.h"

#include <fcntl.h>

#include <array>
#include <string_view>
#include <unordered_map>

#include "python/bindings/reference.h"
#include "python/bindings/sensor/sensing.h"
#include "python/bindings/sensor/source/status.h"
#include "python/bindings/sensor/source/workers.h"

namespace lattice {
namespace {

struct Event {
  std::string_view name;
  const char* phrase;
};

constexpr std::array kEvents{
#define LATTICE_EVENT(name, phrase) Event{name, phrase},
#include "python/bindings/sensor/source/events.def"
};

/// Null: the event says nothing of interest.
const char* phrase_of(std::string_view name) {
  static const auto* const phrases = [] {
    auto* made = new std::unordered_map<std::string_view, const char*>;
    for (const Event& event : kEvents) made->emplace(event.name, event.phrase);
    return made;
  }();
  const auto found = phrases->find(name);
  if (found != phrases->end()) return found->second;
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto group = phrases->find(name.substr(0, dot + 1));
  return group == phrases->end() ? nullptr : group->second;
}

PyObject* item(PyObject* arguments, Py_ssize_t index) {
  return PyTuple_Check(arguments) && index < PyTuple_GET_SIZE(arguments)
             ? PyTuple_GET_ITEM(arguments, index)
             : Py_None;
}

/// open: (path, mode, flags); `os.open` gives no mode, and its path may count from an open folder.
void opened(PyObject* arguments) {
  PyObject* flags = item(arguments, 2);
  const long bits = PyLong_Check(flags) ? PyLong_AsLong(flags) : O_RDWR;
  const bool by_os = item(arguments, 1) == Py_None;
  std::string path;
  const bool named = path_of(item(arguments, 0), path);
  if (path == "/dev/null") return;
  if (opens_for_writing(bits))
    sensing().block("writes a file");
  else if (!named || (by_os && !path.starts_with('/')))
    sensing().block(kDescriptor);
  else if (path == "/dev/urandom" || path == "/dev/random")
    sensing().block("draws unseeded random values", Reading::Entropy);
  else
    sensing().look(FileView::Content, path);
}

void listed(FileView view, PyObject* arguments) {
  std::string path;
  if (item(arguments, 0) == Py_None)
    sensing().look(view, ".");
  else if (path_of(item(arguments, 0), path))
    sensing().look(view, path);
  else
    sensing().block(kDescriptor);
}

/// (file descriptor, length, access, offset)
void mapped(PyObject* arguments) {
  PyObject* file = item(arguments, 0);
  if (PyLong_Check(file) && PyLong_AsLong(file) == -1) return;
  sensing().block("maps a file into memory");
}

/// Workers inherit no call of the script, so there is nothing more to tell apart.
void saw_worker(std::string_view name, PyObject* arguments) {
  std::string path;
  const bool named = path_of(item(arguments, 0), path);
  if (name == "open" && named && PyLong_Check(item(arguments, 2)))
    worker_opened(path, static_cast<int>(PyLong_AsLong(item(arguments, 2))));
  else if ((name == "os.listdir" || name == "os.scandir") && named)
    worker_looked(name == "os.listdir" ? FileView::Names : FileView::Entries, path);
  else if (const char* phrase = phrase_of(name))
    worker_did(phrase);
  PyErr_Clear();
}

int saw_event(const char* event, PyObject* arguments, void*) {
  if (!sensing().is_on()) {
    if (is_worker()) saw_worker(event, arguments);
    return 0;
  }
  const std::string_view name(event);
  if (name == "open")
    opened(arguments);
  else if (name == "os.listdir")
    listed(FileView::Names, arguments);
  else if (name == "os.scandir")
    listed(FileView::Entries, arguments);
  else if (name == "mmap.__new__")
    mapped(arguments);
  else if (const char* phrase = phrase_of(name))
    sensing().block(phrase);
  // What cannot be understood must not fail the script.
  PyErr_Clear();
  return 0;
}

}  // namespace

int watch_audit_events() {
  static bool installed = false;
  if (installed) return 0;
  if (PySys_AddAuditHook(saw_event, nullptr) != 0) return -1;
  installed = true;
  return watch_status();
}

}  // namespace lattice
