//===- ObjectEmitter.cpp - LLVM IR to an object file in memory ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"
#include <algorithm>
#include <mutex>

using namespace llvm;

namespace hwlock {

static constexpr char tripleName[] = "x86_64-unknown-linux-gnu";

KernelTarget KernelTarget::host() {
  KernelTarget target;
  for (auto &[name, enabled] : sys::getHostCPUFeatures())
    if (enabled)
      target.features.push_back(name.str());
  std::sort(target.features.begin(), target.features.end());
  return target;
}

bool KernelTarget::has(StringRef feature) const {
  return is_contained(features, feature);
}

unsigned KernelTarget::vectorBits() const {
  if (has("avx512f") && has("avx512vl") && has("avx512dq") && has("avx512bw"))
    return 512;
  return has("avx2") && has("fma") ? 256 : 128;
}

void setKernelFeatures(Module &module, const KernelTarget &target) {
  std::string features;
  for (const std::string &feature : target.features)
    features += (features.empty() ? "+" : ",+") + feature;
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", "x86-64");
    function.addFnAttr("target-features", features);
    function.addFnAttr("prefer-vector-width", Twine(target.vectorBits()).str());
  }
}

static Expected<std::unique_ptr<TargetMachine>> createTargetMachine() {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
    // The probe chains are inline assembly.
    InitializeNativeTargetAsmParser();
  });
  std::string message;
  Triple triple(tripleName);
  const Target *target = TargetRegistry::lookupTarget(triple, message);
  if (!target)
    return createStringError(message);
  std::unique_ptr<TargetMachine> machine(target->createTargetMachine(
      triple, "x86-64", "", TargetOptions(), Reloc::PIC_, CodeModel::Small,
      CodeGenOptLevel::Default));
  if (!machine)
    return createStringError("no code generator for x86-64 in this LLVM");
  return machine;
}

static void optimise(Module &module, TargetMachine &machine) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  PipelineTuningOptions tuning;
  // Loops arrive vectorised; a second opinion only costs compile time.
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  PassBuilder passes(&machine, tuning);
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(components);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, components, modules);
  passes.buildPerModuleDefaultPipeline(OptimizationLevel::O3)
      .run(module, modules);
}

Expected<std::unique_ptr<MemoryBuffer>> emitObject(Module &module,
                                                   Optimisation level) {
  auto machine = createTargetMachine();
  if (!machine)
    return machine.takeError();
  module.setTargetTriple(Triple(tripleName));
  module.setDataLayout((*machine)->createDataLayout());
  module.setPICLevel(PICLevel::BigPIC);
  if (level == Optimisation::Full)
    optimise(module, **machine);

  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  legacy::PassManager emission;
  if ((*machine)->addPassesToEmitFile(emission, stream, nullptr,
                                      CodeGenFileType::ObjectFile))
    return createStringError("this LLVM cannot write object files");
  emission.run(module);
  return std::make_unique<SmallVectorMemoryBuffer>(
      std::move(bytes), module.getModuleIdentifier(),
      /*RequiresNullTerminator=*/false);
}

} // namespace hwlock
