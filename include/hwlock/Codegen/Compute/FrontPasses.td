//===- FrontPasses.td - Compute passes on whole tensors ----*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In the order of Pipelines.cpp. Weights leave the code, layouts are chosen.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_FRONTPASSES
#define HWLOCK_CODEGEN_COMPUTE_FRONTPASSES

include "mlir/Pass/PassBase.td"

def HoistWeights : Pass<"hwlock-hoist-weights", "mlir::ModuleOp"> {
  let summary = "Turn the weights of public functions into arguments";
  let description = [{
    Each weight of a public function becomes a trailing argument with the
    attribute `hwlock.weight`: the symbol of a sealed weight for the result of
    an unseal operation, the constant itself for a constant in the clear. What
    counts as a weight is what `--lock-model` would seal, so that a locked and
    an unlocked module are the same from here on.

    Before: calls are inlined; nothing has folded the constants. After: no
    function holds a weight, and no operation that opens a vault is left. Equal
    weights share one argument. Refuses weights whose bytes are elided.

    A constant with the attribute `hwlock.replaceable` is taken as well if it
    has one element or is a splat; refused unless a resource holds it.

    ```mlir
    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
      %y = arith.addf %x, %w : tensor<2xf32>
      return %y : tensor<2xf32>
    }
    ```

    becomes

    ```mlir
    func.func @f(%x: tensor<2xf32>, %w: tensor<2xf32>
                 {hwlock.weight = dense<[1.0, 2.0]> : tensor<2xf32>})
        -> tensor<2xf32> {
      %y = arith.addf %x, %w : tensor<2xf32>
      return %y : tensor<2xf32>
    }
    ```
  }];
  let dependentDialects = ["mlir::func::FuncDialect"];
}

def SpecializeShapes : Pass<"hwlock-specialize-shapes", "mlir::ModuleOp"> {
  let summary = "Give the inputs of a function static shapes";
  let description = [{
    Inputs of dynamic shape get the shapes of the option `shapes`, and what
    follows from them is folded: dimensions, casts, the shapes of results.
    Kernels are made for static shapes only.

    Before: `hwlock-hoist-weights`, so that folding sees no weight. After: all
    values of public functions have a static shape. Refuses shapes that do not
    fit the type of an input, shapes that the model rejects, and functions in
    which a shape stays dynamic, because none was given or it depends on data.
    A module that is static already is not changed.

    With `shapes=input0=4x2`:

    ```mlir
    func.func @main(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
      %c0 = arith.constant 0 : index
      %n = tensor.dim %x, %c0 : tensor<?x2xf32>
      %empty = tensor.empty(%n) : tensor<?x2xf32>
      %y = linalg.exp ins(%x : tensor<?x2xf32>) outs(%empty : tensor<?x2xf32>)
          -> tensor<?x2xf32>
      return %y : tensor<?x2xf32>
    }
    ```

    becomes

    ```mlir
    func.func @main(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
      %empty = tensor.empty() : tensor<4x2xf32>
      %y = linalg.exp ins(%x : tensor<4x2xf32>) outs(%empty : tensor<4x2xf32>)
          -> tensor<4x2xf32>
      return %y : tensor<4x2xf32>
    }
    ```
  }];
  let options = [
    ListOption<"shapes", "shapes", "std::string",
               "Shapes of inputs, each in the form input0=4x128">,
    Option<"function", "function", "std::string", "\"main\"",
           "The function whose inputs they are">];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::cf::ControlFlowDialect", "mlir::tensor::TensorDialect"];
}

def GuardGathers : Pass<"hwlock-guard-gathers", "mlir::func::FuncOp"> {
  let summary = "Keep indices that are data inside their tensors";
  let description = [{
    An index of `tensor.extract` inside a linalg body that is computed from data
    (a token id, for example) is clamped to the tensor, so that no input makes a
    model read other memory. `cf.assert` operations in linalg bodies, which
    would abort the process and keep the body from being vectorised, are
    removed: an index outside reads the nearest element instead.

    Before: any module. After: no linalg body holds `cf.assert`. Refuses
    look-ups in tensors that are empty or of dynamic shape.

    `%id` is clamped to 0 and 3:

    ```mlir
    func.func @rows(%table: tensor<4x8xf32>, %ids: tensor<2xindex>)
        -> tensor<2x8xf32> {
      %empty = tensor.empty() : tensor<2x8xf32>
      %rows = linalg.generic {
          indexing_maps = [affine_map<(d0, d1) -> (d0)>,
                           affine_map<(d0, d1) -> (d0, d1)>],
          iterator_types = ["parallel", "parallel"]}
          ins(%ids : tensor<2xindex>) outs(%empty : tensor<2x8xf32>) {
      ^bb0(%id: index, %out: f32):
        %column = linalg.index 1 : index
        %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
        linalg.yield %element : f32
      } -> tensor<2x8xf32>
      return %rows : tensor<2x8xf32>
    }
    ```
  }];
  let dependentDialects = ["mlir::arith::ArithDialect"];
}

def FuseElementwise : Pass<"hwlock-fuse-elementwise", "mlir::func::FuncOp"> {
  let summary = "Fuse elementwise operations, move reshapes out of the way";
  let description = [{
    Fuses an elementwise `linalg.generic` into its only user, removes results
    that nobody reads, and moves `tensor.collapse_shape` below elementwise
    operations, so that a contraction and what follows it have one shape.

    Before: `hwlock-choose-layouts`. After: nothing is promised; it is an
    optimisation. Refuses nothing; gathers and contractions stay apart.

    The two operations become one `linalg.generic`:

    ```mlir
    func.func @twice(%x: tensor<8xf32>) -> tensor<8xf32> {
      %empty = tensor.empty() : tensor<8xf32>
      %exp = linalg.exp ins(%x : tensor<8xf32>) outs(%empty : tensor<8xf32>)
          -> tensor<8xf32>
      %y = linalg.abs ins(%exp : tensor<8xf32>) outs(%empty : tensor<8xf32>)
          -> tensor<8xf32>
      return %y : tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect",
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect"];
}

def ChooseLayouts : Pass<"hwlock-choose-layouts", "mlir::func::FuncOp"> {
  let summary = "Give contractions the layout that their kernels read";
  let description = [{
    - `linalg.matmul` reads its right side as `[N/n0][K][n0]`.
    - `linalg.conv_2d_nchw_fchw` runs on NHWC with a filter
      `[F/f0][KH][KW][C][f0]`, `linalg.depthwise_conv_2d_nchw_chw` on NHWC with
      `[KH][KW][C]`, `linalg.pooling_nchw_max` and `linalg.pooling_nchw_sum` on
      NHWC. Transposes between them cancel, others move below padding and
      elementwise operations.

    n0 and f0 are twice the vector width where that divides the size; a matmul
    is padded otherwise. Contractions carry the attribute `hwlock.contraction`
    afterwards ("matmul", "convolution" or "depthwise"), which `hwlock-tile`
    reads.

    Before: static shapes. After: contractions are `linalg.generic`. What
    matches none of these (integers, dynamic or empty shapes, user-defined maps)
    stays as it is and is tiled like any other operation. Refuses other values
    of `vector-bits` than 128, 256 and 512.

    With vectors of 256 bits the weight of this layer becomes a
    `tensor<4x16x16xf32>`:

    ```mlir
    func.func @layer(%x: tensor<4x16xf32>, %w: tensor<16x64xf32>)
        -> tensor<4x64xf32> {
      %zero = arith.constant 0.0 : f32
      %empty = tensor.empty() : tensor<4x64xf32>
      %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x64xf32>)
          -> tensor<4x64xf32>
      %y = linalg.matmul ins(%x, %w : tensor<4x16xf32>, tensor<16x64xf32>)
          outs(%zeros : tensor<4x64xf32>) -> tensor<4x64xf32>
      return %y : tensor<4x64xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "256",
           "Width of a vector register">,
  ];
  let dependentDialects = [
    "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect",
    "mlir::arith::ArithDialect"];
}

def PackWeights : Pass<"hwlock-pack-weights", "mlir::ModuleOp"> {
  let summary = "Move what depends on weights alone into a pack function";
  let description = [{
    Operations whose operands all come from weights run once, at load: they move
    to the private function `<name>.pack`, which takes raw weights and returns
    the values that `<name>` reads; there they are arguments with the attribute
    `hwlock.packed`, the number of the result. Views and broadcasts stay where
    they are, because they cost nothing or would only grow the data.

    Before: `hwlock-hoist-weights`. After: an argument is an input, a raw
    weight, or packed, in this order. Refuses weights that are not tensors of
    static shape.

    The transpose moves to `@f.pack`, and `@f` returns its argument:

    ```mlir
    func.func @f(%w: tensor<2x4xf32> {hwlock.weight = @v::@w})
        -> tensor<4x2xf32> {
      %empty = tensor.empty() : tensor<4x2xf32>
      %t = linalg.transpose ins(%w : tensor<2x4xf32>)
          outs(%empty : tensor<4x2xf32>) permutation = [1, 0]
      return %t : tensor<4x2xf32>
    }
    ```
  }];
  let dependentDialects = ["mlir::func::FuncDialect"];
}

def WidenBooleans : Pass<"hwlock-widen-booleans", "mlir::func::FuncOp"> {
  let summary = "Store i1 tensors as i8";
  let description = [{
    A vector of i1 is stored as packed bits, a memref of i1 holds one byte for
    each element: vectorising such an operation gives wrong answers silently.
    Tensors of i1 between operations become tensors of i8; bodies compute on i1
    as before. Arguments and results of the function keep their type.

    Before: linalg on tensors. After: only operations at the boundary of the
    function touch tensors of i1. If an operation is not known to work on i8 the
    function stays as it is, and its i1 operations run as scalar loops.

    Once `convert-elementwise-to-linalg` has made linalg of this, the mask
    between the operations is a `tensor<8xi8>`:

    ```mlir
    func.func @mask(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<8xf32> {
      %less = arith.cmpf olt, %x, %y : tensor<8xf32>
      %z = arith.select %less, %x, %y : tensor<8xi1>, tensor<8xf32>
      return %z : tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::linalg::LinalgDialect",
    "mlir::tensor::TensorDialect"];
}

#endif // HWLOCK_CODEGEN_COMPUTE_FRONTPASSES
