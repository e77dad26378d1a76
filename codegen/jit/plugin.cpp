#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include <cstdio>
#include <mutex>

#include "codegen/jit/api.h"
#include "codegen/jit/emit.h"

namespace {

using namespace llvm;

void report(char* error, size_t size, Error problem) {
  std::snprintf(error, size, "%s", toString(std::move(problem)).c_str());
}

void initialize() {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
  });
}

Expected<std::unique_ptr<TargetMachine>> target_machine() {
  initialize();
  auto builder = orc::JITTargetMachineBuilder::detectHost();
  if (!builder) return builder.takeError();
  // a * b + c is two roundings in CPython.
  builder->getOptions().AllowFPOpFusion = FPOpFusion::Strict;
  builder->setCodeGenOptLevel(CodeGenOptLevel::Default);
  builder->setRelocationModel(Reloc::PIC_);
  builder->setCodeModel(CodeModel::Small);
  return builder->createTargetMachine();
}

void optimize(Module& module, TargetMachine& target) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager calls;
  ModuleAnalysisManager modules;
  PassBuilder passes(&target);
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(calls);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, calls, modules);
  passes.buildPerModuleDefaultPipeline(OptimizationLevel::O2).run(module, modules);
}

struct Object {
  std::unique_ptr<MemoryBuffer> bytes;
};

void* compile(const void* given, const char** data, size_t* length, char* error, size_t size) {
  auto target = target_machine();
  if (!target) {
    report(error, size, target.takeError());
    return nullptr;
  }
  LLVMContext context;
  auto module = lattice::jit::emit(*static_cast<const lattice::kernel::Kernel*>(given), context);
  module->setDataLayout((*target)->createDataLayout());
  module->setTargetTriple((*target)->getTargetTriple().str());
  std::string problem;
  raw_string_ostream stream(problem);
  if (verifyModule(*module, &stream)) {
    std::snprintf(error, size, "%s", problem.c_str());
    return nullptr;
  }
  optimize(*module, **target);
  auto object = orc::SimpleCompiler(**target)(*module);
  if (!object) {
    report(error, size, object.takeError());
    return nullptr;
  }
  *data = (*object)->getBufferStart();
  *length = (*object)->getBufferSize();
  return new Object{std::move(*object)};
}

void free_object(void* object) { delete static_cast<Object*>(object); }

/// Links objects into this process. Every kernel has a library of its own, so that it can go.
struct Engine {
  std::unique_ptr<orc::ExecutionSession> session;
  std::unique_ptr<orc::ObjectLinkingLayer> layer;
  orc::SymbolMap symbols;
  std::mutex mutex;
  uint64_t next = 0;

  ~Engine() {
    if (auto problem = session->endSession()) consumeError(std::move(problem));
  }
};

void* create(const lattice_jit_symbol* symbols, size_t count, char* error, size_t size) {
  initialize();
  auto control = orc::SelfExecutorProcessControl::Create();
  if (!control) {
    report(error, size, control.takeError());
    return nullptr;
  }
  auto engine = std::make_unique<Engine>();
  engine->session = std::make_unique<orc::ExecutionSession>(std::move(*control));
  engine->layer = std::make_unique<orc::ObjectLinkingLayer>(*engine->session);
  for (size_t i = 0; i < count; ++i) {
    engine->symbols[engine->session->intern(symbols[i].name)] = {
        orc::ExecutorAddr::fromPtr(symbols[i].address),
        JITSymbolFlags::Exported | JITSymbolFlags::Callable};
  }
  return engine.release();
}

lattice_jit_entry load(void* given, const char* data, size_t length, void** code, char* error,
                       size_t size) {
  auto& engine = *static_cast<Engine*>(given);
  const std::lock_guard lock(engine.mutex);
  orc::JITDylib& library =
      engine.session->createBareJITDylib("kernel" + std::to_string(engine.next++));
  const auto fail = [&](Error problem) -> lattice_jit_entry {
    report(error, size, std::move(problem));
    consumeError(engine.session->removeJITDylib(library));
    return nullptr;
  };
  if (auto problem = library.define(orc::absoluteSymbols(engine.symbols)))
    return fail(std::move(problem));
  auto bytes = MemoryBuffer::getMemBufferCopy(StringRef(data, length), "kernel");
  if (auto problem = engine.layer->add(library, std::move(bytes))) return fail(std::move(problem));
  auto found = engine.session->lookup({&library}, engine.session->intern("kernel"));
  if (!found) return fail(found.takeError());
  *code = &library;
  return found->getAddress().toPtr<lattice_jit_entry>();
}

void unload(void* given, void* code) {
  auto& engine = *static_cast<Engine*>(given);
  const std::lock_guard lock(engine.mutex);
  consumeError(engine.session->removeJITDylib(*static_cast<orc::JITDylib*>(code)));
}

const char* llvm_version() { return LLVM_VERSION_STRING; }

const char* processor() {
  static const std::string text = [] {
    initialize();
    auto builder = orc::JITTargetMachineBuilder::detectHost();
    if (!builder) {
      consumeError(builder.takeError());
      return std::string();
    }
    return builder->getTargetTriple().str() + " " + builder->getCPU() + " " +
           builder->getFeatures().getString();
  }();
  return text.c_str();
}

constexpr lattice_jit_api kApi{LATTICE_JIT_BUILD, llvm_version, processor, create,
                               compile,           free_object,  load,      unload};

}  // namespace

extern "C" __attribute__((visibility("default"))) const lattice_jit_api* lattice_jit() {
  return &kApi;
}
