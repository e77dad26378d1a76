#pragma once
#include <Python.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "codegen/kernel/lower/lower.h"

namespace lattice::python {

class FunctionScope;

/// The source of one function: its file's tree and its definition.
struct Record {
  std::shared_ptr<const Ast> ast;
  AstId definition;
  std::unique_ptr<FunctionScope> scope;
};

/// What names a function uses meant when its kernel was made, and whether they still do.
class FunctionScope : public kernel::Scope {
 public:
  /// `globals` is the function's dict; `locate(function)` gives the text, path and line of a
  /// function, or None. Both are kept.
  FunctionScope(PyObject* globals, PyObject* locate);
  ~FunctionScope() override;

  [[nodiscard]] kernel::GlobalValue find(const std::string& name) const override;
  /// Every name still stands for the same object, here and in the functions it calls.
  [[nodiscard]] bool unchanged() const;

 private:
  struct Use {
    PyObject* dict;
    PyObject* name;
    /// Null: the name was not there.
    PyObject* value;
  };
  PyObject* look_up(PyObject* dict, const std::string& name) const;
  [[nodiscard]] kernel::GlobalValue function(PyObject* object) const;

  PyObject* globals_;
  PyObject* builtins_ = nullptr;
  PyObject* locate_;
  mutable std::vector<Use> uses_;
  /// Functions by object: their code must stay the same.
  struct Called {
    PyObject* code;
    std::unique_ptr<Record> record;
  };
  mutable std::unordered_map<PyObject*, Called> called_;
#if PY_VERSION_HEX < 0x030C0000
  /// Versions of the dicts when all names were last found unchanged.
  mutable std::vector<uint64_t> versions_;
#endif
};

/// The definition at a line (of its first decorator, or of `def`) with a name; none if there is
/// none.
AstId find_definition(const Ast& ast, std::string_view name, uint32_t line);
std::shared_ptr<const Ast> parse_file(const std::string& path, const std::string& text);

}  // namespace lattice::python
