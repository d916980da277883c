//===- TransformationAttrInterface.td - One link of a chain ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_TRANSFORMATIONATTRINTERFACE_TD
#define HWLOCK_IR_TRANSFORMATIONATTRINTERFACE_TD

include "mlir/IR/Interfaces.td"

def Hwlock_TransformationAttrInterface
    : AttrInterface<"TransformationAttrInterface"> {
  let cppNamespace = "::hwlock";
  let description = [{
    An invertible transformation of the bytes of a weight. `hwlock.sealed` lists
    those that were applied, innermost first. Its inverse is part of Core, where
    `hwlock.unseal` and `hwlock.unmask` are lowered to, and is chosen by the code.
  }];
  let methods = [
    InterfaceMethod<"Code in the vault's manifest (Core/VaultLayout.h).",
                    "uint8_t", "getTransformationCode">,
    InterfaceMethod<"Name in the option `chain` and in reports.",
                    "::llvm::StringRef", "getTransformationName">,
    InterfaceMethod<"What it works on: 0 the elements of the weight, 1 their "
                    "distribution, 2 its bytes. Stages ascend in a chain.",
                    "unsigned", "getStage">,
    InterfaceMethod<"True if it keeps secret what it is given.", "bool",
                    "isConfidential">,
    InterfaceMethod<"True if it is defined for weights of this type.", "bool",
                    "appliesTo", (ins "::mlir::RankedTensorType":$type)>,
  ];
}

#endif // HWLOCK_IR_TRANSFORMATIONATTRINTERFACE_TD
