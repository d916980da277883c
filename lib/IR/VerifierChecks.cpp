//===- VerifierChecks.cpp - Checks that several verifiers share -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/Core/Measurement.h"

using namespace mlir;
using namespace hwlock;

LogicalResult hwlock::checkSize(Operation *op, StringRef rule, StringRef what,
                                BytesAttr bytes, size_t size) {
  size_t found = bytes.getValue().size();
  if (found == size)
    return success();
  return op->emitOpError() << rule << ": expected " << what << " of " << size
                           << " bytes, found " << found;
}

LogicalResult hwlock::checkRedundancy(Operation *op, StringRef rule,
                                      StringRef what, Policy policy,
                                      BytesAttr bytes, size_t size) {
  if (policy == Policy::Garbage) {
    if (!bytes)
      return success();
    return op->emitOpError()
           << rule << ": unexpected " << what
           << " under policy garbage, which stores nothing that tells a right "
              "key from a wrong one";
  }
  if (!bytes)
    return op->emitOpError() << rule << ": expected " << what << " of " << size
                             << " bytes under policy error, found none";
  return checkSize(op, rule, what, bytes, size);
}

LogicalResult hwlock::checkProbes(Operation *op, StringRef rule,
                                  ArrayRef<int32_t> probes) {
  int32_t previous = -1;
  for (int32_t probe : probes) {
    if (probe <= previous || probe >= HWLOCK_MAX_CHAINS)
      return op->emitOpError()
             << rule << ": expected probes that ascend strictly from 0 to "
             << HWLOCK_MAX_CHAINS - 1 << ", found " << probe
             << (previous < 0 ? "" : " after ")
             << (previous < 0 ? std::string() : std::to_string(previous));
    previous = probe;
  }
  return success();
}

LogicalResult hwlock::checkKey(Operation *op, StringRef rule, Value key,
                               SymbolRefAttr member) {
  StringAttr origin;
  if (auto open = key.getDefiningOp<OpenOp>())
    origin = open.getVaultAttr().getAttr();
  else if (auto derive = key.getDefiningOp<DeriveOp>())
    origin = derive.getSlot().getRootReference();
  if (!origin || origin == member.getRootReference())
    return success();
  InFlightDiagnostic error = op->emitOpError()
                             << rule << ": expected the key of vault @"
                             << member.getRootReference().getValue()
                             << ", found that of @" << origin.getValue();
  error.attachNote(key.getLoc()) << "the key comes from here";
  return error;
}
