// Products of i8 in i32, of i32, arithmetic on i64.
#id = affine_map<(d0) -> (d0)>

func.func @main(%a: tensor<7x19xi8>, %b: tensor<19x33xi8>, %c: tensor<33x5xi32>, %d: tensor<45xi64>) -> (tensor<7x5xi32>, tensor<45xi64>) {
  %zero = arith.constant 0 : i32
  %e0 = tensor.empty() : tensor<7x33xi32>
  %z0 = linalg.fill ins(%zero : i32) outs(%e0 : tensor<7x33xi32>) -> tensor<7x33xi32>
  %p = linalg.matmul ins(%a, %b : tensor<7x19xi8>, tensor<19x33xi8>) outs(%z0 : tensor<7x33xi32>) -> tensor<7x33xi32>
  %e1 = tensor.empty() : tensor<7x5xi32>
  %z1 = linalg.fill ins(%zero : i32) outs(%e1 : tensor<7x5xi32>) -> tensor<7x5xi32>
  %q = linalg.matmul ins(%p, %c : tensor<7x33xi32>, tensor<33x5xi32>) outs(%z1 : tensor<7x5xi32>) -> tensor<7x5xi32>
  %e2 = tensor.empty() : tensor<45xi64>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%d : tensor<45xi64>) outs(%e2 : tensor<45xi64>) {
  ^bb0(%in: i64, %out: i64):
    %i = linalg.index 0 : index
    %n = arith.index_cast %i : index to i64
    %s = arith.muli %in, %n : i64
    linalg.yield %s : i64
  } -> tensor<45xi64>
  return %q, %r : tensor<7x5xi32>, tensor<45xi64>
}
