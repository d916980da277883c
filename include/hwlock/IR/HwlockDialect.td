//===- HwlockDialect.td - The hwlock dialect ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The dialect and the base classes of its types, attributes and operations.
// Verifier rules are numbered through the whole dialect: C1, C2, ...
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IR_HWLOCKDIALECT_TD
#define HWLOCK_IR_HWLOCKDIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"

def Hwlock_Dialect : Dialect {
  let name = "hwlock";
  let cppNamespace = "::hwlock";
  let summary = "Models whose weights are locked to hardware";
  let description = [{
    A locked model is a module with one `hwlock.vault`, which holds all that is
    needed to open the model on an authorised machine and nothing that is
    secret: the data key, wrapped for each authorised machine in a
    `hwlock.slot`, and the ciphertext of each weight in a `hwlock.sealed`.
    Functions obtain the data key with `hwlock.open` and weights with
    `hwlock.unseal`.

    Those two stand for sequences of smaller operations, which say step by step
    what they mean: `hwlock.open` tries each slot with `hwlock.measure`,
    `hwlock.correct` and `hwlock.derive`; `hwlock.unseal` is `hwlock.unmask` of
    the stored ciphertext.

    The examples below share the vault `@v` of the example of `hwlock.vault`.
    Verifier messages start with the number of the rule that is broken, C1 to
    C32.
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerTypes();
  }];
}

class Hwlock_Type<string name, string typeMnemonic, list<Trait> traits = []>
    : TypeDef<Hwlock_Dialect, name, traits> {
  let mnemonic = typeMnemonic;
}

class Hwlock_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Hwlock_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

class Hwlock_Op<string mnemonic, list<Trait> traits = []>
    : Op<Hwlock_Dialect, mnemonic, traits>;

#endif // HWLOCK_IR_HWLOCKDIALECT_TD
