//===- HwlockDialect.h - The hwlock dialect -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKDIALECT_H
#define HWLOCK_IR_HWLOCKDIALECT_H

#include "mlir/IR/Dialect.h"

#include "hwlock/IR/HwlockDialect.h.inc"

#endif // HWLOCK_IR_HWLOCKDIALECT_H
