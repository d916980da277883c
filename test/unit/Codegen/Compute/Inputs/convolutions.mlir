// Strides, dilation, padding, bias, a channel count that must be filled up,
// depthwise, a sum of two branches, a mean over the image.
#nchw = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

func.func @main(%x: tensor<2x3x13x17xf32>, %a: tensor<24x3x3x3xf32>, %b: tensor<24xf32>, %c: tensor<10x24x3x3xf32>, %d: tensor<24x3x3xf32>, %f: tensor<24x24x1x1xf32>)
    -> (tensor<2x10x5x7xf32>, tensor<2x24xf32>) {
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<2x3x13x17xf32> to tensor<2x3x15x19xf32>
  %be = tensor.empty() : tensor<2x24x7x9xf32>
  %bias = linalg.broadcast ins(%b : tensor<24xf32>) outs(%be : tensor<2x24x7x9xf32>) dimensions = [0, 2, 3]
  %y = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%p, %a : tensor<2x3x15x19xf32>, tensor<24x3x3x3xf32>) outs(%bias : tensor<2x24x7x9xf32>) -> tensor<2x24x7x9xf32>
  %re = tensor.empty() : tensor<2x24x7x9xf32>
  %r = linalg.generic {indexing_maps = [#nchw, #nchw], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%y : tensor<2x24x7x9xf32>) outs(%re : tensor<2x24x7x9xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<2x24x7x9xf32>
  %q = tensor.pad %r low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<2x24x7x9xf32> to tensor<2x24x9x11xf32>
  %ze = tensor.empty() : tensor<2x10x5x7xf32>
  %z = linalg.fill ins(%zero : f32) outs(%ze : tensor<2x10x5x7xf32>) -> tensor<2x10x5x7xf32>
  %out = linalg.conv_2d_nchw_fchw {dilations = dense<2> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%q, %c : tensor<2x24x9x11xf32>, tensor<10x24x3x3xf32>) outs(%z : tensor<2x10x5x7xf32>) -> tensor<2x10x5x7xf32>
  %dze = tensor.empty() : tensor<2x24x7x9xf32>
  %dz = linalg.fill ins(%zero : f32) outs(%dze : tensor<2x24x7x9xf32>) -> tensor<2x24x7x9xf32>
  %dw = linalg.depthwise_conv_2d_nchw_chw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%q, %d : tensor<2x24x9x11xf32>, tensor<24x3x3xf32>) outs(%dz : tensor<2x24x7x9xf32>) -> tensor<2x24x7x9xf32>
  %pw = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%dw, %f : tensor<2x24x7x9xf32>, tensor<24x24x1x1xf32>) outs(%bias : tensor<2x24x7x9xf32>) -> tensor<2x24x7x9xf32>
  %sum = linalg.generic {indexing_maps = [#nchw, #nchw, #nchw], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%pw, %r : tensor<2x24x7x9xf32>, tensor<2x24x7x9xf32>) outs(%be : tensor<2x24x7x9xf32>) {
  ^bb0(%in: f32, %skip: f32, %o: f32):
    %s = arith.addf %in, %skip : f32
    linalg.yield %s : f32
  } -> tensor<2x24x7x9xf32>
  %mze = tensor.empty() : tensor<2x24xf32>
  %mz = linalg.fill ins(%zero : f32) outs(%mze : tensor<2x24xf32>) -> tensor<2x24xf32>
  %mean = linalg.generic {
      indexing_maps = [#nchw, affine_map<(d0, d1, d2, d3) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%sum : tensor<2x24x7x9xf32>) outs(%mz : tensor<2x24xf32>) {
  ^bb0(%in: f32, %o: f32):
    %s = arith.addf %in, %o : f32
    linalg.yield %s : f32
  } -> tensor<2x24xf32>
  return %out, %mean : tensor<2x10x5x7xf32>, tensor<2x24xf32>
}
