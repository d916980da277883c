//===- BytesAssembly.h - Text form of bytes -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IR_BYTESASSEMBLY_H
#define HWLOCK_LIB_IR_BYTESASSEMBLY_H

#include "hwlock/IR/HwlockAttributes.h"

namespace hwlock {

/// Parses a string literal of lower-case hexadecimal digits.
mlir::ParseResult parseHexString(mlir::AsmParser &parser, BytesAttr &bytes);

/// Prints what parseHexString() parses.
void printHexString(mlir::AsmPrinter &printer, BytesAttr bytes);

} // namespace hwlock

#endif // HWLOCK_LIB_IR_BYTESASSEMBLY_H
