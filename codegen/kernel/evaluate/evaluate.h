#pragma once
#include "codegen/kernel/ir/kernel.h"
#include "codegen/kernel/runtime/runtime.h"

namespace lattice::kernel {

/// One register or word of state: an int64, the bits of a double, 0 or 1, or a `List*`.
using Word = int64_t;

/// Runs the kernel as its definition says, one instruction at a time: the reference for compiled
/// code. `state` holds the parameters of the entry and receives what the exit writes; the result
/// is the number of the exit.
int64_t evaluate(const Kernel& kernel, Word* state, Runtime& runtime);

}  // namespace lattice::kernel
