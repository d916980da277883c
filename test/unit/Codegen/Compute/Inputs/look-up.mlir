// Rows of a table by numbers of which some lie outside, a mask between
// operations.
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

func.func @main(%table: tensor<5x67xf32>, %ids: tensor<21xi64>, %limit: tensor<21x67xf32>) -> (tensor<21x67xf32>, tensor<21x67xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<21x67xf32>
  %rows = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<21xi64>) outs(%e : tensor<21x67xf32>) {
  ^bb0(%in: i64, %out: f32):
    %i = arith.index_cast %in : i64 to index
    %j = linalg.index 1 : index
    %x = tensor.extract %table[%i, %j] : tensor<5x67xf32>
    linalg.yield %x : f32
  } -> tensor<21x67xf32>
  %me = tensor.empty() : tensor<21x67xi1>
  %mask = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%rows, %limit : tensor<21x67xf32>, tensor<21x67xf32>) outs(%me : tensor<21x67xi1>) {
  ^bb0(%a: f32, %b: f32, %out: i1):
    %l = arith.cmpf olt, %a, %b : f32
    linalg.yield %l : i1
  } -> tensor<21x67xi1>
  %chosen = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%mask, %rows : tensor<21x67xi1>, tensor<21x67xf32>) outs(%e : tensor<21x67xf32>) {
  ^bb0(%m: i1, %a: f32, %out: f32):
    %s = arith.select %m, %a, %zero : f32
    linalg.yield %s : f32
  } -> tensor<21x67xf32>
  %other = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%mask, %limit : tensor<21x67xi1>, tensor<21x67xf32>) outs(%e : tensor<21x67xf32>) {
  ^bb0(%m: i1, %a: f32, %out: f32):
    %s = arith.select %m, %zero, %a : f32
    linalg.yield %s : f32
  } -> tensor<21x67xf32>
  return %chosen, %other : tensor<21x67xf32>, tensor<21x67xf32>
}
