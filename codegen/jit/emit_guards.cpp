#include <limits>

#include "codegen/jit/emitter.h"
#include "codegen/kernel/ir/exit.h"

namespace lattice::jit {

using kernel::MathFunction;
using kernel::Op;
using kernel::Part;

void Emitter::guard(llvm::Value* held, uint32_t exit) {
  llvm::BasicBlock* on = new_block("on");
  llvm::MDBuilder weights(module_.getContext());
  ir_.CreateCondBr(held, on, exit_block(exit), weights.createBranchWeights(1U << 20, 1));
  ir_.SetInsertPoint(on);
}

llvm::BasicBlock* Emitter::exit_block(uint32_t exit) {
  const auto [found, added] = exits_.try_emplace(exit);
  if (added) found->second = new_block("exit");
  return found->second;
}

void Emitter::emit_exits() {
  for (const auto& [exit, made] : exits_) {
    ir_.SetInsertPoint(made);
    if (!entry_) {
      ir_.CreateRet(ir_.getTrue());
      continue;
    }
    size_t next = 0;
    for (const Reg reg : kernel::registers_of(function_.exits[exit])) {
      llvm::Value* value = get(reg);
      if (function_.registers[reg] == Part::Bool) value = ir_.CreateZExt(value, ir_.getInt64Ty());
      ir_.CreateStore(value, ir_.CreateConstGEP1_64(ir_.getInt64Ty(), state_, next++));
    }
    ir_.CreateRet(number(exit));
  }
}

void Emitter::checked(const Instruction& at, llvm::Intrinsic::ID id) {
  const bool negate = at.op == Op::NegI;
  llvm::Value* a = negate ? number(0) : get(at.a);
  llvm::Value* b = negate ? get(at.a) : get(at.b);
  llvm::Value* both = ir_.CreateBinaryIntrinsic(id, a, b);
  guard(ir_.CreateNot(ir_.CreateExtractValue(both, 1)), at.exit);
  set(at.out, ir_.CreateExtractValue(both, 0));
}

llvm::Value* Emitter::exact(llvm::Value* value) {
  constexpr int64_t kLimit = int64_t{1} << 53;
  return ir_.CreateICmpULE(ir_.CreateAdd(value, number(kLimit)), number(2 * kLimit));
}

void Emitter::divide(const Instruction& at) {
  llvm::Value* a = get(at.a);
  llvm::Value* b = get(at.b);
  guard(ir_.CreateICmpNE(b, number(0)), at.exit);
  if (at.op == Op::DivI) {
    guard(ir_.CreateAnd(exact(a), exact(b)), at.exit);
    llvm::Type* real = ir_.getDoubleTy();
    return set(at.out, ir_.CreateFDiv(ir_.CreateSIToFP(a, real), ir_.CreateSIToFP(b, real)));
  }
  llvm::Value* overflow =
      ir_.CreateAnd(ir_.CreateICmpEQ(a, number(std::numeric_limits<int64_t>::min())),
                    ir_.CreateICmpEQ(b, number(-1)));
  guard(ir_.CreateNot(overflow), at.exit);
  llvm::Value* rest = ir_.CreateSRem(a, b);
  llvm::Value* other_sign = ir_.CreateICmpSLT(ir_.CreateXor(rest, b), number(0));
  llvm::Value* inexact = ir_.CreateAnd(ir_.CreateICmpNE(rest, number(0)), other_sign);
  if (at.op == Op::ModI)
    return set(at.out, ir_.CreateSelect(inexact, ir_.CreateAdd(rest, b), rest));
  llvm::Value* quotient = ir_.CreateSDiv(a, b);
  set(at.out, ir_.CreateSub(quotient, ir_.CreateZExt(inexact, ir_.getInt64Ty())));
}

void Emitter::shift(const Instruction& at) {
  llvm::Value* a = get(at.a);
  llvm::Value* count = get(at.b);
  guard(ir_.CreateICmpSGE(count, number(0)), at.exit);
  llvm::Value* small = ir_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, count, number(63));
  if (at.op == Op::ShrI) return set(at.out, ir_.CreateAShr(a, small));
  llvm::Value* shifted = ir_.CreateShl(a, small);
  llvm::Value* same = ir_.CreateICmpEQ(ir_.CreateAShr(shifted, small), a);
  llvm::Value* fits = ir_.CreateAnd(ir_.CreateICmpULT(count, number(63)), same);
  llvm::Value* zero = ir_.CreateICmpEQ(a, number(0));
  guard(ir_.CreateOr(zero, fits), at.exit);
  set(at.out, ir_.CreateSelect(zero, number(0), shifted));
}

llvm::Value* Emitter::is_finite(llvm::Value* value) {
  llvm::Value* size = ir_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, value);
  return ir_.CreateFCmpOLT(size, llvm::ConstantFP::getInfinity(ir_.getDoubleTy()));
}

void Emitter::math(const Instruction& at) {
  const auto which = static_cast<MathFunction>(at.imm);
  llvm::Type* real = ir_.getDoubleTy();
  llvm::Value* a = get(at.a);
  llvm::Value* b = at.op == Op::Math2 ? get(at.b) : nullptr;
  const std::string name = "lk_math_" + std::string(to_string(which));
  llvm::Value* result = nullptr;
  if (which == MathFunction::sqrt) {
    // Correctly rounded by both.
    result = ir_.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, a);
  } else if (which == MathFunction::copysign) {
    result = ir_.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, a, b);
    return set(at.out, result);
  } else if (b != nullptr) {
    result = ir_.CreateCall(helper(name.c_str(), real, {real, real}, true), {a, b});
  } else {
    result = ir_.CreateCall(helper(name.c_str(), real, {real}, true), {a});
  }
  llvm::Value* finite = is_finite(result);
  llvm::Value* held = nullptr;
  if (b != nullptr) {
    held = ir_.CreateAnd(finite, ir_.CreateAnd(is_finite(a), is_finite(b)));
  } else {
    // A nan from a nan and an infinity from what is not finite are no errors.
    llvm::Value* nan_result = ir_.CreateFCmpUNO(result, result);
    llvm::Value* nan = ir_.CreateAnd(nan_result, ir_.CreateFCmpUNO(a, a));
    llvm::Value* infinite = ir_.CreateAnd(ir_.CreateNot(nan_result), ir_.CreateNot(is_finite(a)));
    held = ir_.CreateOr(finite, ir_.CreateOr(nan, infinite));
  }
  guard(held, at.exit);
  set(at.out, result);
}

void Emitter::to_int(const Instruction& at) {
  llvm::Value* value = get(at.a);
  if (at.op == Op::FloorFtoI) {
    value = ir_.CreateUnaryIntrinsic(llvm::Intrinsic::floor, value);
  } else if (at.op == Op::CeilFtoI) {
    value = ir_.CreateUnaryIntrinsic(llvm::Intrinsic::ceil, value);
  } else if (at.op == Op::RoundFtoI) {
    value = ir_.CreateUnaryIntrinsic(llvm::Intrinsic::roundeven, value);
  }
  llvm::Type* real = ir_.getDoubleTy();
  constexpr double kLimit = 9223372036854775808.0;
  llvm::Value* above = ir_.CreateFCmpOGE(value, llvm::ConstantFP::get(real, -kLimit));
  llvm::Value* below = ir_.CreateFCmpOLT(value, llvm::ConstantFP::get(real, kLimit));
  guard(ir_.CreateAnd(above, below), at.exit);
  set(at.out, ir_.CreateFPToSI(value, ir_.getInt64Ty()));
}

void Emitter::failing(const Instruction& at, const char* name, llvm::Type* result,
                      llvm::ArrayRef<llvm::Value*> arguments) {
  std::vector<llvm::Value*> all(arguments.begin(), arguments.end());
  all.push_back(failed_);
  std::vector<llvm::Type*> types;
  types.reserve(all.size());
  for (const llvm::Value* value : all) types.push_back(value->getType());
  llvm::Function* function = helper(name, result, types, false);
  function->setOnlyAccessesArgMemory();
  llvm::Value* value = ir_.CreateCall(function, all);
  llvm::Value* failed = ir_.CreateLoad(ir_.getInt64Ty(), failed_);
  guard(ir_.CreateICmpEQ(failed, number(0)), at.exit);
  set(at.out, value);
}

void Emitter::poll(const Instruction& at) {
  llvm::Value* count = ir_.CreateAdd(ir_.CreateLoad(ir_.getInt64Ty(), counter_), get(at.a));
  ir_.CreateStore(count, counter_);
  llvm::BasicBlock* ask = new_block("ask");
  llvm::BasicBlock* on = new_block("on");
  llvm::MDBuilder weights(module_.getContext());
  ir_.CreateCondBr(ir_.CreateICmpUGE(count, number(kernel::kPollInterval)), ask, on,
                   weights.createBranchWeights(1, 1U << 16));
  ir_.SetInsertPoint(ask);
  ir_.CreateStore(number(0), counter_);
  llvm::Function* function = helper("lk_poll", ir_.getInt64Ty(), {ir_.getPtrTy()}, false);
  // It may change nothing that compiled code sees.
  function->setOnlyAccessesInaccessibleMemory();
  llvm::Value* stop = ir_.CreateCall(function, {runtime_});
  ir_.CreateCondBr(ir_.CreateICmpEQ(stop, number(0)), on, exit_block(at.exit));
  ir_.SetInsertPoint(on);
}

}  // namespace lattice::jit
