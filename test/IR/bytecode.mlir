// Bytecode gives back the same text, and the same blob, as text does.
// RUN: hwlock-opt %S/ops.mlir -o %t.mlir
// RUN: hwlock-opt %S/ops.mlir --emit-bytecode -o %t.mlirbc
// RUN: hwlock-opt %t.mlirbc | diff %t.mlir -
// RUN: FileCheck %s --input-file %t.mlir

// CHECK: w: "0x0400000001020304"
