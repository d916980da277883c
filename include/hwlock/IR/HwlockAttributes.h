//===- HwlockAttributes.h - Attributes of the hwlock dialect --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKATTRIBUTES_H
#define HWLOCK_IR_HWLOCKATTRIBUTES_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpImplementation.h"

#include "hwlock/IR/HwlockEnums.h.inc"
#include "hwlock/IR/TransformationAttrInterface.h.inc"

#define GET_ATTRDEF_CLASSES
#include "hwlock/IR/HwlockAttributes.h.inc"

#endif // HWLOCK_IR_HWLOCKATTRIBUTES_H
