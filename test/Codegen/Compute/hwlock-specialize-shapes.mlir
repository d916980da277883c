// RUN: hwlock-opt %s --hwlock-specialize-shapes=shapes=input0=4x2 --split-input-file | FileCheck %s --enable-var-scope

// Dimensions, what is computed from them, broadcasts and the types of results
// follow from the inputs; a check of sizes that holds goes away.
// CHECK-LABEL: func.func @main(%{{.*}}: tensor<4x2xf32>, %{{.*}}: tensor<2x3xf32> {hwlock.weight = @v::@w})
// CHECK-SAME:      -> (tensor<12xf32>, index)
// CHECK-DAG:     %[[ROWS:.*]] = arith.constant 4 : index
// CHECK-NOT:     cf.assert
// CHECK-NOT:     ?
// CHECK:         %[[Y:.*]] = linalg.matmul {{.*}} -> tensor<4x3xf32>
// CHECK:         %[[Z:.*]] = tensor.collapse_shape %[[Y]] {{\[\[}}0, 1]] : tensor<4x3xf32> into tensor<12xf32>
// CHECK:         return %[[Z]], %[[ROWS]] : tensor<12xf32>, index
func.func @main(%x: tensor<?x2xf32>, %w: tensor<2x3xf32> {hwlock.weight = @v::@w}) -> (tensor<?xf32>, index) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x2xf32>
  %empty = tensor.empty(%n) : tensor<?x3xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = linalg.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x3xf32>) outs(%init : tensor<?x3xf32>) -> tensor<?x3xf32>
  %m = tensor.dim %y, %c0 : tensor<?x3xf32>
  %same = arith.cmpi eq, %n, %m : index
  cf.assert %same, "mismatched sizes"
  %z = tensor.collapse_shape %y [[0, 1]] : tensor<?x3xf32> into tensor<?xf32>
  return %z, %m : tensor<?xf32>, index
}

// -----

// Heads of an attention: the batch is split from a computed shape.
// CHECK-LABEL: func.func @main(%{{.*}}: tensor<4x2xf32>) -> tensor<4x1x2xf32>
// CHECK:         tensor.expand_shape %{{.*}} {{\[\[}}0], [1, 2]] output_shape [4, 1, 2] : tensor<4x2xf32> into tensor<4x1x2xf32>
func.func @main(%x: tensor<?x?xf32>) -> tensor<?x1x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x?xf32>
  %m = tensor.dim %x, %c1 : tensor<?x?xf32>
  %n64 = arith.index_cast %n : index to i64
  %rows = arith.index_cast %n64 : i64 to index
  %y = tensor.expand_shape %x [[0], [1, 2]] output_shape [%rows, 1, %m] : tensor<?x?xf32> into tensor<?x1x?xf32>
  return %y : tensor<?x1x?xf32>
}

// -----

// Reshapes whose shape follows become views, two where one does not do.
// CHECK-LABEL: func.func @main
// CHECK-SAME:      -> (tensor<2x4xf32>, tensor<4x2x1xf32>)
// CHECK:         %[[V:.*]] = tensor.collapse_shape %[[X:.*]] {{\[\[}}0, 1]] : tensor<4x2xf32> into tensor<8xf32>
// CHECK:         tensor.expand_shape %[[V]] {{\[\[}}0, 1]] output_shape [2, 4] : tensor<8xf32> into tensor<2x4xf32>
// CHECK:         tensor.expand_shape %[[X]] {{\[\[}}0], [1, 2]] output_shape [4, 2, 1] : tensor<4x2xf32> into tensor<4x2x1xf32>
func.func @main(%x: tensor<?x2xf32>) -> (tensor<2x?xf32>, tensor<?x2x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %n = tensor.dim %x, %c0 : tensor<?x2xf32>
  %flat = tensor.from_elements %c2, %n : tensor<2xindex>
  %y = tensor.reshape %x(%flat) : (tensor<?x2xf32>, tensor<2xindex>) -> tensor<2x?xf32>
  %deep = tensor.from_elements %n, %c2, %c1 : tensor<3xindex>
  %z = tensor.reshape %x(%deep) : (tensor<?x2xf32>, tensor<3xindex>) -> tensor<?x2x?xf32>
  return %y, %z : tensor<2x?xf32>, tensor<?x2x?xf32>
}

// -----

// A module that is static already keeps even what could be folded.
// CHECK-LABEL: func.func @main
// CHECK:         arith.addf
func.func @main(%x: tensor<4x2xf32>) -> tensor<4x2xf32> {
  %a = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]> : tensor<4x2xf32>
  %b = arith.addf %a, %a : tensor<4x2xf32>
  return %b : tensor<4x2xf32>
}

// -----

// Private functions are not compiled by themselves.
// CHECK: func.func private @helper(tensor<?xf32>)
func.func private @helper(tensor<?xf32>)
func.func @main(%x: tensor<4x2xf32>) {
  return
}
