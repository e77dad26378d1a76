#include "codegen/jit/emitter.h"

namespace lattice::jit {

using kernel::Op;
using kernel::Part;

namespace {
// The first fields of lattice::kernel::List.
constexpr unsigned kData = 0;
constexpr unsigned kSize = 1;
constexpr unsigned kCapacity = 2;
}  // namespace

// Headers and elements of different kinds never overlap, so that lengths stay in registers while
// elements are written.
llvm::MDNode* Emitter::tag(Part part) {
  llvm::MDBuilder builder(module_.getContext());
  llvm::MDNode* root = builder.createTBAARoot("lattice");
  constexpr const char* kNames[] = {"int", "float", "bool", "ref"};
  llvm::MDNode* type = builder.createTBAAScalarTypeNode(kNames[static_cast<size_t>(part)], root);
  return builder.createTBAAStructTagNode(type, type, 0);
}

llvm::Value* Emitter::header(llvm::Value* list, unsigned field, llvm::Type* type) {
  llvm::MDBuilder builder(module_.getContext());
  llvm::MDNode* node =
      builder.createTBAAScalarTypeNode("header", builder.createTBAARoot("lattice"));
  llvm::Value* from = ir_.CreateConstGEP1_64(ir_.getInt64Ty(), list, field);
  llvm::LoadInst* load = ir_.CreateLoad(type, from);
  load->setMetadata(llvm::LLVMContext::MD_tbaa, builder.createTBAAStructTagNode(node, node, 0));
  return load;
}

llvm::Value* Emitter::element(const Instruction& at, llvm::Type* type, bool complex) {
  llvm::Value* data = header(get(at.a), kData, ir_.getPtrTy());
  llvm::Value* index = get(at.b);
  if (complex) {
    index = ir_.CreateAdd(ir_.CreateShl(index, 1), number(at.imm & 1));
  }
  return ir_.CreateInBoundsGEP(type, data, index);
}

void Emitter::step_list(const Instruction& at) {
  llvm::Type* word = ir_.getInt64Ty();
  llvm::Type* pointer = ir_.getPtrTy();
  const auto made = [&](llvm::Value* list) {
    guard(ir_.CreateICmpNE(list, llvm::ConstantPointerNull::get(ir_.getPtrTy())), at.exit);
    set(at.out, list);
  };
  const auto resize = [&](int64_t by) {
    llvm::Value* list = get(at.a);
    llvm::Value* size = ir_.CreateAdd(header(list, kSize, word), number(by));
    llvm::MDBuilder builder(module_.getContext());
    llvm::MDNode* node =
        builder.createTBAAScalarTypeNode("header", builder.createTBAARoot("lattice"));
    llvm::StoreInst* store = ir_.CreateStore(size, ir_.CreateConstGEP1_64(word, list, kSize));
    store->setMetadata(llvm::LLVMContext::MD_tbaa, builder.createTBAAStructTagNode(node, node, 0));
  };
  switch (at.op) {
    case Op::Len:
      return set(at.out, header(get(at.a), kSize, word));
    case Op::Index: {
      llvm::Value* size = header(get(at.a), kSize, word);
      llvm::Value* index = get(at.b);
      llvm::Value* from_end = ir_.CreateAdd(index, size);
      llvm::Value* real = ir_.CreateSelect(ir_.CreateICmpSLT(index, number(0)), from_end, index);
      guard(ir_.CreateICmpULT(real, size), at.exit);
      return set(at.out, real);
    }
    case Op::Load: {
      const Part part = function_.registers[at.out];
      llvm::Type* type = part == Part::Bool ? ir_.getInt8Ty() : type_of(part);
      llvm::LoadInst* load = ir_.CreateLoad(type, element(at, type, at.imm >= 2));
      load->setMetadata(llvm::LLVMContext::MD_tbaa, tag(part));
      return set(at.out, part == Part::Bool ? ir_.CreateTrunc(load, ir_.getInt1Ty())
                                            : static_cast<llvm::Value*>(load));
    }
    case Op::Store: {
      const Part part = function_.registers[at.c];
      llvm::Type* type = part == Part::Bool ? ir_.getInt8Ty() : type_of(part);
      llvm::Value* value = get(at.c);
      if (part == Part::Bool) value = ir_.CreateZExt(value, type);
      llvm::StoreInst* store = ir_.CreateStore(value, element(at, type, at.imm >= 2));
      store->setMetadata(llvm::LLVMContext::MD_tbaa, tag(part));
      return;
    }
    case Op::NewList:
      return made(ir_.CreateCall(helper("lk_new_list", pointer, {pointer, word, word}, false),
                                 {runtime_, number(at.imm), get(at.a)}));
    case Op::Repeat:
      return made(ir_.CreateCall(helper("lk_repeat", pointer, {pointer, pointer, word}, false),
                                 {runtime_, get(at.a), get(at.b)}));
    case Op::Concat:
      return made(ir_.CreateCall(helper("lk_concat", pointer, {pointer, pointer, pointer}, false),
                                 {runtime_, get(at.a), get(at.b)}));
    case Op::Slice:
      return made(ir_.CreateCall(helper("lk_slice", pointer, {pointer, pointer, word, word}, false),
                                 {runtime_, get(at.a), get(at.b), get(at.c)}));
    case Op::Reserve: {
      llvm::Value* list = get(at.a);
      llvm::BasicBlock* more = new_block("more");
      llvm::BasicBlock* on = new_block("on");
      llvm::Value* room =
          ir_.CreateICmpSLT(header(list, kSize, word), header(list, kCapacity, word));
      ir_.CreateCondBr(room, on, more);
      ir_.SetInsertPoint(more);
      llvm::Value* got =
          ir_.CreateCall(helper("lk_reserve", word, {pointer, pointer}, false), {runtime_, list});
      ir_.CreateCondBr(ir_.CreateICmpNE(got, number(0)), on, exit_block(at.exit));
      ir_.SetInsertPoint(on);
      return;
    }
    case Op::Grow:
      return resize(1);
    case Op::Shrink:
      return resize(-1);
    default:
      return;
  }
}

}  // namespace lattice::jit
