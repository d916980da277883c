// What importers other than PyTorch's give: NHWC, one dimension, vectors,
// a permuted product, a transpose of rank five.
func.func @main(%x: tensor<1x9x11x6xf32>, %w: tensor<3x3x6x37xf32>, %s: tensor<2x5x31xf32>, %t: tensor<7x5x3xf32>, %m: tensor<23x41xf32>, %v: tensor<41xf32>, %big: tensor<2x3x5x19x21xf32>)
    -> (tensor<1x4x5x37xf32>, tensor<2x7x29xf32>, tensor<23xf32>, tensor<2x19x3x21x5xf32>) {
  %zero = arith.constant 0.0 : f32
  %z0e = tensor.empty() : tensor<1x4x5x37xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%z0e : tensor<1x4x5x37xf32>) -> tensor<1x4x5x37xf32>
  %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%x, %w : tensor<1x9x11x6xf32>, tensor<3x3x6x37xf32>) outs(%z0 : tensor<1x4x5x37xf32>) -> tensor<1x4x5x37xf32>
  %z1e = tensor.empty() : tensor<2x7x29xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%z1e : tensor<2x7x29xf32>) -> tensor<2x7x29xf32>
  %c = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>}
      ins(%s, %t : tensor<2x5x31xf32>, tensor<7x5x3xf32>) outs(%z1 : tensor<2x7x29xf32>) -> tensor<2x7x29xf32>
  %z2e = tensor.empty() : tensor<23xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%z2e : tensor<23xf32>) -> tensor<23xf32>
  %d = linalg.matvec ins(%m, %v : tensor<23x41xf32>, tensor<41xf32>) outs(%z2 : tensor<23xf32>) -> tensor<23xf32>
  %ue = tensor.empty() : tensor<2x19x3x21x5xf32>
  %u = linalg.transpose ins(%big : tensor<2x3x5x19x21xf32>) outs(%ue : tensor<2x19x3x21x5xf32>) permutation = [0, 3, 1, 4, 2]
  return %y, %c, %d, %u : tensor<1x4x5x37xf32>, tensor<2x7x29xf32>, tensor<23xf32>, tensor<2x19x3x21x5xf32>
}
