//===- ModelSignature.h - Functions and weights of a model ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A snapshot taken between the front and the back half of the compute pipeline,
// while functions still have tensor types and weights still have names.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_NATIVE_MODELSIGNATURE_H
#define HWLOCK_CODEGEN_NATIVE_MODELSIGNATURE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock {

/// One distinct weight of the module, in the order of first use.
struct ModelWeight {
  /// Symbol of the sealed weight, or nothing if the weight is in the clear.
  mlir::SymbolRefAttr sealed;
  /// The constant itself if the weight is in the clear.
  mlir::ElementsAttr clear;
  mlir::RankedTensorType type;
};

/// What one argument of a generated function receives.
struct WeightArgument {
  enum class Kind { Raw, Packed };
  Kind kind;
  /// Raw: index into ModelSignature::weights. Packed: result of the pack
  /// function.
  size_t index;
};

struct ModelFunction {
  std::string name;
  std::vector<mlir::RankedTensorType> inputs;
  std::vector<WeightArgument> weights;
  std::vector<mlir::RankedTensorType> outputs;
  /// Arguments and results of `<name>.pack`; empty if there is none.
  std::vector<size_t> packInputs;
  std::vector<mlir::RankedTensorType> packOutputs;
};

struct ModelSignature {
  std::vector<ModelWeight> weights;
  std::vector<ModelFunction> functions;

  const ModelFunction *find(llvm::StringRef name) const;
};

/// Reads the signature of `module`, which must have passed the front half of
/// the compute pipeline. Emits an error if an argument is not a ranked tensor
/// of static shape.
mlir::FailureOr<ModelSignature> readSignature(mlir::ModuleOp module);

/// Bytes of `type` in memory, one byte at least for each element.
uint64_t byteSize(mlir::RankedTensorType type);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_MODELSIGNATURE_H
