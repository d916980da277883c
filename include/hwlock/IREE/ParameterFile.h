//===- ParameterFile.h - Read parameters outside of a module --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IREE_PARAMETERFILE_H
#define HWLOCK_IREE_PARAMETERFILE_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace hwlock {

/// The parameters of one scope, mapped into memory and not read.
class ParameterFile {
public:
  /// Reads the table of a .irpa or .safetensors file, whichever `path` is.
  static llvm::Expected<std::shared_ptr<const ParameterFile>>
  open(llvm::StringRef path);

  /// Nothing if there is no such parameter.
  std::optional<llvm::ArrayRef<char>> find(llvm::StringRef key) const;
  size_t count() const { return parameters.size(); }

  /// Where each parameter lies in a file.
  using Table = llvm::StringMap<llvm::StringRef>;

private:
  std::unique_ptr<llvm::MemoryBuffer> file;
  Table parameters;
};

} // namespace hwlock

#endif // HWLOCK_IREE_PARAMETERFILE_H
