#include "python/bindings/kernel/specialization.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "codegen/kernel/evaluate/evaluate.h"
#include "python/bindings/kernel/boxing.h"
#include "python/bindings/kernel/interrupt.h"

namespace lattice::python {

using kernel::Exit;
using kernel::IteratorState;
using kernel::Word;

namespace {

/// A value that is released when it goes.
class Owned {
 public:
  explicit Owned(PyObject* object) : object_(object) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { Py_XDECREF(object_); }
  [[nodiscard]] PyObject* get() const { return object_; }
  PyObject* release() { return std::exchange(object_, nullptr); }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  PyObject* object_;
};

/// Lists of the run are copies, so other threads may run meanwhile; unless they are written back.
int64_t poll(void* may_yield) {
  switch (lattice_interruption()) {
    case lattice_none:
      return 0;
    case lattice_stop:
      return 1;
    case lattice_yield:
      break;
  }
  if (may_yield == nullptr) return 0;
  PyThreadState* state = PyEval_SaveThread();
  PyEval_RestoreThread(state);
  return lattice_interruption() == lattice_stop ? 1 : 0;
}

class Resume {
 public:
  Resume(const Specialization& specialization, const Continuation& continuation, Boxing& boxing)
      : specialization_(specialization), continuation_(continuation), boxing_(boxing) {}

  PyObject* run(const Exit& exit, const Word* state) {
    const std::vector<std::string>& names = specialization_.kernel.variables;
    std::vector<PyObject*> arguments(names.size() + 4, nullptr);
    const Word* at = state;
    bool held = true;
    for (const Exit::Value& value : exit.values) {
      kernel::TypeId type = value.type;
      const Word* next = at + value.regs.size();
      if (specialization_.kernel.types.kind(type) == kernel::TypeKind::Maybe) {
        const bool bound = next[-1] != 0;
        type = specialization_.kernel.types[type].inner.front();
        if (!bound) {
          at = next;
          continue;
        }
      }
      arguments[value.variable + 4] = boxing_.box(type, at);
      at = next;
      held &= arguments[value.variable + 4] != nullptr;
      if (!held) break;
    }
    const Owned iterators(held ? iterators_of(exit, at) : nullptr);
    held &= static_cast<bool>(iterators);
    PyObject* result = nullptr;
    if (held) {
      for (size_t i = 4; i < arguments.size(); ++i) {
        if (arguments[i] == nullptr) arguments[i] = Py_NewRef(continuation_.unbound);
      }
      const Owned point(PyLong_FromUnsignedLong(exit.point));
      arguments[0] = Py_XNewRef(point.get());
      arguments[1] = Py_NewRef(iterators.get());
      arguments[2] = Py_NewRef(continuation_.unbound);
      arguments[3] = Py_NewRef(continuation_.chain);
      if (point) result = call(arguments);
    }
    for (PyObject* argument : arguments) Py_XDECREF(argument);
    return result;
  }

 private:
  /// By name: the function has its parameters in an order of its own.
  PyObject* call(const std::vector<PyObject*>& arguments) {
    const std::vector<std::string>& names = specialization_.kernel.variables;
    const Owned keywords(PyTuple_New(static_cast<Py_ssize_t>(names.size())));
    if (!keywords) return nullptr;
    for (size_t i = 0; i < names.size(); ++i) {
      PyObject* name =
          PyUnicode_FromStringAndSize(names[i].data(), static_cast<Py_ssize_t>(names[i].size()));
      if (name == nullptr) return nullptr;
      PyUnicode_InternInPlace(&name);
      PyTuple_SET_ITEM(keywords.get(), static_cast<Py_ssize_t>(i), name);
    }
    return PyObject_Vectorcall(continuation_.function, arguments.data(), 4, keywords.get());
  }

  PyObject* iterators_of(const Exit& exit, const Word*& at) {
    Owned all(PyDict_New());
    if (!all) return nullptr;
    for (const Exit::Loop& loop : exit.loops) {
      if (!loop.has_iterator) continue;
      const Owned iterator(iterator_of(loop.iterator, at));
      const Owned number(PyLong_FromUnsignedLong(loop.statement));
      if (!iterator || !number || PyDict_SetItem(all.get(), number.get(), iterator.get()) != 0)
        return nullptr;
    }
    return all.release();
  }

  PyObject* iterator_of(const IteratorState& state, const Word*& at) {
    const Word* own = at;
    at += state.regs.size();
    switch (state.kind) {
      case IteratorState::Kind::Range: {
        const Owned range(PyObject_CallFunction(continuation_.range, "LL",
                                                static_cast<long long>(own[0]),
                                                static_cast<long long>(own[1])));
        return range ? PyObject_GetIter(range.get()) : nullptr;
      }
      case IteratorState::Kind::SteppedRange:
        return stepped_range(own[0], static_cast<uint64_t>(own[1]), own[2]);
      case IteratorState::Kind::List: {
        const Word* list = own;
        const Owned object(boxing_.box(state.list, list));
        if (!object) return nullptr;
        Owned iterator(PyObject_GetIter(object.get()));
        if (!iterator) return nullptr;
        const Owned done(PyObject_CallMethod(iterator.get(), "__setstate__", "L",
                                             static_cast<long long>(own[1])));
        return done ? iterator.release() : nullptr;
      }
      case IteratorState::Kind::Enumerate: {
        const Owned inner(iterator_of(state.inner.front(), at));
        if (!inner) return nullptr;
        return PyObject_CallFunction(continuation_.enumerate, "OL", inner.get(),
                                     static_cast<long long>(own[0]));
      }
      case IteratorState::Kind::Zip: {
        const Owned inner(PyTuple_New(static_cast<Py_ssize_t>(state.inner.size())));
        if (!inner) return nullptr;
        for (size_t i = 0; i < state.inner.size(); ++i) {
          PyObject* part = iterator_of(state.inner[i], at);
          if (part == nullptr) return nullptr;
          PyTuple_SET_ITEM(inner.get(), static_cast<Py_ssize_t>(i), part);
        }
        return PyObject_CallObject(continuation_.zip, inner.get());
      }
    }
    return nullptr;
  }

  /// The end may lie beyond 64 bits.
  PyObject* stepped_range(int64_t next, uint64_t count, int64_t step) {
    const Owned from(PyLong_FromLongLong(next));
    const Owned left(PyLong_FromUnsignedLongLong(count));
    const Owned by(PyLong_FromLongLong(step));
    if (!from || !left || !by) return nullptr;
    const Owned span(PyNumber_Multiply(left.get(), by.get()));
    if (!span) return nullptr;
    const Owned end(PyNumber_Add(from.get(), span.get()));
    if (!end) return nullptr;
    const Owned range(PyObject_CallFunctionObjArgs(continuation_.range, from.get(), end.get(),
                                                   by.get(), nullptr));
    return range ? PyObject_GetIter(range.get()) : nullptr;
  }

  const Specialization& specialization_;
  const Continuation& continuation_;
  Boxing& boxing_;
};

}  // namespace

PyObject* run(Specialization& specialization, PyObject* const* arguments,
              const Continuation& continuation) {
  const kernel::Kernel& kernel = specialization.kernel;
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  const Clock::time_point begin = Clock::now();
  kernel::Runtime runtime;
  Boxing boxing(kernel.types, runtime);
  std::vector<Word> state;
  for (size_t i = 0; i < specialization.types.size(); ++i) {
    if (!boxing.import(arguments[i], specialization.types[i], state)) {
      PyErr_Clear();
      return nullptr;
    }
  }
  specialization.copying += seconds(begin);
  // A word that is there: the address of an empty vector is null.
  state.resize(std::max<size_t>(kernel.state_words, 1));
  runtime.poll = poll;
  runtime.poll_context = kernel.changes_lists ? nullptr : &runtime;
  constexpr int kMaxDepth = 20000;
  runtime.depth_left = std::min(lattice_depth_left() - 1, kMaxDepth);
  ++specialization.calls;
  // CPython's own functions look at errno, some at what earlier ones left there.
  const int before = errno;
  const Clock::time_point entered = Clock::now();
  const int64_t number = specialization.entry != nullptr
                             ? specialization.entry(state.data(), &runtime)
                             : evaluate(kernel, state.data(), runtime);
  specialization.running += seconds(entered);
  errno = before;
  const Exit& exit = kernel.functions.front().exits[static_cast<size_t>(number)];
  if (kernel.changes_lists && !boxing.write_back()) return nullptr;
  if (exit.kind == Exit::Kind::Return) {
    specialization.failures = 0;
    const Word* at = state.data();
    return boxing.box(exit.values.front().type, at);
  }
  ++specialization.returns;
  if (exit.kind == Exit::Kind::Planned) {
    specialization.failures = 0;
  } else {
    ++specialization.failures;
  }
  return Resume(specialization, continuation, boxing).run(exit, state.data());
}

}  // namespace lattice::python
