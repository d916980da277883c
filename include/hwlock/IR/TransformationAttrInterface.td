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
    those that were applied, innermost first.
  }];
  let methods = [
    InterfaceMethod<"Code in the vault's manifest (Core/VaultLayout.h).",
                    "uint8_t", "getTransformationCode">,
    InterfaceMethod<"Name in the option `chain` and in reports.",
                    "::llvm::StringRef", "getTransformationName">,
  ];
}

#endif // HWLOCK_IR_TRANSFORMATIONATTRINTERFACE_TD
