#pragma once
#include "codegen/kernel/ir/kernel.h"

namespace lattice::kernel {

/// The registers an exit writes to the state, in order: values, then iterators, outermost first.
inline void append_registers(const IteratorState& iterator, std::vector<Reg>& out) {
  out.insert(out.end(), iterator.regs.begin(), iterator.regs.end());
  for (const IteratorState& inner : iterator.inner) append_registers(inner, out);
}

inline std::vector<Reg> registers_of(const Exit& exit) {
  std::vector<Reg> out;
  for (const Exit::Value& value : exit.values)
    out.insert(out.end(), value.regs.begin(), value.regs.end());
  for (const Exit::Loop& loop : exit.loops) {
    if (loop.has_iterator) append_registers(loop.iterator, out);
  }
  return out;
}

}  // namespace lattice::kernel
