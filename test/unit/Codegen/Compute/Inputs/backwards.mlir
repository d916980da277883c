// What cannot be cut into tiles, because it does not read forwards: a reversed
// sequence, and one that repeats.
func.func @main(%x: tensor<3x100xf32>) -> (tensor<3x100xf32>, tensor<3x200xf32>) {
  %e = tensor.empty() : tensor<3x100xf32>
  %reversed = linalg.generic {
      indexing_maps = [affine_map<(d0, d1) -> (d0, 99 - d1)>, affine_map<(d0, d1) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x100xf32>) outs(%e : tensor<3x100xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<3x100xf32>
  %f = tensor.empty() : tensor<3x200xf32>
  %repeated = linalg.generic {
      indexing_maps = [affine_map<(d0, d1) -> (d0, d1 mod 100)>, affine_map<(d0, d1) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x100xf32>) outs(%f : tensor<3x200xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<3x200xf32>
  return %reversed, %repeated : tensor<3x100xf32>, tensor<3x200xf32>
}
