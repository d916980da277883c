//===- OpenOps.cpp - Open a vault and unseal its weights ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/IR/HwlockOps.h"

using namespace mlir;
using namespace hwlock;

LogicalResult OpenOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (symbols.lookupNearestSymbolFrom<VaultOp>(*this, getVaultAttr()))
    return success();
  return emitOpError() << "C19: expected the name of a hwlock.vault, found "
                       << getVaultAttr();
}

LogicalResult UnsealOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto sealed =
      symbols.lookupNearestSymbolFrom<SealedOp>(*this, getWeightAttr());
  if (!sealed)
    return emitOpError() << "C20: expected the name of a hwlock.sealed in a "
                            "vault, found "
                         << getWeightAttr();
  if (getType() != sealed.getWeightType()) {
    InFlightDiagnostic error =
        emitOpError() << "C21: expected the type of the sealed weight, "
                      << sealed.getWeightType() << ", found " << getType();
    error.attachNote(sealed.getLoc()) << "the weight is sealed here";
    return error;
  }
  return checkKey(*this, "C22", getKey(), getWeightAttr());
}
