//===- HwlockOps.h - Operations of the hwlock dialect ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKOPS_H
#define HWLOCK_IR_HWLOCKOPS_H

#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockAttributes.h"
#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/IR/HwlockTypes.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include <optional>

namespace hwlock {

/// The machine that the program runs on: what hwlock.open and hwlock.measure
/// read. Nothing writes it.
struct MachineResource
    : public mlir::SideEffects::Resource::Base<MachineResource> {
  llvm::StringRef getName() final { return "hwlock.machine"; }
};

/// Bytes of a weight in the clear: elements are rounded up to bytes. Nothing if
/// a weight of this type cannot be sealed (rule C14).
std::optional<uint64_t> plainBytes(mlir::RankedTensorType type);

/// How transformations see a weight of this type, which hwlock.sealed allows.
rt::WeightShape weightShape(mlir::RankedTensorType type);

/// What the attributes of a chain are.
core::WeightChain weightChain(mlir::ArrayAttr links);

} // namespace hwlock

#define GET_OP_CLASSES
#include "hwlock/IR/HwlockOps.h.inc"

#endif // HWLOCK_IR_HWLOCKOPS_H
