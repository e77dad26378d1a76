#include "python/bindings/sensor/sensing.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "python/bindings/reference.h"
#include "python/bindings/sensor/source/preload.h"
#include "python/bindings/sensor/source/workers.h"

using std::string_view_literals::operator""sv;

namespace lattice {
namespace {

/// A cell that looks at more files is cheaper to run than to check, or never ends.
constexpr size_t kMostInputs = 2000;

/// Makes the key of a file another tuple than any other key, and its state other bytes.
constexpr std::string_view kMark = "\0lattice file\0"sv;

/// In the order of FileView.
constexpr std::array<const char*, 9> kKinds{"file",      "presence of", "size and date of",
                                            "status of", "link",        "link",
                                            "folder",    "files in",    "working folder"};

/// `linecache` may be asked for the lines of any file.
bool is_data(FileView view, std::string_view path) {
  return view == FileView::Content && !path.ends_with(".py") && !is_of_system(std::string(path));
}

std::string text_of(PyObject* text) {
  const Reference bytes(PyUnicode_EncodeFSDefault(text));
  if (!bytes) {
    PyErr_Clear();
    return "";
  }
  return {PyBytes_AS_STRING(bytes.get()), static_cast<size_t>(PyBytes_GET_SIZE(bytes.get()))};
}

}  // namespace

Sensing& sensing() {
  thread_local Sensing own;
  return own;
}

void Sensing::begin(PyObject* variables) {
  end();
  *this = Sensing{};
  variables_ = variables;
  mark_ = worker_mark();
  on_ = true;
  count_cells(1);
  watch_native(true);
}

void Sensing::end() {
  if (!on_) return;
  watch_native(false);
  count_cells(-1);
  on_ = false;
  for (WorkerDeed& file : workers_since(mark_)) {
    if (!reason_.empty() || knows(file.sight.watch.view, file.path)) continue;
    if (!file.sight.blocked.empty())
      reason_ = "it " + file.sight.blocked + " in a worker thread";
    else
      inputs_.push_back({file.path, file.sight.watch, std::move(file.sight.state)});
  }
}

bool Sensing::knows(FileView view, const std::string& path) const {
  return std::ranges::any_of(
      inputs_, [&](const Input& input) { return input.watch.view == view && input.path == path; });
}

void Sensing::look(FileView view, const std::string& path) {
  // Its run is all that counts now. Had a file that is known changed since, the first state would
  // not hold any more.
  if (!reason_.empty() || path == "/dev/null" || knows(view, path)) return;
  const Unwatched unwatched;
  const bool is_traceable = PyGILState_Check() != 0;
  if (!is_traceable && path == excused_) return;
  const CallPlace at = is_traceable ? place_of_call(variables_) : CallPlace{};
  if (at.is_setup || (at.is_harmless(Reading::File) && !is_data(view, path))) {
    excused_ = path;
    return;
  }
  const bool link = view == FileView::Link;
  const bool status = link || view == FileView::Status;
  if (status && at.asks == Asks::Kind) view = link ? FileView::Target : FileView::Kind;
  if (status && at.asks == Asks::Size) view = FileView::Size;
  if (!knows(view, path)) add(view, path, at);
}

void Sensing::add(FileView view, const std::string& path, const CallPlace& at) {
  FileSight sight = look_at(view, path);
  if (sight.blocked.empty() && inputs_.size() >= kMostInputs)
    sight.blocked = "looks at more than 2,000 files";
  if (sight.blocked.empty())
    inputs_.push_back({path, sight.watch, std::move(sight.state)});
  else
    reason_ = "it " + sight.blocked + at.words;
}

void Sensing::block(const char* phrase, Reading what) {
  // A process is started with pipes: the later reason says more.
  if (!reason_.empty() && !vague_) return;
  const Unwatched unwatched;
  const CallPlace at = PyGILState_Check() != 0 ? place_of_call(variables_) : CallPlace{};
  if (at.is_setup || at.is_harmless(what)) return;
  vague_ = phrase == kDescriptor;
  reason_ = std::string("it ") + phrase + at.words;
}

PyObject* file_key(const Sensing::Input& input) {
  const int code = static_cast<int>(input.watch.view) * 2 + (input.watch.hashed ? 1 : 0);
  const Reference path(PyUnicode_DecodeFSDefaultAndSize(
      input.path.data(), static_cast<Py_ssize_t>(input.path.size())));
  const Reference mark(PyBytes_FromStringAndSize(kMark.data(), kMark.size()));
  if (!path || !mark) return nullptr;
  return Py_BuildValue("(OOi)", mark.get(), path.get(), code);
}

bool is_state(PyObject* value) {
  return PyBytes_CheckExact(value) &&
         std::string_view(PyBytes_AS_STRING(value), static_cast<size_t>(PyBytes_GET_SIZE(value)))
             .starts_with(kMark);
}

bool is_file_key(PyObject* key) {
  return PyTuple_CheckExact(key) && PyTuple_GET_SIZE(key) == 3 &&
         is_state(PyTuple_GET_ITEM(key, 0));
}

std::string file_key_text(PyObject* key) {
  const auto view = static_cast<size_t>(PyLong_AsLong(PyTuple_GET_ITEM(key, 2))) / 2;
  const std::string path = text_of(PyTuple_GET_ITEM(key, 1));
  return path.empty() ? kKinds[view] : std::string(kKinds[view]) + " `" + path + "`";
}

PyObject* state_object(const std::string& state) {
  const std::string marked = std::string(kMark) + state;
  return PyBytes_FromStringAndSize(marked.data(), static_cast<Py_ssize_t>(marked.size()));
}

PyObject* load_file(PyObject* key) {
  const long code = PyLong_AsLong(PyTuple_GET_ITEM(key, 2));
  const FileWatch watch{static_cast<FileView>(code / 2), code % 2 == 1};
  const std::optional<std::string> state = state_of(watch, text_of(PyTuple_GET_ITEM(key, 1)));
  PyObject* object = state ? state_object(*state) : nullptr;
  if (object == nullptr) PyErr_Clear();
  return object;
}

}  // namespace lattice
