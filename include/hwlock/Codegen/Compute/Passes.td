//===- Passes.td - Passes of the compute pipelines ---------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In the order of Pipelines.cpp: the front half works on whole tensors, the
// back half turns them into loops over vectors and memory.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_PASSES
#define HWLOCK_CODEGEN_COMPUTE_PASSES

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// Front half
//===----------------------------------------------------------------------===//

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
    weights share one argument. Refuses functions with a value of dynamic shape
    and weights whose bytes are elided.

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

def GuardGathers : Pass<"hwlock-guard-gathers", "mlir::func::FuncOp"> {
  let summary = "Keep indices that are data inside their tensors";
  let description = [{
    An index of `tensor.extract` inside a linalg body that is computed from data
    (a token id, for example) is clamped to the tensor, so that no input makes a
    model read other memory. `cf.assert` operations in linalg bodies, which
    would abort the process and keep the body from being vectorised, are
    removed: an index outside reads the nearest element instead.

    Before: any module. After: no linalg body holds `cf.assert`. Refuses
    nothing.

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
    optimisation. Refuses nothing.

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
    is padded otherwise. Contractions carry the unit attribute
    `hwlock.contraction` afterwards, which `hwlock-tile` reads.

    Before: static shapes. After: contractions are `linalg.generic`. What
    matches none of these (other types, dilation, user-defined maps) stays as it
    is and is tiled like any other operation.

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
    weight, or packed, in this order. Refuses nothing.

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

//===----------------------------------------------------------------------===//
// Back half
//===----------------------------------------------------------------------===//

def GatherRows : Pass<"hwlock-gather-rows", "mlir::func::FuncOp"> {
  let summary = "Copy whole rows in table look-ups";
  let description = [{
    A `linalg.generic` that only reads rows of a table, one element at a time,
    becomes a loop over the rows, each moved as one slice.

    Before: `hwlock-guard-gathers`. After: other look-ups stay as they are.
    Refuses nothing.

    This becomes a loop of two iterations, each with a slice of eight elements:

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
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::scf::SCFDialect",
    "mlir::tensor::TensorDialect"];
}

def Tile : Pass<"hwlock-tile", "mlir::func::FuncOp"> {
  let summary = "Tile to registers and fuse elementwise operations";
  let description = [{
    Contractions are tiled so that the accumulators fill the registers, together
    with the elementwise operations that follow; everything else so that its
    innermost dimension is a few vectors. A size that does not divide gives a
    second, shorter loop of static size.

    Before: `hwlock-choose-layouts`. After: every linalg operation in a loop has
    a static shape. Refuses nothing.

    With vectors of 512 bits this becomes loops over tiles of 8 by 32:

    ```mlir
    func.func @product(%x: tensor<1x16x16xf32>, %w: tensor<1x16x64xf32>,
                       %init: tensor<1x16x64xf32>) -> tensor<1x16x64xf32> {
      %y = linalg.batch_matmul
          ins(%x, %w : tensor<1x16x16xf32>, tensor<1x16x64xf32>)
          outs(%init : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
      return %y : tensor<1x16x64xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "256",
           "Width of a vector register">,
  ];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::linalg::LinalgDialect",
    "mlir::scf::SCFDialect", "mlir::tensor::TensorDialect"];
}

def TileReductions : Pass<"hwlock-tile-reductions", "mlir::func::FuncOp"> {
  let summary = "Tile reductions inside the parallel loops";
  let description = [{
    The loop over a reduction becomes the innermost one, a few steps of a
    contraction or a few vectors of any other reduction at a time. Windows of
    convolutions go one position at a time.

    Before: `hwlock-tile` and canonicalisation. After: as `hwlock-tile`. Refuses
    nothing.

    The dimension of length 16 that is summed over becomes a loop with two
    steps:

    ```mlir
    func.func @product(%x: tensor<1x16x16xf32>, %w: tensor<1x16x64xf32>,
                       %init: tensor<1x16x64xf32>) -> tensor<1x16x64xf32> {
      %y = linalg.batch_matmul
          ins(%x, %w : tensor<1x16x16xf32>, tensor<1x16x64xf32>)
          outs(%init : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
      return %y : tensor<1x16x64xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "256",
           "Width of a vector register">,
  ];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::linalg::LinalgDialect",
    "mlir::scf::SCFDialect", "mlir::tensor::TensorDialect"];
}

def Vectorize : Pass<"hwlock-vectorize", "mlir::func::FuncOp"> {
  let summary = "Turn tiles into vector operations";
  let description = [{
    Vectorises every linalg operation that is small enough, turns reductions
    into contractions, and keeps accumulators in registers across the loop over
    the reduction.

    Before: `hwlock-tile`. After: what could not be vectorised is still a linalg
    operation, for `hwlock-lower-scalar-loops` to report. Refuses nothing.

    This becomes two reads, one `arith.addf` on `vector<16xf32>` and one write:

    ```mlir
    func.func @sum(%x: tensor<16xf32>, %y: tensor<16xf32>) -> tensor<16xf32> {
      %empty = tensor.empty() : tensor<16xf32>
      %z = linalg.add ins(%x, %y : tensor<16xf32>, tensor<16xf32>)
          outs(%empty : tensor<16xf32>) -> tensor<16xf32>
      return %z : tensor<16xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::math::MathDialect", "mlir::scf::SCFDialect",
    "mlir::tensor::TensorDialect", "mlir::vector::VectorDialect"];
}

def MarkReadOnly : Pass<"hwlock-mark-read-only", "mlir::func::FuncOp"> {
  let summary = "Forbid bufferization to write to arguments";
  let description = [{
    Inputs and weights outlive a call, so no result may be computed in their
    memory. Removes the attributes of arguments that only the front half needs.

    Before: tensors. After: every tensor argument is marked with
    `bufferization.writable = false`. Refuses nothing.

    Both arguments get the attribute, and `hwlock.weight` goes:

    ```mlir
    func.func @f(%x: tensor<4xf32>, %w: tensor<4xf32> {hwlock.weight = @v::@w})
        -> tensor<4xf32> {
      %y = arith.addf %x, %w : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def LowerCopies : Pass<"hwlock-lower-copies", "mlir::func::FuncOp"> {
  let summary = "Lower strided copies to loops over vectors";
  let description = [{
    A `memref.copy` between buffers that are not contiguous would call a
    function of MLIR's run time. It becomes loops over the outer dimensions and
    vector moves along the innermost one; contiguous copies stay, they become
    `memcpy`.

    Before: bufferised, static shapes. After: each `memref.copy` is contiguous.
    Refuses nothing.

    This becomes a loop of two iterations, each of which moves a
    `vector<2xf32>`:

    ```mlir
    func.func @border(%x: memref<2x2xf32>, %y: memref<4x4xf32>) {
      %inside = memref.subview %y[1, 1] [2, 2] [1, 1]
          : memref<4x4xf32> to memref<2x2xf32, strided<[4, 1], offset: 5>>
      memref.copy %x, %inside
          : memref<2x2xf32> to memref<2x2xf32, strided<[4, 1], offset: 5>>
      return
    }
    ```
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::memref::MemRefDialect",
    "mlir::scf::SCFDialect", "mlir::vector::VectorDialect"];
}

def PlanMemory : Pass<"hwlock-plan-memory", "mlir::func::FuncOp"> {
  let summary = "Place all temporary buffers in one scratch argument";
  let description = [{
    Each `memref.alloc` becomes a view into a new last argument, at a
    multiple of
    64 bytes. Buffers that are not live at the same time share memory. The size
    of the argument is left as the LLVM function attribute
    `hwlock-scratch-bytes`.

    Arguments are marked `llvm.noalias`: callers pass distinct outputs.

    Before: bufferised, no deallocation. After: the function allocates nothing.
    Refuses buffers of dynamic size and buffers that are carried from one
    iteration of a loop to the next.

    `%a` becomes a view of a third argument, a `memref<64xi8>`:

    ```mlir
    func.func @copies(%x: memref<4xf32>, %y: memref<4xf32>) {
      %a = memref.alloc() : memref<4xf32>
      memref.copy %x, %a : memref<4xf32> to memref<4xf32>
      memref.copy %a, %y : memref<4xf32> to memref<4xf32>
      return
    }
    ```
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::memref::MemRefDialect"];
}

def LowerScalarLoops : Pass<"hwlock-lower-scalar-loops", "mlir::func::FuncOp"> {
  let summary = "Lower what was not vectorised to loops, and say so";
  let description = [{
    Every linalg operation that is left becomes a nest of scalar loops. A remark
    names each one, because a large one makes a model slow.

    Before: bufferised. After: no linalg operation is left. Refuses nothing.

    This becomes a loop, with the remark `hwlock: 'linalg.fill' runs as a
    scalar loop of 4 iterations`:

    ```mlir
    func.func @fill(%value: f32, %x: memref<4xf32>) {
      linalg.fill ins(%value : f32) outs(%x : memref<4xf32>)
      return
    }
    ```
  }];
  let statistics = [
    Statistic<"numScalarLoops", "scalar-loops",
              "Number of operations that run as scalar loops">,
  ];
  let dependentDialects = ["mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
                           "mlir::affine::AffineDialect"];
}

def LowerVectors : Pass<"hwlock-lower-vectors", "mlir::func::FuncOp"> {
  let summary = "Lower vector operations to what one instruction does";
  let description = [{
    Contractions become outer products and those fused multiply-adds; transposes
    become shuffles; exp, erf and tanh become polynomials.

    Before: bufferised. After: vectors are of rank one except in memory
    accesses, which `convert-vector-to-scf` unrolls. Refuses nothing.

    This becomes multiplications and additions:

    ```mlir
    func.func @exp(%x: vector<16xf32>) -> vector<16xf32> {
      %y = math.exp %x : vector<16xf32>
      return %y : vector<16xf32>
    }
    ```
  }];
  let options = [
    Option<"hasFma", "has-fma", "bool", "true",
           "Whether the target has fused multiply-adds">,
  ];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::math::MathDialect",
    "mlir::scf::SCFDialect", "mlir::vector::VectorDialect"];
}

#endif // HWLOCK_CODEGEN_COMPUTE_PASSES
