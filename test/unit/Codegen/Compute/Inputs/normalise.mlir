// Mean and variance in double precision, then erf and tanh.
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

func.func @main(%x: tensor<5x131xf32>) -> (tensor<5x131xf32>, tensor<5x131xf32>) {
  %c = arith.constant 131.0 : f64
  %tiny = arith.constant 1.0e-5 : f64
  %zero = arith.constant 0.0 : f64
  %we = tensor.empty() : tensor<5x131xf64>
  %wide = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x131xf32>) outs(%we : tensor<5x131xf64>) {
  ^bb0(%in: f32, %out: f64):
    %d = arith.extf %in : f32 to f64
    linalg.yield %d : f64
  } -> tensor<5x131xf64>
  %se = tensor.empty() : tensor<5xf64>
  %sz = linalg.fill ins(%zero : f64) outs(%se : tensor<5xf64>) -> tensor<5xf64>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%wide : tensor<5x131xf64>) outs(%sz : tensor<5xf64>) {
  ^bb0(%in: f64, %out: f64):
    %s = arith.addf %in, %out : f64
    linalg.yield %s : f64
  } -> tensor<5xf64>
  %centred = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%wide, %sum : tensor<5x131xf64>, tensor<5xf64>) outs(%we : tensor<5x131xf64>) {
  ^bb0(%in: f64, %s: f64, %out: f64):
    %m = arith.divf %s, %c : f64
    %d = arith.subf %in, %m : f64
    linalg.yield %d : f64
  } -> tensor<5x131xf64>
  %square = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%centred : tensor<5x131xf64>) outs(%we : tensor<5x131xf64>) {
  ^bb0(%in: f64, %out: f64):
    %d = arith.mulf %in, %in : f64
    linalg.yield %d : f64
  } -> tensor<5x131xf64>
  %var = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%square : tensor<5x131xf64>) outs(%sz : tensor<5xf64>) {
  ^bb0(%in: f64, %out: f64):
    %s = arith.addf %in, %out : f64
    linalg.yield %s : f64
  } -> tensor<5xf64>
  %oe = tensor.empty() : tensor<5x131xf32>
  %norm = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%centred, %var : tensor<5x131xf64>, tensor<5xf64>) outs(%oe : tensor<5x131xf32>) {
  ^bb0(%in: f64, %v: f64, %out: f32):
    %m = arith.divf %v, %c : f64
    %a = arith.addf %m, %tiny : f64
    %r = math.rsqrt %a : f64
    %d = arith.mulf %in, %r : f64
    %t = arith.truncf %d : f64 to f32
    linalg.yield %t : f32
  } -> tensor<5x131xf32>
  %erf = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%norm : tensor<5x131xf32>) outs(%oe : tensor<5x131xf32>) {
  ^bb0(%in: f32, %out: f32):
    %d = math.erf %in : f32
    linalg.yield %d : f32
  } -> tensor<5x131xf32>
  %tanh = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%norm : tensor<5x131xf32>) outs(%oe : tensor<5x131xf32>) {
  ^bb0(%in: f32, %out: f32):
    %d = math.tanh %in : f32
    linalg.yield %d : f32
  } -> tensor<5x131xf32>
  return %erf, %tanh : tensor<5x131xf32>, tensor<5x131xf32>
}
