// Everything that a model may hold beside its weights passes, and the module is
// left as it was.
// RUN: hwlock-opt %s -o %t.before
// RUN: hwlock-opt %s --hwlock-check-lockable -o %t.after
// RUN: diff %t.before %t.after

#map = affine_map<(d0) -> (d0)>
module {
  memref.global "private" @uninitialised : memref<4xf32>
  memref.global "private" constant @splat : memref<4xf32> = dense<0.0>
  func.func @main(%x: tensor<1x1x4x4xf32>, %i: tensor<2xi64>)
      -> (tensor<1x1x2x2xf32>, tensor<2xf32>, tensor<2x8xf32>) {
    // Strides are a parameter of the operation, not data.
    %filter = arith.constant dense<[[[[1.0, 2.0], [3.0, 4.0]]]]> : tensor<1x1x2x2xf32>
    %e = tensor.empty() : tensor<1x1x2x2xf32>
    %y = linalg.conv_2d_nchw_fchw {dilations = dense<[1, 2]> : tensor<2xi64>, strides = dense<[2, 1]> : tensor<2xi64>}
        ins(%x, %filter : tensor<1x1x4x4xf32>, tensor<1x1x2x2xf32>)
        outs(%e : tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %table = arith.constant dense_resource<table> : tensor<4xf32>
    %e2 = tensor.empty() : tensor<2xf32>
    %z = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]}
        ins(%i : tensor<2xi64>) outs(%e2 : tensor<2xf32>) {
    ^bb0(%a: i64, %b: f32):
      %k = arith.index_cast %a : i64 to index
      %v = tensor.extract %table[%k] : tensor<4xf32>
      linalg.yield %v : f32
    } -> tensor<2xf32>
    %shape = arith.constant dense<[2, 8]> : tensor<2xi64>
    %r = tensor.reshape %x(%shape) : (tensor<1x1x4x4xf32>, tensor<2xi64>) -> tensor<2x8xf32>
    %mask = arith.constant dense<[true, false]> : tensor<2xi1>
    %elided_but_empty = arith.constant dense_resource<__elided__> : tensor<0xf32>
    return %y, %z, %r : tensor<1x1x2x2xf32>, tensor<2xf32>, tensor<2x8xf32>
  }
}

{-#
  dialect_resources: { builtin: {
    table: "0x040000000000803f000000400000404000008040"
  } }
#-}
