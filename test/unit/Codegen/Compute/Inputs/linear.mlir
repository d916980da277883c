// Linear layers: one row and many, columns to be filled up, a transposed
// weight, bias and activation behind it, a constant weight.
#id = affine_map<(d0, d1) -> (d0, d1)>
#column = affine_map<(d0, d1) -> (d1)>

func.func @main(%x: tensor<19x29xf32>, %w: tensor<70x29xf32>, %b: tensor<70xf32>, %v: tensor<70x48xf32>, %row: tensor<1x37xf32>, %u: tensor<37x64xf32>)
    -> (tensor<19x48xf32>, tensor<1x3xf32>) {
  %zero = arith.constant 0.0 : f32
  %te = tensor.empty() : tensor<29x70xf32>
  %t = linalg.transpose ins(%w : tensor<70x29xf32>) outs(%te : tensor<29x70xf32>) permutation = [1, 0]
  %pe = tensor.empty() : tensor<19x70xf32>
  %pz = linalg.fill ins(%zero : f32) outs(%pe : tensor<19x70xf32>) -> tensor<19x70xf32>
  %p = linalg.matmul ins(%x, %t : tensor<19x29xf32>, tensor<29x70xf32>) outs(%pz : tensor<19x70xf32>) -> tensor<19x70xf32>
  %r = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %b : tensor<19x70xf32>, tensor<70xf32>) outs(%pe : tensor<19x70xf32>) {
  ^bb0(%in: f32, %bias: f32, %out: f32):
    %s = arith.addf %in, %bias : f32
    %m = arith.maximumf %s, %zero : f32
    linalg.yield %m : f32
  } -> tensor<19x70xf32>
  %qe = tensor.empty() : tensor<19x48xf32>
  %qz = linalg.fill ins(%zero : f32) outs(%qe : tensor<19x48xf32>) -> tensor<19x48xf32>
  %q = linalg.matmul ins(%r, %v : tensor<19x70xf32>, tensor<70x48xf32>) outs(%qz : tensor<19x48xf32>) -> tensor<19x48xf32>
  %onee = tensor.empty() : tensor<1x64xf32>
  %onez = linalg.fill ins(%zero : f32) outs(%onee : tensor<1x64xf32>) -> tensor<1x64xf32>
  %one = linalg.matmul ins(%row, %u : tensor<1x37xf32>, tensor<37x64xf32>) outs(%onez : tensor<1x64xf32>) -> tensor<1x64xf32>
  %c = arith.constant dense<[[1.0, -2.0, 3.0], [0.5, 0.25, -0.125]]> : tensor<2x3xf32>
  %half = tensor.extract_slice %one[0, 3] [1, 2] [1, 1] : tensor<1x64xf32> to tensor<1x2xf32>
  %laste = tensor.empty() : tensor<1x3xf32>
  %lastz = linalg.fill ins(%zero : f32) outs(%laste : tensor<1x3xf32>) -> tensor<1x3xf32>
  %last = linalg.matmul ins(%half, %c : tensor<1x2xf32>, tensor<2x3xf32>) outs(%lastz : tensor<1x3xf32>) -> tensor<1x3xf32>
  return %q, %last : tensor<19x48xf32>, tensor<1x3xf32>
}
