//===- HwlockOps.cpp - Operations of the hwlock dialect -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generated definitions and the assembly directives that they use.
//===----------------------------------------------------------------------===//

#include "hwlock/IR/HwlockOps.h"
#include "BytesAssembly.h"

using namespace mlir;
using namespace hwlock;

static ParseResult parseBytes(OpAsmParser &parser, BytesAttr &bytes) {
  return parseHexString(parser, bytes);
}

static void printBytes(OpAsmPrinter &printer, Operation *, BytesAttr bytes) {
  printHexString(printer, bytes);
}

// The only visibility that rule C2 allows is not worth a word.
static ParseResult parsePrivateVisibility(OpAsmParser &parser,
                                          StringAttr &visibility) {
  visibility = parser.getBuilder().getStringAttr("private");
  return success();
}

static void printPrivateVisibility(OpAsmPrinter &, Operation *, StringAttr) {}

#define GET_OP_CLASSES
#include "hwlock/IR/HwlockOps.cpp.inc"
