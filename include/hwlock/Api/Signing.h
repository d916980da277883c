//===- Signing.h - Sign what is written, check what is read ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_SIGNING_H
#define HWLOCK_API_SIGNING_H

#include "hwlock/Api/OutputFile.h"
#include "hwlock/Runtime/Signature.h"

namespace hwlock {

struct SigningRequest {
  /// Path of a private key; empty: do not sign.
  std::string key;
  rt::ModelIdentity identity;
};

struct TrustRequest {
  /// Path of a public key; empty: run whatever there is.
  std::string key, name;
  uint64_t minVersion = 0;

  /// Nothing if no key was given; Usage if something else was.
  rt::Result<std::optional<rt::Trust>> read() const;
};

/// The signature beside an output, if one is asked for. Key and file are
/// opened before the work starts.
class OutputSignature {
public:
  /// Usage if an identity is given without a key; BadInput if the key cannot
  /// be used. A model without a name is called as its file.
  static rt::Result<OutputSignature> create(const SigningRequest &options,
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

} // namespace hwlock

#endif // HWLOCK_API_SIGNING_H
