//===- Passes.td - Passes that speak IREE's dialects -------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IREE_PASSES
#define HWLOCK_IREE_PASSES

include "mlir/Pass/PassBase.td"

def ToIree : Pass<"hwlock-to-iree", "::mlir::ModuleOp"> {
  let summary = "let a locked module open itself under IREE";
  let description = [{
    Gives a locked module the form that iree-compile 3.13.0 takes; print it with
    `--mlir-print-op-generic`. The .vmfb then opens itself when it is loaded, by
    any of IREE's run-time programs on the CPU (llvm-cpu, x86-64):

    - the vault becomes the decoder of this model as LLVM bitcode within one
      `stream.executable @hwlock` with two exports, `open` and `unseal`;
    - `hwlock.open` becomes the global `@hwlock.key`, behind an
      `util.optimization_barrier`, without which iree-compile could open the
      model and store what it finds;
    - each `hwlock.sealed` becomes an immutable global with an initializer that
      dispatches `unseal` on the ciphertext, and each `hwlock.unseal` a load of
      it;
    - a vault with items for the host (tpm2, plug-ins, machine-id) makes the
      module import `hwlock.answer` of a VM module, which is asked once for each
      item; the answers are an operand of `open`. The import is optional: without
      it no device can be asked, and slots without one still open;
    - under the policy `error`, `cf.assert` stops the load where the machine is
      not authorised, or a tag is wrong; under `garbage`, look-ups inside of
      linalg operations are clamped to their tensor, since tables of positions
      may be noise, and assertions about them go;
    - constants of booleans become bytes and an `arith.trunci`, in any module:
      the text of booleans means something else to IREE's version of MLIR.

    IREE's operations are not checked here: its dialects are names to this
    program. `hwlock-iree-compile` runs this pass and iree-compile, and searches
    the result for plaintext.

    With `parameters=FILE`, ciphertext and tags go to an archive that
    iree-run-module takes as `--parameters=hwlock=FILE`, each under the symbol
    of its weight, tags under `<symbol>.tags`; globals with
    `#stream.parameter.named` refer to them. Nothing in the archive is readable.

    Before: `lock-model` has run. Of a module without a vault nothing but
    constants of booleans changes.

    After: nothing of the `hwlock` dialect is left.

    Refuses a second vault, a malformed one, ciphertext that is missing, an
    archive that cannot be written, other operations of the dialect than
    `hwlock.open` and `hwlock.unseal`, and a module that uses the names above
    already.

    Example:

    ```mlir
    func.func @main() -> tensor<2x2xf32> {
      %key = hwlock.open @v : !hwlock.key
      %w = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
      return %w : tensor<2x2xf32>
    }
    ```

    becomes, beside the globals,

    ```mlir
    func.func @main() -> tensor<2x2xf32> {
      %w = "util.global.load"() <{global = @hwlock.weight.w}> : () -> tensor<2x2xf32>
      return %w : tensor<2x2xf32>
    }
    ```
  }];
  let options = [
    Option<"parameters", "parameters", "std::string", /*default=*/"",
           "Archive (.irpa) to write ciphertext to; none keeps it in the module">
  ];
  let dependentDialects = [
    "::hwlock::FlowDialect", "::hwlock::HalDialect",
    "::hwlock::IreeCodegenDialect", "::hwlock::StreamDialect",
    "::hwlock::UtilDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::func::FuncDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def ImportParameters : Pass<"hwlock-import-parameters", "::mlir::ModuleOp"> {
  let summary = "turn parameters outside of a module into constants";
  let description = [{
    Each immutable `util.global` that begins with a
    `#stream.parameter.named<"scope"::"key">` gives way to constants where it is
    loaded, so that `lock-model` seals it. The constants are mappings of the
    files: nothing is read.

    Before: the module is in the generic form of IREE's dialects, as
    `iree-opt --mlir-print-op-generic` prints it. The option names a file for
    each scope.

    After: no global refers to a parameter.

    Refuses files that are neither .irpa (one archive, all data embedded) nor
    .safetensors or whose table does not fit the file; parameters that are in no
    file, are mutable, have other bytes than their type, or are used by anything
    but `util.global.load`.

    Example, with `parameters=model=weights.safetensors`:

    ```mlir
    "util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<2xf32>,
        sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()
    func.func @main() -> tensor<2xf32> {
      %w = "util.global.load"() <{global = @w}> : () -> tensor<2xf32>
      return %w : tensor<2xf32>
    }
    ```

    becomes

    ```mlir
    func.func @main() -> tensor<2xf32> {
      %w = arith.constant dense_resource<w> : tensor<2xf32>
      return %w : tensor<2xf32>
    }
    ```
  }];
  let options = [
    ListOption<"parameters", "parameters", "std::string",
               "Files, each as scope=FILE, or FILE for the scope without a name">
  ];
  let statistics = [
    Statistic<"numParameters", "parameters", "Parameters that became constants">
  ];
  let dependentDialects = ["::hwlock::StreamDialect", "::hwlock::UtilDialect",
                           "::mlir::arith::ArithDialect"];
}

#endif // HWLOCK_IREE_PASSES
