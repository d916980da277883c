//===- LockedFile.h - A locked model that its owner changes ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What adding and removing slots and locking again have in common.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_LOCKEDFILE_H
#define HWLOCK_API_LOCKEDFILE_H

#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Api/Signing.h"
#include "hwlock/Transforms/VaultEditor.h"

namespace hwlock {

struct EditRequest {
  /// `output` may be `input`.
  std::string input, output;
  /// Private key of the owner, and what opens it; no passphrase file: ask on
  /// the terminal if there must be one.
  std::string ownerKey, passphraseFile;
  SigningRequest signing;
  bool bytecode = false;
};

/// How to bind slots to new machines.
struct BindingRequest {
  std::string fingerprint = "clock,precision";
  rt::BindOptions bind;

  /// Mask of layout::source*; Usage if a word is unknown.
  rt::Result<uint8_t> sources() const;
};

class LockedFile {
public:
  /// Reads a locked model, to look at it.
  static rt::Result<LockedFile> read(const std::string &path,
                                     Observer &observer);
  /// Reads the owner's key too and opens the output, which may be the input but
  /// none of `others`.
  static rt::Result<LockedFile> open(const EditRequest &request,
                                     const std::vector<std::string> &others,
                                     Observer &observer);

  VaultOp vault() const { return vaultOp; }
  /// After open().
  const rt::OwnerPrivateKey &owner() const { return ownerKey; }
  /// Writes and signs the changed model.
  rt::Result<void> write(const EditRequest &request);

private:
  explicit LockedFile(Observer &observer);

  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<DiagnosticForwarder> diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  VaultOp vaultOp;
  rt::OwnerPrivateKey ownerKey;
  std::optional<OutputFile> output;
  std::optional<OutputSignature> signature;
};

} // namespace hwlock

#endif // HWLOCK_API_LOCKEDFILE_H
