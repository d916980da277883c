//===- HwlockTypes.cpp - Types of the hwlock dialect ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/IR/HwlockTypes.h"
#include "hwlock/IR/HwlockDialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

#define GET_TYPEDEF_CLASSES
#include "hwlock/IR/HwlockTypes.cpp.inc"

void hwlock::HwlockDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "hwlock/IR/HwlockTypes.cpp.inc"
      >();
}
