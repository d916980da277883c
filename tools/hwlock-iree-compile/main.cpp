//===- main.cpp - iree-compile that locks ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Compilation.h"
#include "hwlock/Support/Version.h"
#include "llvm/ADT/STLExtras.h"
#include <cstdio>

using namespace hwlock;
using namespace hwlock::ireec;

static constexpr char helpText[] =
    R"(hwlock-iree-compile: iree-compile for locked models

usage: hwlock-iree-compile [options] IN -o OUT [any flag of iree-compile]

  IN
        the model, .mlir or .mlirbc, or - for standard input: one to lock, one that is locked already, or one to compile as it is
  -o OUT
        the compiled model; appears complete or not at all (default -, standard output)
  --lock-model[=OPTIONS]
        lock first; OPTIONS as hwlock-opt takes them: "profile=a.hwp,b.hwp fingerprint=clock,precision chain=aes on-mismatch=error"; without a profile this machine is enrolled
  --parameters=[SCOPE=]FILE
        parameters of the model, .irpa or .safetensors, to lock with it; may be given for several scopes; needs --lock-model and --locked-parameters
  --locked-parameters=FILE
        write the ciphertext to this .irpa instead of into OUT, for big models; iree-run-module wants --parameters=hwlock=FILE
  --iree-compile=PROGRAM
        the iree-compile to run (default: HWLOCK_IREE_COMPILE, otherwise the one in PATH)
  --require-scan
        fail if the output cannot be searched for plaintext
  --help
        show this text
  --version
        show the versions of hwlock and of iree-compile

All other flags go to iree-compile 3.13, which has a --help of its own. Write their
values as in --flag=value.

The output is searched for the weights, in the clear or rearranged, before it gets its
name: iree-compile evaluates constants, and could decode a weight and store the result.
For a model that is locked already this needs a machine that may open it; elsewhere a
warning says that nothing was searched.

examples:
  hwlock-iree-compile --lock-model=profile=device.hwp model.mlir -o locked.vmfb \
    --iree-hal-target-device=local --iree-hal-local-target-device-backends=llvm-cpu
  hwlock-iree-compile locked.mlir -o locked.vmfb --require-scan \
    --iree-hal-target-device=local --iree-hal-local-target-device-backends=llvm-cpu \
    --iree-opt-level=O3 --iree-opt-data-tiling
  iree-run-module --module=locked.vmfb --function=main --input=@x.npy
  hwlock-iree-compile --lock-model model.mlir -o locked.vmfb \
    --parameters=model=weights.safetensors --locked-parameters=locked.irpa \
    --iree-hal-target-device=local --iree-hal-local-target-device-backends=llvm-cpu
  iree-run-module --module=locked.vmfb --parameters=hwlock=locked.irpa --function=main

exit codes: 0 done, 1 usage, 2 bad input or iree-compile failed, 3 not authorised, 4
tampered or corrupt, 5 environment: no iree-compile 3.13, or its output has plaintext
)";

static int printVersion(const CommandLine &line) {
  std::printf("hwlock %s\n", versionString);
  auto compiler = IreeCompiler::find(line.compiler);
  if (!compiler)
    return tool::fail(compiler.error());
  std::printf("iree-compile %s (%s)\n", compiler->version().c_str(),
              compiler->path().c_str());
  return 0;
}

int main(int argc, char **argv) {
  llvm::SmallVector<llvm::StringRef> words(argv + 1, argv + argc);
  auto line = parseCommandLine(words);
  if (!line)
    return tool::fail(line.error());
  switch (line->action) {
  case CommandLine::Action::PrintHelp:
    std::fputs(helpText, stdout);
    return 0;
  case CommandLine::Action::PrintVersion:
    return printVersion(*line);
  case CommandLine::Action::Compile:
    break;
  }
  auto done = Compilation(std::move(*line)).run();
  return done ? 0 : tool::fail(done.error());
}
