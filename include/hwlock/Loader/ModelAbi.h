//===- ModelAbi.h - What a compiled model exports -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The descriptor that every compiled model has, for programs that load models
// they do not know (docs/AheadOfTime.md). Version 2 is fixed: another layout
// gets another version and another symbol.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LOADER_MODELABI_H
#define HWLOCK_LOADER_MODELABI_H

#include "hwlock/Core/HostSecret.h"
#include <stdint.h>

namespace hwlock {

/// What generated code is handed; the caller allocates all three, aligned to
/// `kArenaAlignment`.
struct ModelState {
  /// Weights for as long as the model is used.
  uint8_t *resident;
  /// Decoded weights that are only packed; needed during load.
  uint8_t *temporary;
  /// Intermediate tensors of one call.
  uint8_t *scratch;
};
inline constexpr uint64_t kArenaAlignment = 64;

namespace aot {

inline constexpr uint32_t version = 2;
/// Symbol of the descriptor in a shared object.
inline constexpr char descriptorName[] = "hwlock_model_v2";

/// A model that was created; its insides are the loader's.
struct Model;

/// Type of one input or output: dense, row-major.
struct Tensor {
  /// Element type as MLIR spells it, for example "f32".
  const char *element;
  const int64_t *shape;
  uint64_t rank;
  uint64_t bytes;
};

struct Function {
  /// Name in the module that was compiled.
  const char *name;
  const Tensor *inputs;
  uint64_t inputCount;
  const Tensor *outputs;
  uint64_t outputCount;
  /// The loader's: call run() instead.
  void (*entry)(ModelState *state, const void *const *inputs,
                void *const *outputs);
};

/// How the weights are stored.
enum class Protection : uint32_t { None = 0, Error = 1, Garbage = 2 };

struct Descriptor {
  /// `aot::version`.
  uint32_t version;
  /// An aot::Protection.
  uint32_t protection;
  /// Prefix of the C names.
  const char *name;
  /// The compiler, for people.
  const char *producer;
  const Function *functions;
  uint64_t functionCount;
  /// Those that a machine may open.
  uint64_t slotCount;
  /// Features the kernels use, as bits of CpuFeatureBits.def.
  uint64_t cpuFeatures;
  uint64_t residentBytes;
  uint64_t temporaryBytes;
  uint64_t scratchBytes;

  // All return a hwlock::Status but for the last two; none keeps a global.
  int32_t (*create)(const Descriptor *descriptor, const HwlockHost *host,
                    Model **model);
  int32_t (*run)(const Model *model, void *scratch, uint64_t function,
                 const void *const *inputs, void *const *outputs);
  void (*destroy)(Model *model);
  uint64_t (*message)(const Descriptor *descriptor, int32_t status,
                      char *buffer, uint64_t size);

  /// The loader's: the decoder, which a model that is not locked lacks, and the
  /// code that fills the weights.
  int32_t (*open)(const HwlockHost *host, uint8_t *dek);
  int32_t (*load)(ModelState *state, uint8_t *dek);
};

} // namespace aot
} // namespace hwlock

#endif // HWLOCK_LOADER_MODELABI_H
