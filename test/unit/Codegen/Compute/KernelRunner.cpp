//===- KernelRunner.cpp - Compiles a function and runs it here ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "KernelRunner.h"
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Native/ModelSignature.h"
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "hwlock/Tools/Registration.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"
#include <cstring>
#include <map>
#include <mutex>

using namespace mlir;

namespace hwlock::test {
namespace {

constexpr char kNaiveFront[] = "builtin.module(hwlock-hoist-weights,func.func("
                               "hwlock-guard-gathers))";
constexpr char kNaiveBack[] =
    "builtin.module(func.func(hwlock-mark-read-only),"
    "one-shot-bufferize{bufferize-function-boundaries "
    "function-boundary-type-conversion=identity-layout-map},"
    "buffer-results-to-out-params{hoist-static-allocs modify-public-functions},"
    "func.func(hwlock-plan-memory,hwlock-lower-copies,"
    "hwlock-lower-scalar-loops),"
    "convert-vector-to-scf,expand-strided-metadata,lower-affine,"
    "convert-scf-to-cf,convert-math-to-llvm,convert-math-to-libm,convert-"
    "vector-to-llvm,"
    "finalize-memref-to-llvm,convert-arith-to-llvm,convert-index-to-llvm,"
    "convert-func-to-llvm{use-bare-ptr-memref-call-conv},"
    "convert-cf-to-llvm,reconcile-unrealized-casts)";

/// Memory for a tensor, as aligned as generated code may expect.
struct alignas(64) Line {
  uint8_t bytes[64];
};
using Buffer = std::vector<Line>;

Buffer allocate(uint64_t bytes) { return Buffer(bytes / 64 + 2); }

/// Small numbers of both signs, different for each argument.
void fill(Buffer &buffer, RankedTensorType type, uint32_t seed) {
  Type element = type.getElementType();
  uint32_t state = seed * 2654435761u + 12345;
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    state = state * 1664525u + 1013904223u;
    int value = int(state >> 24) % 17 - 8;
    auto store = [&](auto number) {
      memcpy(reinterpret_cast<char *>(buffer.data()) + i * sizeof(number),
             &number, sizeof(number));
    };
    if (element.isF32())
      store(value / 8.0f);
    else if (element.isF64())
      store(value / 8.0);
    else if (element.isInteger(1))
      store(int8_t(value & 1));
    else if (element.isInteger(8))
      store(int8_t(value));
    else if (element.isInteger(32))
      store(int32_t(value));
    else
      store(int64_t(value));
  }
}

class Runner {
public:
  using Lower = llvm::function_ref<LogicalResult(ModuleOp, bool front)>;

  KernelRun run(const std::string &path, const KernelTarget &target,
                Lower lower) {
    static std::once_flag once;
    std::call_once(once, hwlock::registerAllPasses);
    DialectRegistry registry;
    hwlock::registerAllDialects(registry);
    registerAllToLLVMIRTranslations(registry);
    MLIRContext context(registry, MLIRContext::Threading::DISABLED);
    ScopedDiagnosticHandler messages(&context, [&](Diagnostic &message) {
      std::string text = message.str() + "\n";
      (message.getSeverity() == DiagnosticSeverity::Error ? result.error
                                                          : result.remarks) +=
          text;
      return success();
    });
    auto module = parseSourceFile<ModuleOp>(path, &context);
    if (!module || failed(lower(*module, true)))
      return fail("no front half");
    auto signature = readSignature(*module);
    if (failed(signature) || failed(lower(*module, false)))
      return fail("no back half");
    llvm::LLVMContext llvmContext;
    auto translated = translateModuleToLLVMIR(*module, llvmContext);
    if (!translated)
      return fail("no LLVM IR");
    setKernelFeatures(*translated, target);
    addTrampolines(*translated);
    auto object = emitObject(*translated, Optimisation::Full);
    if (!object)
      return fail(llvm::toString(object.takeError()));
    execute(*signature, std::move(*object));
    return std::move(result);
  }

private:
  KernelRun fail(const std::string &why) {
    result.error += why;
    return std::move(result);
  }

  /// For each function one that takes its arguments as an array.
  void addTrampolines(llvm::Module &module) {
    llvm::IRBuilder<> builder(module.getContext());
    std::vector<llvm::Function *> kernels;
    for (llvm::Function &function : module)
      if (!function.isDeclaration())
        kernels.push_back(&function);
    for (llvm::Function *kernel : kernels) {
      uint64_t bytes = 0;
      kernel->getFnAttribute(kScratchBytesAttr)
          .getValueAsString()
          .getAsInteger(10, bytes);
      scratch[kernel->getName().str()] = bytes;
      auto *type = llvm::FunctionType::get(builder.getVoidTy(),
                                           {builder.getPtrTy()}, false);
      auto *entry =
          llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                 "call." + kernel->getName(), module);
      builder.SetInsertPoint(
          llvm::BasicBlock::Create(module.getContext(), "", entry));
      std::vector<llvm::Value *> arguments;
      for (unsigned i = 0; i < kernel->arg_size(); ++i)
        arguments.push_back(builder.CreateLoad(
            builder.getPtrTy(), builder.CreateConstGEP1_64(
                                    builder.getPtrTy(), entry->getArg(0), i)));
      builder.CreateCall(kernel, arguments);
      builder.CreateRetVoid();
    }
  }

  void call(llvm::orc::LLJIT &jit, const std::string &name,
            std::vector<void *> arguments) {
    Buffer memory = allocate(scratch[name]);
    arguments.push_back(memory.data());
    auto entry = llvm::cantFail(jit.lookup("call." + name));
    entry.toPtr<void (*)(void **)>()(arguments.data());
  }

  void execute(const ModelSignature &signature,
               std::unique_ptr<llvm::MemoryBuffer> object) {
    auto jit = llvm::cantFail(llvm::orc::LLJITBuilder().create());
    jit->getMainJITDylib().addGenerator(llvm::cantFail(
        llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess('\0')));
    llvm::cantFail(jit->addObjectFile(std::move(object)));
    const ModelFunction &main = signature.functions.front();

    std::vector<Buffer> weights, packed, inputs, outputs;
    for (const ModelWeight &weight : signature.weights) {
      auto bytes = cast<DenseElementsAttr>(weight.clear).getRawData();
      weights.push_back(allocate(bytes.size()));
      memcpy(weights.back().data(), bytes.data(), bytes.size());
    }
    std::vector<void *> arguments;
    for (size_t index : main.packInputs)
      arguments.push_back(weights[index].data());
    for (RankedTensorType type : main.packOutputs) {
      packed.push_back(allocate(byteSize(type)));
      arguments.push_back(packed.back().data());
    }
    if (!packed.empty())
      call(*jit, main.name + kPackSuffix, arguments);

    arguments.clear();
    for (RankedTensorType type : main.inputs) {
      inputs.push_back(allocate(byteSize(type)));
      fill(inputs.back(), type, inputs.size());
      arguments.push_back(inputs.back().data());
    }
    for (const WeightArgument &argument : main.weights)
      arguments.push_back(argument.kind == WeightArgument::Kind::Raw
                              ? weights[argument.index].data()
                              : packed[argument.index].data());
    for (RankedTensorType type : main.outputs) {
      outputs.push_back(allocate(byteSize(type)));
      arguments.push_back(outputs.back().data());
    }
    call(*jit, main.name, arguments);
    for (auto [buffer, type] : llvm::zip(outputs, main.outputs)) {
      auto *begin = reinterpret_cast<uint8_t *>(buffer.data());
      result.outputs.emplace_back(begin, begin + byteSize(type));
      result.isFloat.push_back(type.getElementType().isF32());
    }
  }

  KernelRun result;
  std::map<std::string, uint64_t> scratch;
};

/// The features of this machine that vectors of `bits` need, and no wider ones.
KernelTarget targetFor(unsigned bits) {
  KernelTarget target = KernelTarget::host();
  llvm::erase_if(target.features, [&](StringRef feature) {
    return (bits < 512 && feature.starts_with("avx512")) ||
           (bits < 512 && feature.starts_with("avx10")) ||
           (bits < 256 && (feature.starts_with("avx") || feature == "fma" ||
                           feature == "f16c"));
  });
  return target;
}

} // namespace

bool hostHasVectors(unsigned vectorBits) {
  return KernelTarget::host().vectorBits() >= vectorBits;
}

KernelRun runTiled(const std::string &path, unsigned vectorBits) {
  ComputeOptions options;
  options.vectorBits = vectorBits;
  return Runner().run(path, targetFor(vectorBits),
                      [&](ModuleOp module, bool front) {
                        PassManager manager(module.getContext());
                        if (front)
                          buildComputeFrontPipeline(manager, options);
                        else
                          buildComputeBackPipeline(manager, options);
                        return manager.run(module);
                      });
}

KernelRun runNaive(const std::string &path) {
  return Runner().run(
      path, targetFor(128), [&](ModuleOp module, bool front) -> LogicalResult {
        auto manager = parsePassPipeline(front ? kNaiveFront : kNaiveBack);
        if (failed(manager))
          return failure();
        PassManager passes(module.getContext());
        static_cast<OpPassManager &>(passes) = std::move(*manager);
        return passes.run(module);
      });
}

} // namespace hwlock::test
