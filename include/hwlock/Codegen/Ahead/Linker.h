//===- Linker.h - Links objects with ld.lld -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_AHEAD_LINKER_H
#define HWLOCK_CODEGEN_AHEAD_LINKER_H

#include "hwlock/Support/Result.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace hwlock {

/// What to make of the objects.
enum class LinkKind { SharedObject, Relocatable };

struct LinkJob {
  LinkKind kind;
  std::vector<std::string> objects;
  /// Symbols that stay visible; all others become local.
  std::vector<std::string> exports;
  /// File to write.
  std::string output;
  /// Name that a program linked with a shared object looks for.
  std::string soname;
};

/// The linker to use: `chosen` if not empty, then the environment variable
/// HWLOCK_LLD, then ld.lld of the LLVM that hwlock was built with, then one on
/// the path. Environment if there is none.
rt::Result<std::string> findLinker(llvm::StringRef chosen);

/// Runs `linker`. `folder` is for files that only the linker reads.
rt::Result<void> link(const std::string &linker, const LinkJob &job,
                      const std::string &folder);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_LINKER_H
