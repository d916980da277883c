//===- HwlockTypes.h - Types of the hwlock dialect ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKTYPES_H
#define HWLOCK_IR_HWLOCKTYPES_H

#include "mlir/IR/BuiltinTypes.h"

#define GET_TYPEDEF_CLASSES
#include "hwlock/IR/HwlockTypes.h.inc"

#endif // HWLOCK_IR_HWLOCKTYPES_H
