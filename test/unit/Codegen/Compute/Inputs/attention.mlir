// Softmax over rows of a prime length between two batched products.
#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#row = affine_map<(d0, d1, d2) -> (d0, d1)>

func.func @main(%q: tensor<3x7x20xf32>, %k: tensor<3x97x20xf32>, %v: tensor<3x97x33xf32>) -> tensor<3x7x33xf32> {
  %low = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %kte = tensor.empty() : tensor<3x20x97xf32>
  %kt = linalg.transpose ins(%k : tensor<3x97x20xf32>) outs(%kte : tensor<3x20x97xf32>) permutation = [0, 2, 1]
  %z0e = tensor.empty() : tensor<3x7x97xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%z0e : tensor<3x7x97xf32>) -> tensor<3x7x97xf32>
  %p = linalg.batch_matmul ins(%q, %kt : tensor<3x7x20xf32>, tensor<3x20x97xf32>) outs(%z0 : tensor<3x7x97xf32>) -> tensor<3x7x97xf32>
  %lowse = tensor.empty() : tensor<3x7xf32>
  %lows = linalg.fill ins(%low : f32) outs(%lowse : tensor<3x7xf32>) -> tensor<3x7xf32>
  %max = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%p : tensor<3x7x97xf32>) outs(%lows : tensor<3x7xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.maximumf %in, %out : f32
    linalg.yield %s : f32
  } -> tensor<3x7xf32>
  %e = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%p, %max : tensor<3x7x97xf32>, tensor<3x7xf32>) outs(%z0e : tensor<3x7x97xf32>) {
  ^bb0(%in: f32, %m: f32, %out: f32):
    %d = arith.subf %in, %m : f32
    %x = math.exp %d : f32
    linalg.yield %x : f32
  } -> tensor<3x7x97xf32>
  %sze = tensor.empty() : tensor<3x7xf32>
  %sz = linalg.fill ins(%zero : f32) outs(%sze : tensor<3x7xf32>) -> tensor<3x7xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%e : tensor<3x7x97xf32>) outs(%sz : tensor<3x7xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %in, %out : f32
    linalg.yield %s : f32
  } -> tensor<3x7xf32>
  %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%e, %sum : tensor<3x7x97xf32>, tensor<3x7xf32>) outs(%z0e : tensor<3x7x97xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %d = arith.divf %in, %s : f32
    linalg.yield %d : f32
  } -> tensor<3x7x97xf32>
  %z1e = tensor.empty() : tensor<3x7x33xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%z1e : tensor<3x7x33xf32>) -> tensor<3x7x33xf32>
  %r = linalg.batch_matmul ins(%n, %v : tensor<3x7x97xf32>, tensor<3x97x33xf32>) outs(%z1 : tensor<3x7x33xf32>) -> tensor<3x7x33xf32>
  return %r : tensor<3x7x33xf32>
}
