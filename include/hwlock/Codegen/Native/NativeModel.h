//===- NativeModel.h - A model loaded into this process -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H
#define HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H

#include "hwlock/Codegen/Native/Arena.h"
#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "hwlock/Codegen/Native/Replacement.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

namespace hwlock {

/// Opens and runs a model through LLJIT. Steps in this order: addDecoder and
/// open (locked models only; they fail fast, before anything slow), then load,
/// then call.
class NativeModel {
public:
  static rt::Result<std::unique_ptr<NativeModel>> create();
  ~NativeModel();

  /// Compiles the decoder of `vault`.
  rt::Result<void> addDecoder(const rt::Vault &vault);

  /// Measures this machine and obtains the data key. NotAuthorised if no slot
  /// opens, Corrupt if the manifest does not match, Environment if a device
  /// that a slot needs could not be asked.
  rt::Result<void> open(const rt::HostSources &host);

  /// Adds the code, decodes and packs the weights, then forgets the data key.
  rt::Result<void> load(CompiledModel compiled);

  const ModelSignature &signature() const { return model.signature; }

  /// Constants that replace() can change.
  llvm::ArrayRef<ReplaceableConstant> constants() const { return replaceable; }

  /// Changes some of constants(), then packs the weights again. The code stays.
  rt::Result<void> replace(llvm::ArrayRef<Replacement> replacements);

  /// Runs a function. The arrays hold one pointer to dense row-major data for
  /// each input and output of `function`.
  void call(const ModelFunction &function, llvm::ArrayRef<const void *> inputs,
            llvm::ArrayRef<void *> outputs);

private:
  using Entry = void (*)(ModelState *, const void *const *, void *const *);

  NativeModel() = default;
  rt::Result<void> addObject(std::unique_ptr<llvm::MemoryBuffer> object);
  void copyReplaceable();
  rt::Result<void> defineBlobs();
  rt::Result<void> allocate();
  rt::Result<void> fillWeights();
  rt::Result<void *> lookUp(const llvm::Twine &symbol);

  std::unique_ptr<llvm::orc::LLJIT> jit;
  CompiledModel model;
  /// The code has the addresses of their bytes.
  std::vector<ReplaceableConstant> replaceable;
  size_t slots = 0;
  llvm::StringMap<Entry> entries;
  Arena resident, scratch;
  rt::SecretBytes<32> dek;
};

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_NATIVEMODEL_H
