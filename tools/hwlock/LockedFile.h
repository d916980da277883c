//===- LockedFile.h - A locked model that its owner changes ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What 'hwlock slot' and 'hwlock relock' have in common.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_LOCKEDFILE_H
#define HWLOCK_TOOLS_HWLOCK_LOCKEDFILE_H

#include "ModuleFile.h"
#include "SigningOptions.h"
#include "hwlock/Transforms/VaultEditor.h"

namespace hwlock::tool {

struct EditOptions {
  std::string input, output, ownerKey, passphraseFile;
  SigningOptions signing;
  bool bytecode = false;

  /// LOCKED and the options.
  void addTo(ArgumentParser &parser);
};

/// How to bind slots to new machines.
struct BindingOptions {
  std::string fingerprint = "clock,precision";
  rt::BindOptions bind;

  void addTo(ArgumentParser &parser);
  /// Mask of layout::source*; Usage if a word is unknown.
  rt::Result<uint8_t> sources() const;
};

class LockedFile {
public:
  /// Reads a locked model, to look at it.
  static rt::Result<LockedFile> read(const std::string &path);
  /// Reads the owner's key too and opens the output, which may be the input but
  /// none of `others`.
  static rt::Result<LockedFile> open(const EditOptions &options,
                                     const std::vector<std::string> &others);

  VaultOp vault() const { return vaultOp; }
  /// After open().
  const rt::OwnerPrivateKey &owner() const { return ownerKey; }
  /// Writes and signs the changed model.
  rt::Result<void> write(const EditOptions &options);

private:
  LockedFile();

  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<DiagnosticPrinter> printer;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  VaultOp vaultOp;
  rt::OwnerPrivateKey ownerKey;
  std::optional<OutputFile> output;
  std::optional<OutputSignature> signature;
};

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_LOCKEDFILE_H
