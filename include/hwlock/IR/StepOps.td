//===- StepOps.td - The steps of open and unseal --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_STEPOPS_TD
#define HWLOCK_IR_STEPOPS_TD

include "hwlock/IR/HwlockAttributes.td"
include "hwlock/IR/OpenOps.td"

def Hwlock_MeasureOp
    : Hwlock_Op<"measure", [MemoryEffects<[MemRead<Hwlock_MachineResource>]>]> {
  let summary = "measure the fingerprint of this machine";
  let description = [{
    Measures the given sources once and quantises the result on the public grid.
    `probes` are the chains of the clock source; without any, the published list
    of quiet chains is measured. It is not speculatable: a measurement takes
    milliseconds and is disturbed by what runs beside it.

    - C23: probes ascend strictly and are below 192; there are none without the
      clock.

    ```mlir
    %raw = hwlock.measure sources<clock, precision> probes [0, 1, 5]
        : !hwlock.fingerprint
    ```
  }];
  let arguments = (ins Hwlock_Sources:$sources, DenseI32ArrayAttr:$probes);
  let results = (outs Hwlock_Fingerprint:$fingerprint);
  let assemblyFormat = [{
    `sources` `` $sources `probes` $probes attr-dict `:` type($fingerprint)
  }];
  let hasVerifier = 1;
}

def Hwlock_CorrectOp : Hwlock_Op<"correct", [Pure]> {
  let summary = "correct the symbols of a fingerprint";
  let description = [{
    Gives the fingerprint as it was enrolled, if at most four of the symbols that
    the clock source gave differ from it; otherwise gives it unchanged. The helper
    is the code-offset of the slot.

    - C24: the helper has one byte for each probe, if the fingerprint is seen to
      come from an `hwlock.measure`.

    ```mlir
    %raw = hwlock.measure sources<clock, precision> probes [0, 1, 5]
        : !hwlock.fingerprint
    %fingerprint = hwlock.correct %raw helper "a0a1a2" : !hwlock.fingerprint
    ```
  }];
  let arguments = (ins Hwlock_Fingerprint:$fingerprint, Hwlock_Bytes:$helper);
  let results = (outs Hwlock_Fingerprint:$result);
  let assemblyFormat = [{
    $fingerprint `helper` custom<Bytes>($helper) attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Hwlock_DeriveOp
    : Hwlock_Op<"derive", [DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                           NoMemoryEffect]> {
  let summary = "derive the data key from a fingerprint";
  let description = [{
    Derives the key-encryption key of the slot from the fingerprint and unwraps
    the data key. Under the policy `error` it stops the program with a status (3)
    if the tag of the slot does not fit, and is not speculatable for that reason.

    - C25: the symbol names a slot in a vault.

    ```mlir
    %raw = hwlock.measure sources<precision> probes [] : !hwlock.fingerprint
    %key = hwlock.derive %raw, @v::@s0 : !hwlock.key
    ```
  }];
  let arguments = (ins Hwlock_Fingerprint:$fingerprint, SymbolRefAttr:$slot);
  let results = (outs Hwlock_Key:$key);
  let assemblyFormat = "$fingerprint `,` $slot attr-dict `:` type($key)";
}

def Hwlock_UnmaskOp
    : Hwlock_Op<"unmask",
                [DeclareOpInterfaceMethods<SymbolUserOpInterface>, Pure]> {
  let summary = "decode the ciphertext of a weight";
  let description = [{
    Inverts the chain of the sealed weight on the given bytes, which are its
    ciphertext. Tags and stored order are those of the sealed weight.

    - C26: the symbol names a sealed weight in a vault, the result has its type
      and the operand the type of its ciphertext.
    - C27: the key, if it is seen to come from an `hwlock.open` or an
      `hwlock.derive`, is that of the same vault.

    ```mlir
    %key = hwlock.open @v : !hwlock.key
    %bytes = arith.constant
        dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]>
        : tensor<16xi8>
    %weight = hwlock.unmask %key, @v::@w, %bytes
        : tensor<16xi8> -> tensor<2x2xf32>
    ```
  }];
  let arguments = (ins Hwlock_Key:$key, SymbolRefAttr:$weight,
                       1DTensorOf<[I8]>:$ciphertext);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = [{
    $key `,` $weight `,` $ciphertext attr-dict
    `:` type($ciphertext) `->` type($result)
  }];
}

#endif // HWLOCK_IR_STEPOPS_TD
