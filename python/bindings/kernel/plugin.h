#pragma once
#include <string>

#include "codegen/jit/api.h"
#include "codegen/kernel/ir/kernel.h"

namespace lattice::python {

/// The LLVM plugin, opened when the first kernel is compiled.
class Plugin {
 public:
  /// The one of this process. `folder` is where the plugin lies.
  static Plugin& get(const std::string& folder);

  /// Why nothing is compiled; empty if all is well.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] const lattice_jit_api* api() const { return api_; }
  /// Null with a reason in `error`. Any thread may.
  lattice_jit_entry compile(const kernel::Kernel& kernel, std::string& error);

 private:
  explicit Plugin(const std::string& folder);

  const lattice_jit_api* api_ = nullptr;
  void* engine_ = nullptr;
  std::string problem_;
};

}  // namespace lattice::python
