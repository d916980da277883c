//===- KernelRunner.h - Compiles a function and runs it here --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_UNIT_CODEGEN_COMPUTE_KERNELRUNNER_H
#define HWLOCK_TEST_UNIT_CODEGEN_COMPUTE_KERNELRUNNER_H

#include <cstdint>
#include <string>
#include <vector>

namespace hwlock::test {

using Bytes = std::vector<uint8_t>;

/// One compilation of the function @main of a file; each argument but the
/// outputs is filled with the same small numbers in every run.
struct KernelRun {
  std::vector<Bytes> outputs;
  /// For each output whether it is f32; otherwise it is compared exactly.
  std::vector<bool> isFloat;
  /// Messages that the pipeline emitted, one a line.
  std::string remarks;
  std::string error;
};

/// Compiles with both halves of the compute pipeline and runs.
KernelRun runTiled(const std::string &path, unsigned vectorBits);

/// Compiles to scalar loops by upstream passes and runs.
KernelRun runNaive(const std::string &path);

/// Whether this machine has the instructions for `vectorBits`.
bool hostHasVectors(unsigned vectorBits);

} // namespace hwlock::test

#endif // HWLOCK_TEST_UNIT_CODEGEN_COMPUTE_KERNELRUNNER_H
