//===- CHeader.h - The C header of a compiled model -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_AHEAD_CHEADER_H
#define HWLOCK_CODEGEN_AHEAD_CHEADER_H

#include "hwlock/Codegen/Ahead/CInterface.h"
#include "hwlock/Codegen/Native/EntryPoints.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock {

/// Writes a header for C11 and C++ that declares `interface`.
void writeHeader(llvm::raw_ostream &stream, const CInterface &interface,
                 const ArenaSizes &sizes);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_CHEADER_H
