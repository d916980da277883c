//===- ParameterFile.cpp - Read parameters outside of a module ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/ParameterFile.h"
#include "ParameterTables.h"

using namespace llvm;

namespace hwlock {

Expected<std::shared_ptr<const ParameterFile>>
ParameterFile::open(StringRef path) {
  auto fail = [&](const Twine &reason) {
    return createStringError("cannot read parameters '" + path +
                             "': " + reason);
  };
  auto file = MemoryBuffer::getFile(path, /*IsText=*/false,
                                    /*RequiresNullTerminator=*/false);
  if (!file)
    return fail(file.getError().message());
  StringRef bytes = (*file)->getBuffer();
  auto table =
      isArchive(bytes) ? readArchiveTable(bytes) : readSafetensorsTable(bytes);
  if (!table)
    return fail(toString(table.takeError()));
  auto opened = std::make_shared<ParameterFile>();
  opened->file = std::move(*file);
  opened->parameters = std::move(*table);
  return opened;
}

std::optional<ArrayRef<char>> ParameterFile::find(StringRef key) const {
  auto found = parameters.find(key);
  if (found == parameters.end())
    return std::nullopt;
  return ArrayRef(found->second.data(), found->second.size());
}

} // namespace hwlock
