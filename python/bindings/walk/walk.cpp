#include "python/bindings/walk/walk.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <exception>
#include <tuple>
#include <utility>

#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// A collection would run finalizers, which are code of the script.
class NoCollection {
 public:
  NoCollection() : enabled_(PyGC_Disable() != 0) {}
  ~NoCollection() {
    if (enabled_) PyGC_Enable();
  }
  NoCollection(const NoCollection&) = delete;
  NoCollection& operator=(const NoCollection&) = delete;

 private:
  bool enabled_;
};

/// An error that is pending when the walk begins belongs to the script.
class KeepError {
 public:
  KeepError() { PyErr_Fetch(&type_, &value_, &traceback_); }
  ~KeepError() { PyErr_Restore(type_, value_, traceback_); }
  KeepError(const KeepError&) = delete;
  KeepError& operator=(const KeepError&) = delete;

 private:
  PyObject *type_ = nullptr, *value_ = nullptr, *traceback_ = nullptr;
};

bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

Walk failed(const char* why) {
  Walk walk;
  walk.opaque = walk.partial = true;
  walk.why_opaque = why;
  return walk;
}

}  // namespace

Walk::~Walk() {
  for (PyObject* object : reach) Py_DECREF(object);
  for (PyObject* object : closures) Py_DECREF(object);
  for (PyObject* object : functions) Py_DECREF(object);
  for (PyObject* object : pinned_) Py_DECREF(object);
}

void Walk::swap(Walk& other) noexcept {
  std::swap(digest, other.digest);
  reach.swap(other.reach);
  met.swap(other.met);
  closures.swap(other.closures);
  functions.swap(other.functions);
  pinned_.swap(other.pinned_);
  std::swap(opaque, other.opaque);
  std::swap(partial, other.partial);
  std::swap(draws, other.draws);
  std::swap(settles, other.settles);
  why_opaque.swap(other.why_opaque);
  std::swap(objects, other.objects);
  std::swap(bytes, other.bytes);
}

WalkPolicy::WalkPolicy() {
  static std::atomic<uint64_t> last{0};
  serial_ = ++last;
}

WalkPolicy::~WalkPolicy() { forget_local(); }

void WalkPolicy::forget_local() {
  std::unordered_map<PyObject*, bool> past;
  past.swap(local_);
  for (const auto& [object, local] : past) Py_DECREF(object);
}

Walk walk(PyObject* const* roots, size_t count, const WalkPolicy& policy) {
  try {
    return Walker::walk(roots, count, policy);
  } catch (const std::exception&) {
    // Out of memory.
    return failed("there is not enough memory to look at it");
  }
}

Walk Walker::walk(PyObject* const* roots, size_t count, const WalkPolicy& policy) {
  const KeepError keep;
  prepare_builtin_layouts();
  constexpr int kQuestions = 1000;
  for (int attempt = 0; attempt < kQuestions; ++attempt) {
    WalkContext context{policy};
    Walker walker(context, false);
    {
      const NoCollection no_collection;
      // Nothing below runs Python code or lets another thread run, so no other walk is under way.
      context.layouts.trim();
      for (size_t i = 0; i < count; ++i) walker.child(roots[i]);
      walker.run();
    }
    if (context.questions.empty()) return walker.finish();
    for (PyObject* question : context.questions) {
      const bool local = PyDict_Check(question) ? policy.is_local_globals(question)
                                                : policy.is_local_module(question);
      PyErr_Clear();
      if (!policy.local_.emplace(question, local).second) Py_DECREF(question);
    }
  }
  return failed("it depends on too many modules");
}

bool is_atom(PyObject* value) {
  PyTypeObject* type = Py_TYPE(value);
  return type == &PyUnicode_Type || type == &PyLong_Type || type == &PyFloat_Type ||
         value == Py_None || type == &PyBool_Type || type == &PyBytes_Type ||
         type == &PyComplex_Type || type == &PyRange_Type || value == Py_Ellipsis;
}

bool atoms_equal(PyObject* a, PyObject* b) {
  if (a == b) return is_atom(a);
  PyTypeObject* type = Py_TYPE(a);
  if (type != Py_TYPE(b)) return false;
  if (type == &PyUnicode_Type) {
    if (PyUnicode_READY(a) != 0 || PyUnicode_READY(b) != 0) {
      PyErr_Clear();
      return false;
    }
    const Py_ssize_t length = PyUnicode_GET_LENGTH(a);
    const auto kind = PyUnicode_KIND(a);
    return length == PyUnicode_GET_LENGTH(b) && kind == PyUnicode_KIND(b) &&
           std::memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b), static_cast<size_t>(length) * kind) ==
               0;
  }
  // Of exact int and range, whose parts are exact ints, == runs only C code.
  if (type == &PyLong_Type || type == &PyRange_Type) {
    const int equal = PyObject_RichCompareBool(a, b, Py_EQ);
    if (equal < 0) PyErr_Clear();
    return equal == 1;
  }
  if (type == &PyFloat_Type) {
    return same_bits(PyFloat_AS_DOUBLE(a), PyFloat_AS_DOUBLE(b));
  }
  if (type == &PyComplex_Type) {
    const Py_complex x = PyComplex_AsCComplex(a), y = PyComplex_AsCComplex(b);
    return same_bits(x.real, y.real) && same_bits(x.imag, y.imag);
  }
  if (type == &PyBytes_Type)
    return PyBytes_GET_SIZE(a) == PyBytes_GET_SIZE(b) &&
           std::memcmp(PyBytes_AS_STRING(a), PyBytes_AS_STRING(b),
                       static_cast<size_t>(PyBytes_GET_SIZE(a))) == 0;
  return false;
}

bool reach_disjoint(const Walk& a, const Walk& b) {
  const auto& [few, many] =
      a.reach.size() < b.reach.size() ? std::tie(a.reach, b.reach) : std::tie(b.reach, a.reach);
  // A short list against a long one: look up; otherwise merge.
  if (few.size() * 16 < many.size()) {
    return std::ranges::none_of(
        few, [&many = many](PyObject* object) { return std::ranges::binary_search(many, object); });
  }
  auto x = few.begin();
  auto y = many.begin();
  while (x != few.end() && y != many.end()) {
    if (*x == *y) return false;
    if (*x < *y)
      ++x;
    else
      ++y;
  }
  return true;
}

}  // namespace lattice
