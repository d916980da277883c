//===- main.cpp - Lock a model with keys that repeat ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-lock error|garbage IN OUT. Locks to two made-up CPUs (one
// under garbage), as the frozen files of test/fixtures were. OUT is a model, or
// the raw vault if it ends in .vault.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "RepeatingKeys.h"
#include "TestProfile.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Support/File.h"
#include "hwlock/Transforms/LockModel.h"
#include "hwlock/Transforms/VaultBridge.h"

using namespace hwlock;

static rt::Result<void> lock(rt::Policy policy, const std::string &input,
                             const std::string &output) {
  auto context = createContext();
  MessagePrinter printer(/*quiet=*/true);
  DiagnosticForwarder diagnostics(*context, printer);
  auto module = readModule(input, *context);
  if (!module)
    return module.error();
  test::RepeatingKeys keys;
  auto plan = std::make_shared<LockPlan>();
  plan->policy = policy;
  plan->sources = layout::cpuSources;
  for (unsigned cpu = 0; cpu < (policy == rt::Policy::Error ? 2 : 1); ++cpu)
    plan->profiles.push_back(test::makeProfile(test::fixedMeasurement(cpu)));
  plan->keys = &keys;
  mlir::PassManager manager(context.get());
  buildLockModelPipeline(manager, std::move(plan));
  if (failed(manager.run(**module)))
    return rt::badInput("cannot lock '" + input + "'");

  if (llvm::StringRef(output).ends_with(".vault")) {
    auto vault = vaultFromIR(*(*module)->getOps<VaultOp>().begin());
    if (!vault)
      return vault.error();
    return rt::writeFileAtomically(output, rt::writeVault(*vault));
  }
  auto file = OutputFile::create(output);
  if (!file)
    return file.error();
  if (auto written = writeModule(**module, *file, /*bytecode=*/false); !written)
    return written;
  return file->commit();
}

int main(int argc, char **argv) {
  llvm::StringRef policy = argc == 4 ? argv[1] : "";
  if (policy != "error" && policy != "garbage") {
    llvm::errs() << "usage: hwlock-test-lock error|garbage IN OUT\n";
    return int(Status::Usage);
  }
  auto done = lock(policy == "error" ? rt::Policy::Error : rt::Policy::Garbage,
                   argv[2], argv[3]);
  if (done)
    return 0;
  llvm::errs() << done.error().message << "\n";
  return int(done.error().status);
}
