func.func @main(%image: tensor<1x1x4x4xf32>) -> tensor<1x3xf32> {
  %zero = arith.constant 0.0 : f32
  %filter = arith.constant dense<[[[[1.0, 2.0], [3.0, 4.0]]], [[[5.0, 6.0], [7.0, 8.0]]]]> : tensor<2x1x2x2xf32>
  %bias = arith.constant dense<[0.5, -0.5]> : tensor<2xf32>
  %weight = arith.constant dense_resource<weight> : tensor<3x18xf32>
  %shift = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %e0 = tensor.empty() : tensor<1x2x3x3xf32>
  %init = linalg.broadcast ins(%bias : tensor<2xf32>) outs(%e0 : tensor<1x2x3x3xf32>) dimensions = [0, 2, 3]
  %conv = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%image, %filter : tensor<1x1x4x4xf32>, tensor<2x1x2x2xf32>) outs(%init : tensor<1x2x3x3xf32>) -> tensor<1x2x3x3xf32>
  %flat = tensor.collapse_shape %conv [[0], [1, 2, 3]] : tensor<1x2x3x3xf32> into tensor<1x18xf32>
  %e1 = tensor.empty() : tensor<18x3xf32>
  %transposed = linalg.transpose ins(%weight : tensor<3x18xf32>) outs(%e1 : tensor<18x3xf32>) permutation = [1, 0]
  %e2 = tensor.empty() : tensor<1x3xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%e2 : tensor<1x3xf32>) -> tensor<1x3xf32>
  %product = linalg.matmul ins(%flat, %transposed : tensor<1x18xf32>, tensor<18x3xf32>) outs(%zeros : tensor<1x3xf32>) -> tensor<1x3xf32>
  %result = linalg.generic {
      indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel"]}
      ins(%product, %shift : tensor<1x3xf32>, tensor<3xf32>) outs(%e2 : tensor<1x3xf32>) {
  ^bb0(%in: f32, %b: f32, %out: f32):
    %sum = arith.addf %in, %b : f32
    linalg.yield %sum : f32
  } -> tensor<1x3xf32>
  return %result : tensor<1x3xf32>
}

{-#
  dialect_resources: {
    builtin: {
      weight: "0x04000000000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E0000003F0000403F000040BF000000BF000080BE000000000000803E"
    }
  }
#-}
