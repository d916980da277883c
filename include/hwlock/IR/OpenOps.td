//===- OpenOps.td - Open a vault and unseal its weights -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_OPENOPS_TD
#define HWLOCK_IR_OPENOPS_TD

include "hwlock/IR/HwlockDialect.td"
include "hwlock/IR/HwlockTypes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// The machine as the state that measurements read. Nothing writes it.
def Hwlock_MachineResource : Resource<"::hwlock::MachineResource">;

def Hwlock_OpenOp
    : Hwlock_Op<"open", [DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                         MemoryEffects<[MemRead<Hwlock_MachineResource>]>]> {
  let summary = "measure this machine and obtain the data key";
  let description = [{
    Tries the slots of the vault in turn: measure, correct, derive. Under the
    policy `error` the first slot whose tag fits gives the data key, and the MAC
    of the vault is checked under it; if no slot fits or the MAC is wrong, the
    program stops with a status (3 or 4) instead of a result. Under `garbage` the
    only slot always gives a key.

    It reads the machine: two of them may be shared and an unused one removed,
    but it is not speculatable, since it may stop the program.

    - C19: the symbol names a vault.

    ```mlir
    %key = hwlock.open @v : !hwlock.key
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$vault);
  let results = (outs Hwlock_Key:$key);
  let assemblyFormat = "$vault attr-dict `:` type($key)";
}

def Hwlock_UnsealOp
    : Hwlock_Op<"unseal",
                [DeclareOpInterfaceMethods<SymbolUserOpInterface>, Pure]> {
  let summary = "decode one sealed weight";
  let description = [{
    Inverts the chain of the weight under the data key. It is pure, so that it
    may be moved, shared and removed, but has no folder: the plain weight never
    becomes a constant of the program. Under the policy `error` a wrong tag stops
    the program with a status (4).

    - C20: the symbol names a sealed weight in a vault.
    - C21: the result has the type of the sealed weight.
    - C22: the key, if it is seen to come from an `hwlock.open` or an
      `hwlock.derive`, is that of the same vault.

    ```mlir
    %key = hwlock.open @v : !hwlock.key
    %weight = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
    ```
  }];
  let arguments = (ins Hwlock_Key:$key, SymbolRefAttr:$weight);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$key `,` $weight attr-dict `:` type($result)";
}

#endif // HWLOCK_IR_OPENOPS_TD
