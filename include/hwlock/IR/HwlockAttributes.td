//===- HwlockAttributes.td - Attributes of the hwlock dialect -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKATTRIBUTES_TD
#define HWLOCK_IR_HWLOCKATTRIBUTES_TD

include "hwlock/IR/HwlockDialect.td"
include "hwlock/IR/TransformationAttrInterface.td"
include "mlir/IR/EnumAttr.td"

def Hwlock_PolicyEnum
    : I32Enum<"Policy", "what a vault does on a machine it does not know",
              [I32EnumCase<"Error", 0, "error">,
               I32EnumCase<"Garbage", 1, "garbage">]> {
  let cppNamespace = "::hwlock";
}

def Hwlock_Policy : EnumAttr<Hwlock_Dialect, Hwlock_PolicyEnum, "policy"> {
  let description = [{
    `error` fails closed: keys and ciphertext carry tags, and a wrong machine or
    a changed artefact gives an error status. `garbage` stores no redundancy at
    all: a wrong machine decodes plausible but useless weights.

    ```mlir
    #hwlock<policy error>
    ```
  }];
}

// The bits are those of layout::source*.
def Hwlock_SourcesEnum
    : I32BitEnum<"Sources", "what a slot measures",
                 [I32BitEnumCaseBit<"Clock", 0, "clock">,
                  I32BitEnumCaseBit<"Precision", 1, "precision">,
                  I32BitEnumCaseBit<"MachineId", 2, "machine_id">,
                  I32BitEnumCaseBit<"Tpm2", 3, "tpm2">,
                  I32BitEnumCaseBit<"Plugin", 4, "plugin">,
                  I32BitEnumCaseBit<"Owner", 5, "owner">]> {
  let cppNamespace = "::hwlock";
  let separator = ", ";
}

def Hwlock_Sources : EnumAttr<Hwlock_Dialect, Hwlock_SourcesEnum, "sources"> {
  let description = [{
    A set: `clock` is the latency of instructions, `precision` the bits that
    approximate instructions give, `machine_id` the identifier that the operating
    system was installed with, `tpm2` a key in a TPM 2.0, `plugin` a device that a
    plug-in reaches. `owner`, alone, is not measured: it stands for whoever has
    the owner's private key.

    ```mlir
    #hwlock.sources<clock, precision>
    ```
  }];
  let assemblyFormat = "`<` $value `>`";
}

def Hwlock_Bytes : Hwlock_Attr<"Bytes", "bytes"> {
  let summary = "a string of bytes";
  let description = [{
    Bytes as lower-case hexadecimal digits, two for each byte. Operations print
    the digits alone.

    ```mlir
    #hwlock.bytes<"00ff">
    ```
  }];
  let parameters = (ins ArrayRefParameter<"uint8_t">:$value);
  let hasCustomAssemblyFormat = 1;
}

def Hwlock_OrderKindEnum
    : I32Enum<"OrderKind", "order of the elements of a sealed weight",
              [I32EnumCase<"RowMajor", 0, "row_major">]> {
  let cppNamespace = "::hwlock";
}

def Hwlock_Order : Hwlock_Attr<"Order", "order"> {
  let summary = "order in which the elements of a weight are stored";
  let description = [{
    The order that the counters of the cipher follow. `row_major` is the order
    of `dense` constants.

    ```mlir
    #hwlock.order<row_major>
    ```
  }];
  let parameters = (ins EnumParameter<Hwlock_OrderKindEnum>:$kind);
  let assemblyFormat = "`<` $kind `>`";
}

def Hwlock_Aes
    : Hwlock_Attr<"Aes", "aes",
                  [DeclareAttrInterfaceMethods<
                      Hwlock_TransformationAttrInterface>]> {
  let summary = "AES in counter mode";
  let description = [{
    Masks the bytes of a weight, in the stored order, with AES in counter mode
    under the weight's own key; under the error policy it is AES-GCM over chunks
    of 64 KiB. The parameter is the size of the key in bits.

    - C1: the size is 128 or 256.

    ```mlir
    #hwlock.aes<256>
    ```
  }];
  let parameters = (ins "unsigned":$bits);
  let assemblyFormat = "`<` $bits `>`";
  let genVerifyDecl = 1;
}

def Hwlock_Shuffle
    : Hwlock_Attr<"Shuffle", "shuffle",
                  [DeclareAttrInterfaceMethods<
                      Hwlock_TransformationAttrInterface>]> {
  let summary = "permutation of rows and columns";
  let description = [{
    Permutes rows and columns of a weight, taken as a matrix, under a key of its
    own; a weight of rank 1 is one row. Decoding puts the elements back while they
    leave the cipher. Alone it is not confidential: all values can be read, only
    not where they belong.

    ```mlir
    #hwlock.shuffle
    ```
  }];
}

def Hwlock_Pretransform
    : Hwlock_Attr<"Pretransform", "pretransform",
                  [DeclareAttrInterfaceMethods<
                      Hwlock_TransformationAttrInterface>]> {
  let summary = "code in which every codeword is a plausible weight";
  let description = [{
    Codes a weight so that uniform bits, which is what a wrong key makes of the
    ciphertext, decode to weights of the same distribution. The tables of the code
    are public and lie unmasked in front of the ciphertext, which is a few percent
    larger than the weight (docs/Transformations.md).

    ```mlir
    #hwlock.pretransform
    ```
  }];
}

def Hwlock_TransformationAttr
    : Attr<CPred<"::llvm::isa<::hwlock::TransformationAttrInterface>($_self)">,
           "transformation of a weight">;

#endif // HWLOCK_IR_HWLOCKATTRIBUTES_TD
