//===- NativeModel.h - A model loaded into this process -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H
#define HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H

#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

namespace hwlock {

/// Zeroed memory straight from the system, aligned to a page.
class Arena {
public:
  Arena() = default;
  Arena(Arena &&other);
  Arena &operator=(Arena &&other);
  ~Arena();

  /// Nothing if the system has no such memory left.
  static std::optional<Arena> create(uint64_t bytes);
  uint8_t *data() const { return bytes.data(); }

private:
  llvm::MutableArrayRef<uint8_t> bytes;
};

/// Opens and runs a model through LLJIT. Steps in this order: open (locked
/// models only; fails fast, before anything slow), then load, then call.
class NativeModel {
public:
  static rt::Result<std::unique_ptr<NativeModel>> create();
  ~NativeModel();

  /// Builds the decoder of `vault` and opens it here: Status::NotAuthorised if
  /// no slot opens, Corrupt if the manifest does not match.
  rt::Result<void> open(const rt::Vault &vault);

  /// Adds the code, decodes and packs the weights, then forgets the data key.
  rt::Result<void> load(CompiledModel compiled);

  const ModelSignature &signature() const { return model.signature; }

  /// Runs a function. The arrays hold one pointer to dense row-major data for
  /// each input and output of `function`.
  rt::Result<void> call(const ModelFunction &function,
                        llvm::ArrayRef<const void *> inputs,
                        llvm::ArrayRef<void *> outputs);

private:
  NativeModel() = default;
  rt::Result<void> addObject(std::unique_ptr<llvm::MemoryBuffer> object);
  rt::Result<void> defineBlobs();
  rt::Result<void *> lookUp(const llvm::Twine &symbol);

  std::unique_ptr<llvm::orc::LLJIT> jit;
  CompiledModel model;
  Arena resident, scratch;
  rt::SecretBytes<32> dek;
};

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H
