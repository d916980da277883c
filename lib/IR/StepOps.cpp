//===- StepOps.cpp - The steps of open and unseal -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/IR/HwlockOps.h"

using namespace mlir;
using namespace hwlock;

LogicalResult MeasureOp::verify() {
  bool clock = bitEnumContainsAll(getSources(), Sources::Clock);
  if (!clock && !getProbes().empty())
    return emitOpError() << "C23: expected no probes without the clock source, "
                            "found "
                         << getProbes().size();
  return checkProbes(*this, "C23", getProbes());
}

LogicalResult CorrectOp::verify() {
  auto measure = getFingerprint().getDefiningOp<MeasureOp>();
  if (!measure)
    return success();
  size_t probes = measure.getProbes().size();
  size_t found = getHelper().getValue().size();
  if (probes == found)
    return success();
  InFlightDiagnostic error = emitOpError()
                             << "C24: expected one helper byte for each of "
                             << probes << " probes, found " << found;
  error.attachNote(measure.getLoc()) << "the probes are measured here";
  return error;
}

LogicalResult DeriveOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (symbols.lookupNearestSymbolFrom<SlotOp>(*this, getSlotAttr()))
    return success();
  return emitOpError() << "C25: expected the name of a hwlock.slot in a vault, "
                          "found "
                       << getSlotAttr();
}

LogicalResult UnmaskOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto sealed =
      symbols.lookupNearestSymbolFrom<SealedOp>(*this, getWeightAttr());
  if (!sealed)
    return emitOpError() << "C26: expected the name of a hwlock.sealed in a "
                            "vault, found "
                         << getWeightAttr();
  Type bytes = sealed.getCiphertext().getType();
  if (getType() != sealed.getWeightType() ||
      getCiphertext().getType() != bytes) {
    InFlightDiagnostic error =
        emitOpError() << "C26: expected the types of the sealed weight, "
                      << bytes << " -> " << sealed.getWeightType() << ", found "
                      << getCiphertext().getType() << " -> " << getType();
    error.attachNote(sealed.getLoc()) << "the weight is sealed here";
    return error;
  }
  return checkKey(*this, "C27", getKey(), getWeightAttr());
}
