//===- LockFile.h - Lock a model into a file ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_LOCKFILE_H
#define HWLOCK_API_LOCKFILE_H

#include "hwlock/Api/ModelReport.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Api/Signing.h"
#include "hwlock/Transforms/LockModel.h"

namespace hwlock {

struct LockRequest {
  /// Path of the model, or its name in messages if `contents` has the model.
  std::string input;
  std::optional<llvm::StringRef> contents;
  std::string output;
  LockModelOptions model;
  SigningRequest signing;
  std::string passphraseFile;
  bool bytecode = false;
};

/// The words of a comma-separated list, none if `text` is empty.
std::vector<std::string> splitWords(llvm::StringRef text);

struct LockSummary {
  ModelReport report;
  double milliseconds = 0;
};

/// Everything that 'hwlock lock' does but for the command line. The output
/// appears whole or not at all.
rt::Result<LockSummary> lockFile(const LockRequest &request,
                                 Observer &observer);

/// Adds the attributes of a summary to an open JSON object.
void writeSummary(llvm::json::OStream &json, const LockRequest &request,
                  const LockSummary &summary);

} // namespace hwlock

#endif // HWLOCK_API_LOCKFILE_H
