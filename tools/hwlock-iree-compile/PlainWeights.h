//===- PlainWeights.h - The weights of a model in the clear ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_PLAINWEIGHTS_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_PLAINWEIGHTS_H

#include "hwlock/IREE/PlaintextScan.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include "mlir/IR/BuiltinOps.h"

namespace hwlock::ireec {

struct PlainWeights {
  std::vector<PlainWeight> weights;
  /// Memory of those that were decoded; the others belong to the context.
  std::vector<rt::SecretBuffer> decoded;
  /// False under garbage: if this machine is not authorised, they are wrong.
  bool proven = true;
};

/// What --lock-model would seal in `module`, under the names it would give.
PlainWeights weightsToLock(mlir::ModuleOp module);

/// Opens the locked `module` on this machine. NotAuthorised if it is none of
/// the model's; Corrupt if the model was changed.
rt::Result<PlainWeights> openWeights(mlir::ModuleOp module);

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_PLAINWEIGHTS_H
