#include "python/bindings/kernel/plugin.h"

#include <dlfcn.h>
#include <unistd.h>

#include "codegen/kernel/runtime/runtime.h"

namespace lattice::python {

Plugin& Plugin::get(const std::string& folder) {
  // Compiled code may run while the process ends: it is never unloaded.
  static auto* plugin = new Plugin(folder);
  return *plugin;
}

Plugin::Plugin(const std::string& folder) {
  const std::string path = folder + "/lattice_jit.so";
  if (access(path.c_str(), R_OK) != 0) {
    problem_ = "this build of Lattice has no LLVM: hot loops are not compiled";
    return;
  }
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    problem_ = std::string("the compiler for hot loops does not load: ") + dlerror();
    return;
  }
  const auto open = reinterpret_cast<lattice_jit_open>(dlsym(library, "lattice_jit"));
  const lattice_jit_api* api = open != nullptr ? open() : nullptr;
  if (api == nullptr || std::string_view(api->build) != LATTICE_JIT_BUILD) {
    problem_ = "the compiler for hot loops belongs to another version of Lattice";
    return;
  }
  std::vector<lattice_jit_symbol> symbols;
  for (const kernel::Symbol& symbol : kernel::symbols())
    symbols.push_back({symbol.name, symbol.address});
  char error[512] = "";
  engine_ = api->create(symbols.data(), symbols.size(), error, sizeof error);
  if (engine_ == nullptr) {
    problem_ = error;
    return;
  }
  api_ = api;
}

lattice_jit_entry Plugin::compile(const kernel::Kernel& kernel, std::string& error) {
  char text[512] = "";
  const char* data = nullptr;
  size_t length = 0;
  void* object = api_->compile(&kernel, &data, &length, text, sizeof text);
  void* code = nullptr;
  lattice_jit_entry entry = nullptr;
  if (object != nullptr) {
    entry = api_->load(engine_, data, length, &code, text, sizeof text);
    api_->free_object(object);
  }
  if (entry == nullptr) error = text;
  return entry;
}

}  // namespace lattice::python
