//===- TargetCpu.cpp - Features that a compiled model may use -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/TargetCpu.h"
#include "hwlock/Format/CpuFeatures.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"

using namespace hwlock;
using rt::Result;

/// Features that LLVM uses only where it is told to, as the decoder does (which
/// asks the CPU itself). A model should not demand them.
static bool isOfNoUseToKernels(llvm::StringRef feature) {
  return feature.starts_with("amx-") || feature == "aes" || feature == "sha" ||
         feature == "pclmul" || feature == "vaes" || feature == "vpclmulqdq";
}

static Result<std::unique_ptr<llvm::MCSubtargetInfo>>
describeCpu(llvm::StringRef name) {
  llvm::InitializeNativeTarget();
  llvm::Triple triple("x86_64-unknown-linux-gnu");
  std::string message;
  const llvm::Target *target =
      llvm::TargetRegistry::lookupTarget(triple, message);
  if (!target)
    return rt::environmentError(message);
  // Asked first without a name: LLVM prints a complaint about unknown ones.
  std::unique_ptr<llvm::MCSubtargetInfo> known(
      target->createMCSubtargetInfo(triple, "x86-64", ""));
  std::unique_ptr<llvm::MCSubtargetInfo> cpu;
  if (known->isCPUStringValid(name))
    cpu.reset(target->createMCSubtargetInfo(triple, name, ""));
  if (!cpu || !cpu->checkFeatures("+64bit"))
    return rt::Error{Status::Usage, "unknown x86-64 CPU '" + name.str() + "'",
                     "choose with --cpu native, x86-64, x86-64-v2, x86-64-v3, "
                     "x86-64-v4 or a name that 'llc-22 -mcpu=help' lists"};
  return cpu;
}

static KernelTarget
usableOf(llvm::function_ref<bool(const std::string &feature)> has) {
  KernelTarget target;
  for (std::string_view name : rt::cpuFeatureNames()) {
    std::string feature(name);
    if (!isOfNoUseToKernels(feature) && has(feature))
      target.features.push_back(feature);
  }
  return target;
}

Result<KernelTarget> hwlock::targetOfCpu(llvm::StringRef name) {
  if (name == "native") {
    KernelTarget host = KernelTarget::host();
    return usableOf(
        [&](const std::string &feature) { return host.has(feature); });
  }
  auto cpu = describeCpu(name);
  if (!cpu)
    return cpu.error();
  return usableOf([&](const std::string &feature) {
    return (*cpu)->checkFeatures("+" + feature);
  });
}

Result<void> hwlock::checkTriple(llvm::StringRef text) {
  llvm::Triple triple(llvm::Triple::normalize(text));
  bool isGnu = triple.getEnvironment() == llvm::Triple::GNU ||
               triple.getEnvironment() == llvm::Triple::UnknownEnvironment;
  if (triple.getArch() == llvm::Triple::x86_64 && triple.isOSLinux() && isGnu)
    return {};
  return rt::badInput("cannot compile for '" + text.str() +
                          "': native code is for x86_64-unknown-linux-gnu only",
                      "run the locked model with another back end there, or "
                      "leave out --target");
}

uint64_t hwlock::featureBits(const KernelTarget &target) {
  // Every feature has a bit: see above.
  return *rt::cpuFeatureMask(target.features);
}
