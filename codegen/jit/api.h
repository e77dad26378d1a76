#pragma once
// All that a program and the LLVM plugin share: one C table. The plugin is opened at run time and
// links nothing of the program; both come from one build, and `build` says so.
#include <cstddef>
#include <cstdint>

// NOLINTBEGIN(readability-identifier-naming): the names of C, as the symbol that is looked up is.
extern "C" {

struct lattice_jit_symbol {
  const char* name;
  void* address;
};

/// Runs a kernel; see lattice::kernel::evaluate. `runtime` is a lattice::kernel::Runtime.
using lattice_jit_entry = int64_t (*)(int64_t* state, void* runtime);

struct lattice_jit_api {
  /// Version of this table and of the kernel IR.
  const char* build;
  const char* (*llvm_version)();
  /// Name and features of this processor: part of the key of compiled code.
  const char* (*processor)();
  /// Null on failure, with a reason in `error`. The symbols are copied.
  void* (*create)(const lattice_jit_symbol* symbols, size_t count, char* error, size_t size);
  /// Compiles a lattice::kernel::Kernel to an object file, without an engine: any thread may. The
  /// result is freed with `free_object`. Null on failure.
  void* (*compile)(const void* kernel, const char** data, size_t* length, char* error, size_t size);
  void (*free_object)(void* object);
  /// Loads an object; null on failure. `code` is what `unload` wants.
  lattice_jit_entry (*load)(void* engine, const char* data, size_t length, void** code, char* error,
                            size_t size);
  void (*unload)(void* engine, void* code);
};

using lattice_jit_open = const lattice_jit_api* (*)();
}
// NOLINTEND(readability-identifier-naming)

#define LATTICE_JIT_BUILD "lattice kernel 1"
