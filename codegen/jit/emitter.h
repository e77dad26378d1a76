#pragma once
// Private to codegen/jit.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/MDBuilder.h>

#include <map>

#include "codegen/jit/emit.h"

namespace lattice::jit {

/// Emits one function of a kernel. Registers are stack slots that LLVM turns into values.
class Emitter {
 public:
  Emitter(llvm::Module& module, const kernel::Kernel& kernel,
          const std::vector<llvm::Function*>& functions, uint32_t index);
  void run();

 private:
  using Reg = kernel::Reg;
  using Instruction = kernel::Instruction;

  // emit.cpp
  void step(const Instruction& at);
  void step_integer(const Instruction& at);
  void step_float(const Instruction& at);
  void control(const Instruction& at);
  void call(const Instruction& at);
  llvm::Type* type_of(kernel::Part part);
  llvm::Value* get(Reg reg);
  void set(Reg reg, llvm::Value* value);
  llvm::BasicBlock* block(uint32_t id) { return blocks_[id]; }
  llvm::BasicBlock* new_block(const char* name);
  llvm::Value* number(int64_t value) { return ir_.getInt64(static_cast<uint64_t>(value)); }
  llvm::Function* helper(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Type*> types,
                         bool pure);

  // emit_guards.cpp
  /// Goes on where `held` is true, else leaves through the exit.
  void guard(llvm::Value* held, uint32_t exit);
  llvm::BasicBlock* exit_block(uint32_t exit);
  void emit_exits();
  void checked(const Instruction& at, llvm::Intrinsic::ID id);
  void divide(const Instruction& at);
  void shift(const Instruction& at);
  void math(const Instruction& at);
  void to_int(const Instruction& at);
  llvm::Value* is_finite(llvm::Value* value);
  llvm::Value* exact(llvm::Value* value);
  /// Calls a helper that reports failure through a pointer.
  void failing(const Instruction& at, const char* name, llvm::Type* result,
               llvm::ArrayRef<llvm::Value*> arguments);
  void poll(const Instruction& at);

  // emit_list.cpp
  void step_list(const Instruction& at);
  llvm::Value* header(llvm::Value* list, unsigned field, llvm::Type* type);
  llvm::Value* element(const Instruction& at, llvm::Type* type, bool complex);
  llvm::MDNode* tag(kernel::Part part);
  /// Whether the list in the register holds complex numbers.
  bool is_complex(const Instruction& at) const;

  llvm::Module& module_;
  const kernel::Kernel& kernel_;
  const kernel::Function& function_;
  const std::vector<llvm::Function*>& functions_;
  llvm::Function* made_;
  llvm::IRBuilder<> ir_;
  bool entry_;
  llvm::Value* runtime_ = nullptr;
  llvm::Value* state_ = nullptr;
  llvm::Value* depth_ = nullptr;
  llvm::Value* results_ = nullptr;
  llvm::Value* counter_ = nullptr;
  llvm::Value* failed_ = nullptr;
  std::vector<llvm::AllocaInst*> slots_;
  std::vector<llvm::BasicBlock*> blocks_;
  std::map<uint32_t, llvm::BasicBlock*> exits_;
};

}  // namespace lattice::jit
