//===- Lock.cpp - Lock with keys that repeat ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "RepeatingKeys.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Transforms/LockModel.h"
#include "llvm/ADT/StringExtras.h"

using namespace hwlock;
using rt::Result;

static std::vector<std::string> listOf(llvm::StringRef words) {
  llvm::SmallVector<llvm::StringRef> parts;
  words.split(parts, ',', -1, /*KeepEmpty=*/false);
  return {parts.begin(), parts.end()};
}

Result<void> evaluate::lock(Arguments words) {
  uint32_t seed;
  if (words.size() != 6 || !llvm::to_integer(words[5], seed))
    return usage("lock PROFILE IN OUT error|garbage CHAIN SEED");
  test::RepeatingKeys keys(seed);
  LockModelOptions options;
  options.profiles = {words[0]};
  options.onMismatch = words[3];
  options.chain = listOf(words[4]);
  auto profile = rt::readProfileFile(words[0]);
  if (!profile)
    return profile.error();
  options.fingerprint = listOf(rt::sourceNames(profile->sources));
  auto plan = planLock(std::move(options), keys);
  if (!plan)
    return plan.error();

  auto context = createContext();
  MessagePrinter printer(/*quiet=*/true);
  DiagnosticForwarder diagnostics(*context, printer);
  auto module = readModule(words[1], *context);
  if (!module)
    return module.error();
  mlir::PassManager manager(context.get());
  buildLockModelPipeline(manager, std::move(*plan));
  if (failed(manager.run(**module)))
    return rt::badInput("cannot lock '" + words[1] + "'");
  auto file = OutputFile::create(words[2]);
  if (!file)
    return file.error();
  if (auto written = writeModule(**module, *file, /*bytecode=*/true); !written)
    return written;
  return file->commit();
}
