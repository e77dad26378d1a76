#pragma once
#include <llvm/IR/Module.h>

#include <memory>

#include "codegen/kernel/ir/kernel.h"

namespace lattice::jit {

/// The kernel as LLVM IR: one function for each of its functions; `kernel` is the entry.
/// Never fails for a kernel that `kernel::verify` accepts.
std::unique_ptr<llvm::Module> emit(const kernel::Kernel& kernel, llvm::LLVMContext& context);

}  // namespace lattice::jit
