//===- HwlockDialect.cpp - Registration of the dialect --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/IR/HwlockOps.h"

#include "hwlock/IR/HwlockDialect.cpp.inc"

void hwlock::HwlockDialect::initialize() {
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "hwlock/IR/HwlockOps.cpp.inc"
      >();
}
