//===- ParameterArchive.h - Write IREE's files of parameters --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IREE_PARAMETERARCHIVE_H
#define HWLOCK_IREE_PARAMETERARCHIVE_H

#include "hwlock/Transforms/CiphertextStore.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock {

/// A .irpa that grows parameter by parameter; what is filled need not stay in
/// memory, so that the archive may be larger. Nothing has the name of the
/// archive before commit(), and nothing is left without it.
class ParameterArchive : public CiphertextStore {
public:
  static llvm::Expected<std::unique_ptr<ParameterArchive>>
  create(llvm::StringRef path);
  ~ParameterArchive() override;

  /// Memory of a new parameter, a mapping of the file, aligned to a page.
  llvm::Expected<llvm::MutableArrayRef<char>> add(llvm::StringRef name,
                                                  uint64_t bytes);
  bool contains(llvm::StringRef name) const { return names.contains(name); }

  llvm::Expected<llvm::MutableArrayRef<char>> roomFor(llvm::StringRef name,
                                                      size_t bytes) override;
  void filled(llvm::ArrayRef<char> plain) override;

  /// Writes the table, which stands at the end, and gives the file its name.
  llvm::Error commit();

private:
  ParameterArchive(std::string path, llvm::sys::fs::TempFile file)
      : path(std::move(path)), file(std::move(file)) {}

  struct Parameter {
    std::string name;
    uint64_t offset;
    llvm::sys::fs::mapped_file_region memory;
  };

  std::string path;
  std::optional<llvm::sys::fs::TempFile> file;
  std::vector<Parameter> parameters;
  llvm::StringSet<> names;
  uint64_t end;
};

} // namespace hwlock

#endif // HWLOCK_IREE_PARAMETERARCHIVE_H
