//===- MemoryPasses.td - Compute passes on memory ----------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In the order of Pipelines.cpp. Around bufferization, and after it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_MEMORYPASSES
#define HWLOCK_CODEGEN_COMPUTE_MEMORYPASSES

include "mlir/Pass/PassBase.td"

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
    Refuses nothing; a copy of dynamic shape stays as it is.

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
    Each `memref.alloc` becomes a view into a new last argument, at a multiple
    of 64 bytes. Buffers that are not live at the same time share memory. The
    size of the argument is left as the LLVM function attribute
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

    Before: bufferised. After: no linalg operation is left. Refuses operations on
    tensors.

    This becomes a loop, with the remark `'linalg.fill' runs as a scalar loop of
    4 iterations`:

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
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::memref::MemRefDialect",
    "mlir::scf::SCFDialect"];
}

def LowerVectors : Pass<"hwlock-lower-vectors", "mlir::func::FuncOp"> {
  let summary = "Lower vector operations to what one instruction does";
  let description = [{
    Contractions become outer products and those fused multiply-adds; transposes
    become shuffles; exp, erf and tanh become polynomials; what reads or writes
    a single element loads or stores it.

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
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
    "mlir::vector::VectorDialect"];
}

#endif // HWLOCK_CODEGEN_COMPUTE_MEMORYPASSES
