//===- ParameterArchive.h - IREE's files of parameters --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The .irpa format, version 0.0, as
// runtime/src/iree/schemas/parameter_archive.h of IREE 3.13.0 defines it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IREE_PARAMETERARCHIVE_H
#define HWLOCK_IREE_PARAMETERARCHIVE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileOutputBuffer.h"
#include <memory>
#include <string>
#include <vector>

namespace hwlock {

struct ParameterSize {
  std::string name;
  uint64_t bytes;
};

/// An archive that is being written: a mapping of a temporary file, so that
/// parameters may be larger than memory.
class ParameterArchiveWriter {
public:
  /// Lays out `parameters`, each aligned to 64 bytes. Names must differ.
  static llvm::Expected<ParameterArchiveWriter>
  create(llvm::StringRef path, llvm::ArrayRef<ParameterSize> parameters);

  /// Memory of parameter number `index`; zeros before it is written.
  llvm::MutableArrayRef<uint8_t> parameter(size_t index);

  /// Gives the file its name. Without it nothing is left.
  llvm::Error commit();

private:
  struct Place {
    uint64_t offset, bytes;
  };

  std::unique_ptr<llvm::FileOutputBuffer> file;
  std::vector<Place> places;
};

} // namespace hwlock

#endif // HWLOCK_IREE_PARAMETERARCHIVE_H
