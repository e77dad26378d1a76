#include "codegen/jit/emit.h"

#include <llvm/IR/Verifier.h>

#include <bit>

#include "codegen/jit/emitter.h"

namespace lattice::jit {

using kernel::Op;
using kernel::Part;

std::unique_ptr<llvm::Module> emit(const kernel::Kernel& kernel, llvm::LLVMContext& context) {
  auto module = std::make_unique<llvm::Module>("kernel", context);
  llvm::Type* word = llvm::Type::getInt64Ty(context);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  std::vector<llvm::Function*> functions;
  for (size_t i = 0; i < kernel.functions.size(); ++i) {
    std::vector<llvm::Type*> parameters;
    if (i == 0) {
      parameters = {pointer, pointer};
    } else {
      // runtime, results, calls that may still nest, arguments
      parameters = {pointer, pointer, word};
      for (const kernel::Reg reg : kernel.functions[i].parameters) {
        const Part part = kernel.functions[i].registers[reg];
        parameters.push_back(part == Part::Float  ? llvm::Type::getDoubleTy(context)
                             : part == Part::Ref  ? pointer
                             : part == Part::Bool ? llvm::Type::getInt1Ty(context)
                                                  : word);
      }
    }
    llvm::Type* result = i == 0 ? word : llvm::Type::getInt1Ty(context);
    auto* made = llvm::Function::Create(
        llvm::FunctionType::get(result, parameters, false),
        i == 0 ? llvm::Function::ExternalLinkage : llvm::Function::InternalLinkage,
        i == 0 ? "kernel" : "called", *module);
    made->setDoesNotThrow();
    made->getArg(i == 0 ? 0 : 1)->addAttr(llvm::Attribute::NoAlias);
    functions.push_back(made);
  }
  for (uint32_t i = 0; i < kernel.functions.size(); ++i) {
    if (kernel.functions[i].blocks.empty()) {
      // A function that was refused after all; nothing calls it.
      llvm::IRBuilder<> ir(llvm::BasicBlock::Create(context, "", functions[i]));
      ir.CreateUnreachable();
      continue;
    }
    Emitter(*module, kernel, functions, i).run();
  }
  return module;
}

Emitter::Emitter(llvm::Module& module, const kernel::Kernel& kernel,
                 const std::vector<llvm::Function*>& functions, uint32_t index)
    : module_(module),
      kernel_(kernel),
      function_(kernel.functions[index]),
      functions_(functions),
      made_(functions[index]),
      ir_(module.getContext()),
      entry_(index == 0) {}

llvm::Type* Emitter::type_of(Part part) {
  switch (part) {
    case Part::Int:
      return ir_.getInt64Ty();
    case Part::Float:
      return ir_.getDoubleTy();
    case Part::Bool:
      return ir_.getInt1Ty();
    case Part::Ref:
      return ir_.getPtrTy();
  }
  return nullptr;
}

llvm::BasicBlock* Emitter::new_block(const char* name) {
  return llvm::BasicBlock::Create(module_.getContext(), name, made_);
}

llvm::Value* Emitter::get(Reg reg) {
  return ir_.CreateLoad(type_of(function_.registers[reg]), slots_[reg.index()]);
}

void Emitter::set(Reg reg, llvm::Value* value) { ir_.CreateStore(value, slots_[reg.index()]); }

llvm::Function* Emitter::helper(const char* name, llvm::Type* result,
                                llvm::ArrayRef<llvm::Type*> types, bool pure) {
  if (llvm::Function* found = module_.getFunction(name)) return found;
  auto* made = llvm::Function::Create(llvm::FunctionType::get(result, types, false),
                                      llvm::Function::ExternalLinkage, name, module_);
  made->setDoesNotThrow();
  made->setWillReturn();
  if (pure) made->setDoesNotAccessMemory();
  return made;
}

void Emitter::run() {
  ir_.SetInsertPoint(new_block("entry"));
  for (const kernel::Reg reg : function_.registers.ids()) {
    llvm::Type* type = type_of(function_.registers[reg]);
    slots_.push_back(ir_.CreateAlloca(type));
    // A register is always written before it is read; LLVM need not know how.
    ir_.CreateStore(llvm::Constant::getNullValue(type), slots_.back());
  }
  counter_ = ir_.CreateAlloca(ir_.getInt64Ty());
  failed_ = ir_.CreateAlloca(ir_.getInt64Ty());
  ir_.CreateStore(number(0), counter_);
  ir_.CreateStore(number(0), failed_);
  if (entry_) {
    state_ = made_->getArg(0);
    runtime_ = made_->getArg(1);
    depth_ = number(0);
    if (kernel_.functions.size() > 1) {
      depth_ =
          ir_.CreateCall(helper("lk_depth", ir_.getInt64Ty(), {ir_.getPtrTy()}, true), {runtime_});
    }
    for (size_t i = 0; i < function_.parameters.size(); ++i) {
      const Reg reg = function_.parameters[i];
      const Part part = function_.registers[reg];
      llvm::Value* from = ir_.CreateConstGEP1_64(ir_.getInt64Ty(), state_, i);
      llvm::Type* stored = part == Part::Bool ? ir_.getInt64Ty() : type_of(part);
      llvm::Value* value = ir_.CreateLoad(stored, from);
      set(reg, part == Part::Bool ? ir_.CreateTrunc(value, ir_.getInt1Ty()) : value);
    }
  } else {
    runtime_ = made_->getArg(0);
    results_ = made_->getArg(1);
    depth_ = made_->getArg(2);
    for (size_t i = 0; i < function_.parameters.size(); ++i)
      set(function_.parameters[i], made_->getArg(static_cast<unsigned>(i + 3)));
  }
  for (size_t i = 0; i < function_.blocks.size(); ++i) blocks_.push_back(new_block("block"));
  ir_.CreateBr(blocks_[0]);
  for (const kernel::BlockId id : function_.blocks.ids()) {
    ir_.SetInsertPoint(blocks_[id.index()]);
    for (const Instruction& at : function_.blocks[id].code) step(at);
  }
  emit_exits();
}

void Emitter::step(const Instruction& at) {
  switch (at.op) {
    case Op::ConstI:
      return set(at.out, number(at.imm));
    case Op::ConstF:
      return set(at.out, llvm::ConstantFP::get(ir_.getDoubleTy(), std::bit_cast<double>(at.imm)));
    case Op::ConstB:
      return set(at.out, ir_.getInt1(at.imm != 0));
    case Op::Move:
      return set(at.out, get(at.a));
    case Op::Select:
      return set(at.out, ir_.CreateSelect(get(at.a), get(at.b), get(at.c)));
    case Op::NotB:
      return set(at.out, ir_.CreateNot(get(at.a)));
    case Op::AndB:
      return set(at.out, ir_.CreateAnd(get(at.a), get(at.b)));
    case Op::OrB:
      return set(at.out, ir_.CreateOr(get(at.a), get(at.b)));
    case Op::XorB:
      return set(at.out, ir_.CreateXor(get(at.a), get(at.b)));
    case Op::SameR:
      return set(at.out, ir_.CreateICmpEQ(get(at.a), get(at.b)));
    default:
      break;
  }
  if (at.op >= Op::Len && at.op <= Op::Shrink) return step_list(at);
  if (at.op >= Op::Jump) return control(at);
  if (at.op >= Op::AddI && at.op <= Op::TripCount) return step_integer(at);
  step_float(at);
}

void Emitter::step_integer(const Instruction& at) {
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    set(at.out, ir_.CreateICmp(predicate, get(at.a), get(at.b)));
  };
  switch (at.op) {
    case Op::AddI:
      return checked(at, llvm::Intrinsic::sadd_with_overflow);
    case Op::SubI:
    case Op::NegI:
      return checked(at, llvm::Intrinsic::ssub_with_overflow);
    case Op::MulI:
      return checked(at, llvm::Intrinsic::smul_with_overflow);
    case Op::AbsI: {
      llvm::Value* value = get(at.a);
      guard(ir_.CreateICmpNE(value, number(INT64_MIN)), at.exit);
      return set(at.out, ir_.CreateBinaryIntrinsic(llvm::Intrinsic::abs, value, ir_.getTrue()));
    }
    case Op::FloorDivI:
    case Op::ModI:
    case Op::DivI:
      return divide(at);
    case Op::PowI:
      return failing(at, "lk_power_int", ir_.getInt64Ty(), {get(at.a), get(at.b)});
    case Op::ShlI:
    case Op::ShrI:
      return shift(at);
    case Op::AndI:
      return set(at.out, ir_.CreateAnd(get(at.a), get(at.b)));
    case Op::OrI:
      return set(at.out, ir_.CreateOr(get(at.a), get(at.b)));
    case Op::XorI:
      return set(at.out, ir_.CreateXor(get(at.a), get(at.b)));
    case Op::InvertI:
      return set(at.out, ir_.CreateNot(get(at.a)));
    case Op::EqI:
      return compare(llvm::CmpInst::ICMP_EQ);
    case Op::NeI:
      return compare(llvm::CmpInst::ICMP_NE);
    case Op::LtI:
      return compare(llvm::CmpInst::ICMP_SLT);
    case Op::LeI:
      return compare(llvm::CmpInst::ICMP_SLE);
    case Op::GtI:
      return compare(llvm::CmpInst::ICMP_SGT);
    case Op::GeI:
      return compare(llvm::CmpInst::ICMP_SGE);
    case Op::LtU:
      return compare(llvm::CmpInst::ICMP_ULT);
    case Op::AddWrap:
      return set(at.out, ir_.CreateAdd(get(at.a), get(at.b)));
    case Op::SubWrap:
      return set(at.out, ir_.CreateSub(get(at.a), get(at.b)));
    case Op::TripCount: {
      llvm::Value* start = get(at.a);
      llvm::Value* stop = get(at.b);
      llvm::Value* step = get(at.c);
      llvm::Value* up = ir_.CreateICmpSGT(step, number(0));
      llvm::Value* size = ir_.CreateSelect(up, step, ir_.CreateNeg(step));
      llvm::Value* from = ir_.CreateSelect(up, start, stop);
      llvm::Value* to = ir_.CreateSelect(up, stop, start);
      llvm::Value* some = ir_.CreateICmpSLT(from, to);
      llvm::Value* span = ir_.CreateSub(ir_.CreateSub(to, from), number(1));
      // The step was tested, but LLVM may compute this before.
      llvm::Value* divisor = ir_.CreateSelect(ir_.CreateICmpEQ(size, number(0)), number(1), size);
      llvm::Value* count = ir_.CreateAdd(ir_.CreateUDiv(span, divisor), number(1));
      return set(at.out, ir_.CreateSelect(some, count, number(0)));
    }
    default:
      return;
  }
}

void Emitter::step_float(const Instruction& at) {
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    set(at.out, ir_.CreateFCmp(predicate, get(at.a), get(at.b)));
  };
  llvm::Type* real = ir_.getDoubleTy();
  switch (at.op) {
    case Op::AddF:
      return set(at.out, ir_.CreateFAdd(get(at.a), get(at.b)));
    case Op::SubF:
      return set(at.out, ir_.CreateFSub(get(at.a), get(at.b)));
    case Op::MulF:
      return set(at.out, ir_.CreateFMul(get(at.a), get(at.b)));
    case Op::NegF:
      return set(at.out, ir_.CreateFNeg(get(at.a)));
    case Op::AbsF:
      return set(at.out, ir_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, get(at.a)));
    case Op::QuotF:
      return set(at.out, ir_.CreateFDiv(get(at.a), get(at.b)));
    case Op::DivF:
    case Op::FloorDivF:
    case Op::ModF: {
      llvm::Value* a = get(at.a);
      llvm::Value* b = get(at.b);
      guard(ir_.CreateFCmpUNE(b, llvm::ConstantFP::get(real, 0.0)), at.exit);
      if (at.op == Op::DivF) return set(at.out, ir_.CreateFDiv(a, b));
      llvm::Function* function =
          helper(at.op == Op::ModF ? "lk_modulo" : "lk_floor_divide", real, {real, real}, true);
      return set(at.out, ir_.CreateCall(function, {a, b}));
    }
    case Op::PowF:
      return failing(at, "lk_power", real, {get(at.a), get(at.b)});
    case Op::EqF:
      return compare(llvm::CmpInst::FCMP_OEQ);
    case Op::NeF:
      return compare(llvm::CmpInst::FCMP_UNE);
    case Op::LtF:
      return compare(llvm::CmpInst::FCMP_OLT);
    case Op::LeF:
      return compare(llvm::CmpInst::FCMP_OLE);
    case Op::GtF:
      return compare(llvm::CmpInst::FCMP_OGT);
    case Op::GeF:
      return compare(llvm::CmpInst::FCMP_OGE);
    case Op::Math1:
    case Op::Math2:
      return math(at);
    case Op::IsFinite:
      return set(at.out, is_finite(get(at.a)));
    case Op::ItoF:
      return set(at.out, ir_.CreateSIToFP(get(at.a), real));
    case Op::ExactItoF: {
      llvm::Value* value = get(at.a);
      guard(exact(value), at.exit);
      return set(at.out, ir_.CreateSIToFP(value, real));
    }
    case Op::BtoI:
      return set(at.out, ir_.CreateZExt(get(at.a), ir_.getInt64Ty()));
    case Op::FtoI:
    case Op::FloorFtoI:
    case Op::CeilFtoI:
    case Op::RoundFtoI:
      return to_int(at);
    default:
      return;
  }
}

void Emitter::control(const Instruction& at) {
  switch (at.op) {
    case Op::Jump:
      ir_.CreateBr(block(static_cast<uint32_t>(at.imm)));
      return;
    case Op::Branch:
      ir_.CreateCondBr(get(at.a), block(static_cast<uint32_t>(at.imm)), block(at.exit));
      return;
    case Op::Leave:
      ir_.CreateBr(exit_block(at.exit));
      return;
    case Op::Return: {
      const kernel::CallSite& values = function_.calls[static_cast<size_t>(at.imm)];
      for (size_t i = 0; i < values.results.size(); ++i) {
        ir_.CreateStore(get(values.results[i]),
                        ir_.CreateConstGEP1_64(ir_.getInt64Ty(), results_, i));
      }
      ir_.CreateRet(ir_.getFalse());
      return;
    }
    case Op::Guard:
      return guard(get(at.a), at.exit);
    case Op::Poll:
      return poll(at);
    case Op::Call:
      return call(at);
    default:
      return;
  }
}

void Emitter::call(const Instruction& at) {
  const kernel::CallSite& site = function_.calls[static_cast<size_t>(at.imm)];
  const kernel::Function& callee = kernel_.functions[site.function];
  guard(ir_.CreateICmpSGT(depth_, number(0)), at.exit);
  llvm::IRBuilder<> top(&made_->getEntryBlock(), made_->getEntryBlock().begin());
  llvm::Value* results =
      top.CreateAlloca(ir_.getInt64Ty(), ir_.getInt64(std::max<size_t>(1, site.results.size())));
  std::vector<llvm::Value*> arguments = {runtime_, results, ir_.CreateSub(depth_, number(1))};
  for (const Reg reg : site.arguments) arguments.push_back(get(reg));
  llvm::Value* left = ir_.CreateCall(functions_[site.function], arguments);
  guard(ir_.CreateNot(left), at.exit);
  for (size_t i = 0; i < site.results.size(); ++i) {
    llvm::Value* from = ir_.CreateConstGEP1_64(ir_.getInt64Ty(), results, i);
    set(site.results[i], ir_.CreateLoad(type_of(callee.result_parts[i]), from));
  }
}

}  // namespace lattice::jit
