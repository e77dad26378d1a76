#pragma once
// The way from a module to something that it keeps.

#include <Python.h>

#include <string_view>
#include <vector>

namespace lattice {

class AttributePath {
 public:
  /// `path`: names with dots between; the first is of the module, others of instances.
  AttributePath(std::string_view module, std::string_view path);
  ~AttributePath();
  AttributePath(const AttributePath&) = delete;
  AttributePath& operator=(const AttributePath&) = delete;
  AttributePath(AttributePath&& other) noexcept;
  AttributePath& operator=(AttributePath&&) = delete;

  /// Borrowed or null. Runs no Python code.
  [[nodiscard]] PyObject* find() const;

 private:
  PyObject* module_;
  std::vector<PyObject*> names_;
};

}  // namespace lattice
