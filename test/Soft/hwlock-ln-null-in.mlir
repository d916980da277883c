// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// One number for all groups, or one for each; -1 leaves a group out.
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1 factor=32" -o %t.one 2>/dev/null
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1 factor=32,32" -o %t.each 2>/dev/null
// RUN: cmp %t.one %t.each
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1 factor=512,-1" 2>%t.out | FileCheck %s --check-prefix=GROUPS
// RUN: FileCheck %s --check-prefix=LEFT --input-file %t.out

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>

module {
  // The example of the description: the weights still differ by one and two.
  // CHECK-LABEL: func @example
  // CHECK: dense<{{\[}}[-584.403{{[0-9]*}}, -1710.92{{[0-9]*}}], [-583.403{{[0-9]*}}, -1708.92{{[0-9]*}}]]> : tensor<2x2xf32>
  // REMARK: shifted before the outputs of 1 layer(s), 2 channel(s), of 'example'
  func.func @example(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %w = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e1 = tensor.empty() : tensor<1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1xf32>) -> tensor<1xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<1x2xf32>) outs(%i1 : tensor<1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<1xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<1x2xf32>, tensor<1xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<1x2xf32>
    %ey = tensor.empty() : tensor<1x2xf32>
    %iy = linalg.fill ins(%zero : f32) outs(%ey : tensor<1x2xf32>) -> tensor<1x2xf32>
    %y = linalg.matmul ins(%n, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%iy : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %y : tensor<1x2xf32>
  }

  // A gain and a shift for each channel: r is 1/gain, and the bias takes back
  // what r gives with the shift.
  // CHECK-LABEL: func @layer_norm
  // GROUPS-LABEL: func @example
  // GROUPS: dense<{{\[}}[-584.403{{[0-9]*}}, -1710.92{{[0-9]*}}],
  // GROUPS-LABEL: func @layer_norm
  // GROUPS: dense<{{\[}}[1.000000e+00, 2.000000e+00], [2.000000e+00, 4.000000e+00]]>
  // LEFT: not shifted before: the output of 1 layer(s) of 'layer_norm': it is to be left out
  // CHECK-DAG: dense<{{\[}}[1709.61{{[0-9]*}}, -274.721{{[0-9]*}}], [856.306{{[0-9]*}}, -134.360{{[0-9]*}}]]> : tensor<2x2xf32>
  // CHECK-DAG: dense<[-854.306{{[0-9]*}}, 138.360{{[0-9]*}}]> : tensor<2xf32>
  // REMARK: shifted before the outputs of 1 layer(s), 2 channel(s), of 'layer_norm'
  func.func @layer_norm(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
    %gain = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    %shift = arith.constant dense<[0.5, 0.0]> : tensor<2xf32>
    %w = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    %b = arith.constant dense<0.0> : tensor<2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e1 = tensor.empty() : tensor<3xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<3xf32>) -> tensor<3xf32>
    %e = tensor.empty() : tensor<3x2xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x2xf32>) outs(%i1 : tensor<3xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    %centre = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<3x2xf32>, tensor<3xf32>) outs(%e : tensor<3x2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<3x2xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%centre : tensor<3x2xf32>) outs(%i1 : tensor<3xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares, %gain, %shift : tensor<3x2xf32>, tensor<3xf32>, tensor<2xf32>, tensor<2xf32>) outs(%e : tensor<3x2xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<3x2xf32>
    %ey = tensor.empty() : tensor<3x2xf32>
    %iy = linalg.fill ins(%zero : f32) outs(%ey : tensor<3x2xf32>) -> tensor<3x2xf32>
    %z = linalg.matmul ins(%y, %w : tensor<3x2xf32>, tensor<2x2xf32>) outs(%iy : tensor<3x2xf32>) -> tensor<3x2xf32>
    %r = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %b : tensor<3x2xf32>, tensor<2xf32>) outs(%ey : tensor<3x2xf32>) {
    ^bb0(%in: f32, %t: f32, %out: f32):
      %s = arith.addf %in, %t : f32
      linalg.yield %s : f32
    } -> tensor<3x2xf32>
    return %r : tensor<3x2xf32>
  }
}
