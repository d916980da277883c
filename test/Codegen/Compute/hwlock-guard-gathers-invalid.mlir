// RUN: hwlock-opt %s --hwlock-guard-gathers --split-input-file --verify-diagnostics

#row = affine_map<(d0) -> (d0)>
func.func @empty(%table: tensor<0xf32>, %ids: tensor<2xindex>, %o: tensor<2xf32>) -> tensor<2xf32> {
  %rows = linalg.generic {indexing_maps = [#row, #row], iterator_types = ["parallel"]}
      ins(%ids : tensor<2xindex>) outs(%o : tensor<2xf32>) {
  ^bb0(%id: index, %out: f32):
    // expected-error @below {{look-up in a tensor of type 'tensor<0xf32>': expected a static shape with elements}}
    %element = tensor.extract %table[%id] : tensor<0xf32>
    linalg.yield %element : f32
  } -> tensor<2xf32>
  return %rows : tensor<2xf32>
}

// -----

#row = affine_map<(d0) -> (d0)>
func.func @dynamic(%table: tensor<?xf32>, %ids: tensor<2xindex>, %o: tensor<2xf32>) -> tensor<2xf32> {
  %rows = linalg.generic {indexing_maps = [#row, #row], iterator_types = ["parallel"]}
      ins(%ids : tensor<2xindex>) outs(%o : tensor<2xf32>) {
  ^bb0(%id: index, %out: f32):
    // expected-error @below {{look-up in a tensor of type 'tensor<?xf32>': expected a static shape with elements}}
    %element = tensor.extract %table[%id] : tensor<?xf32>
    linalg.yield %element : f32
  } -> tensor<2xf32>
  return %rows : tensor<2xf32>
}
