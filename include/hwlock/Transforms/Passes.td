//===- Passes.td - Passes that lock a model ----------------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each description says what changes, what must hold before, what holds after,
// and what the pass refuses. Each example is the first case of
// test/Transforms/<pass>.mlir.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TRANSFORMS_PASSES
#define HWLOCK_TRANSFORMS_PASSES

include "mlir/Pass/PassBase.td"

def CheckLockable : Pass<"hwlock-check-lockable", "::mlir::ModuleOp"> {
  let summary = "refuse a module that cannot be locked as a whole";
  let description = [{
    Changes nothing. Runs first, so that a refusal leaves the module as it was
    and names every obstacle at once.

    Before: any module.

    After: each piece of data in the module is a tensor constant that can be
    sealed, or is one of the constants that stay in the clear by rule (splats,
    scalars, empty and index tensors, shapes of `tensor.reshape`, tensors of
    `i1`). The inherent attributes of operations that define neither a constant
    nor a symbol, such as the strides of a convolution, count as parameters.

    Refuses:

    - a module that has a vault: it is locked already;
    - nested modules and other nested symbol tables;
    - constants whose bytes are missing (elided when printed) or of the wrong
      length;
    - constants of element types other than integers and floats of 8, 16, 32 or
      64 bits; vector constants; sparse constants;
    - data outside of `arith.constant`: initial values of globals, constants of
      other dialects, dense attributes and resources that an operation carries;
    - constants that are not within a function of the module.

    Example:

    ```mlir
    memref.global "private" constant @w : memref<2xf32> = dense<[1.0, 2.0]>
    // error: 'memref.global' carries data of type tensor<2xf32>; only tensors
    // of arith.constant can be sealed
    ```
  }];
}

def MarkWeights : Pass<"hwlock-mark-weights", "::mlir::ModuleOp"> {
  let summary = "mark the constants that will be sealed";
  let description = [{
    Gives each constant that holds data the attribute `hwlock.seal_as`, the
    symbol of the sealed weight it becomes. Constants with the same value and
    type, in one function or in several, get the same symbol: they are sealed
    once. Remarks say which tensor constants stay in the clear, one remark for
    each reason; MLIR's remark engine gets one for each constant, a missed
    `LeftInTheClear`.

    Before: `hwlock-check-lockable` has passed.

    After: a constant holds data if and only if it is marked.

    Refuses nothing.

    Example:

    ```mlir
    %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    %z = arith.constant dense<0.0> : tensor<2xf32>
    ```

    becomes

    ```mlir
    %w = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
    %z = arith.constant dense<0.0> : tensor<2xf32>
    ```
  }];
  let statistics = [
    Statistic<"numWeights", "weights", "Distinct weights that were marked">,
    Statistic<"numConstants", "constants", "Constants that were marked">,
    Statistic<"numClear", "clear", "Tensor constants that stay in the clear">
  ];
}

def Seal : Pass<"hwlock-seal", "::mlir::ModuleOp"> {
  let summary = "encrypt the marked constants into a vault";
  let description = [{
    Creates one `hwlock.vault` with a slot for each profile and a
    `hwlock.sealed` for each distinct marked value: ciphertext and, under the
    policy `error`, tags, both as resources. All keys and identifiers are drawn
    anew in each run. The marked constants stay until `hwlock-insert-open`
    replaces them. A remark says what guessing the key costs. MLIR's remark
    engine gets a passed `WeightSealed` for each weight and an analysis
    `GuessingCost`.

    Before: `hwlock-mark-weights` has run and the module has no vault. The
    options are checked, profiles read and this machine enrolled (about a
    second) when the pass is set up, before any IR is touched.

    After: the module has a vault, and the value of each marked constant is
    sealed under the symbol that its mark names. The order of the
    `hwlock.sealed` is that of the manifest.

    Refuses a module without a marked constant, since there is nothing to lock;
    a module that has a vault; profiles that lack a chosen source; more profiles
    than the policy allows; unknown values of options.

    Example:

    ```mlir
    %w = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
    ```

    adds

    ```mlir
    hwlock.vault @vault policy error id "..." mac "..." {
      hwlock.slot @s0 ...
      hwlock.sealed @w0 : tensor<2xf32> chain [#hwlock.aes<128>] ...
    }
    ```
  }];
  let dependentDialects = ["::hwlock::HwlockDialect"];
  let options = [
    ListOption<"profiles", "profile", "std::string",
               "Profiles (.hwp) of the machines that may open the model; none "
               "enrols this machine">,
    ListOption<"fingerprint", "fingerprint", "std::string",
               "Sources to bind to: clock, precision; none takes both">,
    ListOption<"chain", "chain", "std::string",
               "Transformations, innermost first: shuffle, pretransform, then "
               "aes or aes256; none takes aes">,
    Option<"unlock", "unlock", "std::string", /*default=*/"\"eager\"",
           "When weights are decoded: eager (at load)">,
    Option<"onMismatch", "on-mismatch", "std::string", /*default=*/"\"error\"",
           "On another machine: error (fail closed) or garbage (decode to "
           "plausible weights)">
  ];
  let statistics = [
    Statistic<"numSealed", "weights-sealed", "Weights that were encrypted">,
    Statistic<"numBytes", "bytes-sealed", "Bytes that were encrypted">,
    Statistic<"numNotCoded", "weights-not-coded",
              "Weights that the chain's code does not fit">,
    Statistic<"numSlots", "slots", "Slots that were written">
  ];
}

def InsertOpen : Pass<"hwlock-insert-open", "::mlir::ModuleOp"> {
  let summary = "replace marked constants by unseal operations";
  let description = [{
    Inserts one `hwlock.open` at the entry of each function that has a marked
    constant and replaces each such constant by a `hwlock.unseal` of the weight
    that the mark names. The unseal stands where the constant stood; a constant
    inside a nested region, for example the body of a `linalg.generic`, is
    decoded before the outermost enclosing operation, once and not once per
    iteration.

    Before: `hwlock-seal` has run.

    After: no marked constant is left, and the vault is the only place that
    holds the weights. Attributes of the replaced constants are gone with them.

    Refuses a mark that names no sealed weight of the vault, and a mark whose
    constant and sealed weight differ in type.

    Example:

    ```mlir
    func.func @main() -> tensor<2x2xf32> {
      %w = arith.constant {hwlock.seal_as = "w"} dense<[[1.0, 2.0], [3.0, 4.0]]>
          : tensor<2x2xf32>
      return %w : tensor<2x2xf32>
    }
    ```

    becomes, in a module with the vault `@v` that holds `@w`,

    ```mlir
    func.func @main() -> tensor<2x2xf32> {
      %key = hwlock.open @v : !hwlock.key
      %w = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
      return %w : tensor<2x2xf32>
    }
    ```
  }];
  let dependentDialects = ["::hwlock::HwlockDialect"];
  let statistics = [
    Statistic<"numOpens", "opens", "Open operations that were inserted">,
    Statistic<"numUnseals", "unseals", "Constants that were replaced">
  ];
}

def VerifySealed : Pass<"hwlock-verify-sealed", "::mlir::ModuleOp"> {
  let summary = "prove that a locked module holds no plaintext weight";
  let description = [{
    Changes nothing. Looks at every operation and attribute of the module anew,
    without trust in the passes before.

    Before: any module.

    After:

    - the module has one vault, it satisfies the limits of the format, and each
      sealed weight has ciphertext and tags of the length that its type demands;
    - no constant that `hwlock-check-lockable` would seal or refuse is left, and
      no mark;
    - every resource that the module would be written with belongs to exactly
      one sealed weight, or to a constant that stays in the clear by rule;
    - the ciphertext of each weight of at least 4 KiB looks random (chi-square
      of its bytes over the first 64 KiB behind public tables), unless its chain
      has no cipher, so that a cipher that leaves the bytes as they are cannot
      pass;
    - every `hwlock.unseal` names a sealed weight of its type.

    Refuses everything else. What it cannot see: scalars and splats, which stay
    readable, and text outside of the module, such as external resources that a
    parser carries along.

    Example:

    ```mlir
    func.func @main() -> tensor<2xf32> {
      %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
      // error: a weight of type tensor<2xf32> is left in the clear
      return %w : tensor<2xf32>
    }
    ```
  }];
}

#endif // HWLOCK_TRANSFORMS_PASSES
