//===- SigningOptions.h - --sign and --trust on the command line ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all commands that write or run models have in common.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H
#define HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H

#include "ArgumentParser.h"
#include "OutputFile.h"
#include "hwlock/Runtime/Signature.h"

namespace hwlock::tool {

/// --passphrase-file of all keys of a command.
void addPassphraseOption(ArgumentParser &parser, std::string &file);

struct SigningOptions {
  /// Path of a private key; empty: do not sign.
  std::string key;
  rt::ModelIdentity identity;

  void addTo(ArgumentParser &parser);
};

struct TrustOptions {
  /// Path of a public key; empty: run whatever there is.
  std::string key, name;
  uint64_t minVersion = 0;

  void addTo(ArgumentParser &parser);
  /// Nothing if no key was given; Usage if something else was.
  rt::Result<std::optional<rt::Trust>> read() const;
};

/// The signature beside an output, if one is asked for. Key and file are
/// opened before the work starts.
class OutputSignature {
public:
  /// Usage if an identity is given without a key; BadInput if the key cannot
  /// be used. A model without a name is called as its file.
  static rt::Result<OutputSignature> create(const SigningOptions &options,
                                            const std::string &passphraseFile,
                                            const std::string &output);

  /// Signs what was written to `output`, and writes the signature.
  rt::Result<void> sign(const OutputFile &output);

  /// Gives the signature its name, then calls `commitOutputs`, which does the
  /// same for the outputs: a reader sees no new file without its signature.
  rt::Result<void>
  commitWith(llvm::function_ref<rt::Result<void>()> commitOutputs);

private:
  std::optional<OutputFile> file;
  rt::SigningKey key;
  rt::ModelIdentity identity;
};

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H
