// Both halves in a row: bare pointers, nothing but the LLVM dialect, and the
// size of the scratch memory on every function.
// RUN: hwlock-opt %S/Inputs/two-layers.mlir --hwlock-compute-front --hwlock-compute-back 2>%t.remarks | FileCheck %s
// RUN: hwlock-opt %S/Inputs/two-layers.mlir --hwlock-compute-front=vector-bits=512 --hwlock-compute-back=vector-bits=512 | FileCheck %s
// RUN: hwlock-opt %S/Inputs/two-layers.mlir --hwlock-compute-front=vector-bits=128 --hwlock-compute-back=vector-bits=128 | FileCheck %s
// RUN: not grep 'scalar loop' %t.remarks

// A real model has no scalar loop either.
// RUN: hwlock-opt %S/../../../examples/digits/model.mlir --hwlock-compute-front --hwlock-compute-back -o %t.digits 2>%t.digits-remarks
// RUN: grep -c 'llvm.func @main' %t.digits
// RUN: not grep 'scalar loop' %t.digits-remarks

// Image, bias of the second layer, three packed weights, result, scratch.
// CHECK-NOT: func.func
// CHECK:     llvm.func @main(
// CHECK-SAME:  %arg0: !llvm.ptr {llvm.noalias}
// CHECK-SAME:  %arg6: !llvm.ptr {llvm.noalias})
// CHECK-SAME:  passthrough = {{\[\[}}"hwlock-scratch-bytes", "{{[0-9]+}}"]]
// CHECK:       llvm.return{{$}}
// CHECK:     llvm.func @main.pack(
// CHECK-SAME:  passthrough = {{\[\[}}"hwlock-scratch-bytes", "{{[0-9]+}}"]]
// CHECK-NOT: builtin.unrealized_conversion_cast
