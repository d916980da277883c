// Maximum and sum over windows, with overlap and without.
func.func @main(%x: tensor<1x20x11x9xf32>) -> (tensor<1x20x5x4xf32>, tensor<1x20x5x4xf32>) {
  %low = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %me = tensor.empty() : tensor<1x20x5x4xf32>
  %m = linalg.fill ins(%low : f32) outs(%me : tensor<1x20x5x4xf32>) -> tensor<1x20x5x4xf32>
  %w3 = tensor.empty() : tensor<3x3xf32>
  %max = linalg.pooling_nchw_max {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%x, %w3 : tensor<1x20x11x9xf32>, tensor<3x3xf32>) outs(%m : tensor<1x20x5x4xf32>) -> tensor<1x20x5x4xf32>
  %se = tensor.empty() : tensor<1x20x5x4xf32>
  %s = linalg.fill ins(%zero : f32) outs(%se : tensor<1x20x5x4xf32>) -> tensor<1x20x5x4xf32>
  %w2 = tensor.empty() : tensor<2x2xf32>
  %sum = linalg.pooling_nchw_sum {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%x, %w2 : tensor<1x20x11x9xf32>, tensor<2x2xf32>) outs(%s : tensor<1x20x5x4xf32>) -> tensor<1x20x5x4xf32>
  return %max, %sum : tensor<1x20x5x4xf32>, tensor<1x20x5x4xf32>
}
