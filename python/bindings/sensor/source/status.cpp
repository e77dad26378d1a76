#include "python/bindings/sensor/source/status.h"

#include <array>
#include <string_view>

#include "python/bindings/reference.h"
#include "python/bindings/sensor/sensing.h"
#include "python/bindings/sensor/source/preload.h"
#include "python/bindings/sensor/source/workers.h"

namespace lattice {
namespace {

using Function = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t, PyObject*);

enum Watched : uint8_t { Stat, Lstat, Readlink, Access, Statvfs, Getcwd, Getcwdb, Count };

constexpr std::array<const char*, Count> kNames{"stat",    "lstat",  "readlink", "access",
                                                "statvfs", "getcwd", "getcwdb"};

std::array<PyCFunction, Count> originals{};

void note(Watched which, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  PyObject* given = count > 0 ? arguments[0] : nullptr;
  FileView view = which == Lstat || which == Readlink ? FileView::Link : FileView::Status;
  const Py_ssize_t named = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  for (Py_ssize_t i = 0; i < named; ++i) {
    PyObject* value = arguments[count + i];
    PyObject* name = PyTuple_GET_ITEM(keywords, i);
    if (PyUnicode_CompareWithASCIIString(name, "path") == 0) given = value;
    const bool folder = PyUnicode_CompareWithASCIIString(name, "dir_fd") == 0;
    if (folder && value != Py_None) return sensing().block(kDescriptor);
    const bool follows = PyUnicode_CompareWithASCIIString(name, "follow_symlinks") == 0;
    if (follows && value != Py_True) view = FileView::Link;
  }
  std::string path;
  if (which == Statvfs)
    sensing().block("asks how full a disk is");
  else if (given != nullptr && path_of(given, path))
    sensing().look(view, path);
  else
    sensing().block(kDescriptor);
}

template <Watched kWhich>
PyObject* watched(PyObject* module, PyObject* const* arguments, Py_ssize_t count,
                  PyObject* keywords) {
  if (sensing().is_on()) {
    note(kWhich, arguments, count, keywords);
    PyErr_Clear();
  } else if (std::string path; count > 0 && is_worker() && path_of(arguments[0], path)) {
    worker_looked(FileView::Size, path);
  }
  // Told already, and better.
  const Unwatched unwatched;
  const auto original = reinterpret_cast<Function>(reinterpret_cast<void (*)()>(originals[kWhich]));
  return original(module, arguments, count, keywords);
}

template <Watched kWhich>
PyObject* watched_folder(PyObject* module, PyObject* nothing) {
  if (sensing().is_on()) sensing().look(FileView::WorkingFolder, "");
  return originals[kWhich](module, nothing);
}

PyCFunction fast(Function function) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

}  // namespace

bool path_of(PyObject* object, std::string& path) {
  if (PyLong_Check(object)) return false;
  const Reference plain(PyOS_FSPath(object));
  const Reference bytes(!plain                         ? nullptr
                        : PyUnicode_Check(plain.get()) ? PyUnicode_EncodeFSDefault(plain.get())
                                                       : Py_NewRef(plain.get()));
  if (!bytes || !PyBytes_Check(bytes.get())) {
    PyErr_Clear();
    return false;
  }
  path.assign(PyBytes_AS_STRING(bytes.get()), static_cast<size_t>(PyBytes_GET_SIZE(bytes.get())));
  return path.find('\0') == std::string::npos;
}

int watch_status() {
  const Reference module(PyImport_ImportModule("posix"));
  if (!module) {
    PyErr_Clear();
    return 0;
  }
  const std::array<PyCFunction, Count> ours{
      fast(watched<Stat>),     fast(watched<Lstat>),   fast(watched<Readlink>),
      fast(watched<Access>),   fast(watched<Statvfs>), watched_folder<Getcwd>,
      watched_folder<Getcwdb>,
  };
  for (size_t i = 0; i < Count; ++i) {
    const Reference found(PyObject_GetAttrString(module.get(), kNames[i]));
    const int expected = i == Getcwd || i == Getcwdb ? METH_NOARGS : METH_FASTCALL | METH_KEYWORDS;
    if (!found || !PyCFunction_CheckExact(found.get()) ||
        PyCFunction_GET_FLAGS(found.get()) != expected) {
      PyErr_Clear();
      continue;
    }
    PyMethodDef* method = reinterpret_cast<PyCFunctionObject*>(found.get())->m_ml;
    originals[i] = method->ml_meth;
    method->ml_meth = ours[i];
  }
  return 0;
}

}  // namespace lattice
