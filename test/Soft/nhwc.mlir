// Convolutions whose channels are the last axis.
// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=POSITIVE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" --hwlock-pos-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=BESIDE

#id4 = affine_map<(n, h, w, c) -> (n, h, w, c)>

module {
  // Expansion, depthwise convolution, linear bottleneck, convolution, pooling.
  // SCALE: remark: scaled the outputs of 4 layer(s), 28 channel(s), of 'inverted'
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'inverted': the model returns it
  // MIX: remark: mixed the outputs of 1 layer(s), 4 channel(s), of 'inverted'
  // MIX-DAG: remark: not mixed: the output of 2 layer(s) of 'inverted': between it and its readers lies more than linear operations
  // MIX-DAG: remark: not mixed: the output of 1 layer(s) of 'inverted': each channel meets weights of its own, as in a depthwise convolution
  // MIX-DAG: remark: not mixed: the output of 1 layer(s) of 'inverted': the model returns it
  // POSITIVE: remark: mixed before the outputs of 2 layer(s), 6 channel(s), of 'inverted'
  // POSITIVE-DAG: remark: not mixed before: the output of 2 layer(s) of 'inverted': its input may be below zero
  // POSITIVE-DAG: remark: not mixed before: the output of 1 layer(s) of 'inverted': it sums over no channels
  // BESIDE: remark: mixed before the outputs of 1 layer(s), 2 channel(s), of 'inverted'
  // BESIDE: remark: not mixed before: the output of 1 layer(s) of 'inverted': a soft lock before rewrites its weight already
  func.func @inverted(%x: tensor<1x4x4x3xf32>) -> tensor<1x2xf32> {
    %w0 = arith.constant dense<"0x1FBFCE3E51FBECBE33539EBE53848F3FBE77D4BE33BEB4BE299C0DBE34E302BFE360183F3CCD5C3F4C40B4BE9FEE5CBF5A03163FBEDF0D3F4258D23E9108143F2316DEBE538AACBD812A31BF5C8635BF7529FB3E8202ACBE80E4913FBEEB173D"> : tensor<1x1x3x8xf32>
    %b0 = arith.constant dense<"0xE1F2A3BE3442CC3EC48F663F28E6783E6ACB1BBF14F43D3E9913303F148A7CBE"> : tensor<8xf32>
    %w1 = arith.constant dense<"0xAEA96DBE5C209C3E0BFE2B3DB859A9BEFA50E9BDB72368BE0807B63DC4C7063D6BB5B03E54025A3EA928F0BE130EFA3DD0C4893ECE0B0C3E98379E3E7ED428BE3B0C92BED7DB8E3EC7A7A3BE3CDA25BF6F7C9D3E38785EBE0D0CBCBDC9BAD6BEDE99CBBEECA6B1BE5195DDBDD353E33DCF7830BF4E11673E0F8EB5BE16C9A3BEB83C503E9C6BB7BC09FFEBBE2BAA0D3F053184BE70F3973D11A0753DA4C7D83E41FB0BBEB3D79A3E91E863BEE75BAC3E8E636ABE918ADEBD389C113F4ABFC23D30DF063D7B302C3F7E04DE3DA6B77ABE7FAD613E9681B5BE364FAD3EFA3CB93E580330BE36E440BE71E3583D9B268B3B3E2C96BE3F842E3EE9D01CBF74F904BE6C2EF8BDF4E4A7BD24C2BC3DCF9FBCBEB6CA343E8E5F5DBD13BF47BECAF1D1BE"> : tensor<3x3x8xf32>
    %w2 = arith.constant dense<"0x004DF2BECA96133E7465C5BEC55DD23C7E7ED93E377CD33EDFC81F3F37B9F2BD103DDEBEEE00D13EA2A0FD3D622FE63E05EA903B49DEF43E1457AD3E17B9923E333E4E3EC4E5223E27E7BE3DF90FB93DB7CACA3EF6B451BEF2BB313F5A112EBD68CEC93EE6D913BD9C11CABDFE19503F4E6AFDBD79C902BF783E92BEC3EF01BE"> : tensor<1x1x8x4xf32>
    %w3 = arith.constant dense<"0x10B1DC3EDD5F293DE76D3F3EAF204DBEA96D903DCE84093E927CB83EA0980EBE7530F73D72E0773D473F51BE4B047FBBB1D657BD0F1EEEBE0237F53DA148DD3DA6C9B3BD991189BE308A973E18E8593D6E38503EBD6A903E095DD5BD4A54263E9D8C45BD9AF54CBCCB458CBCD34C8AB99923643E08E1CA3C30E0FBBC108A62BD62CD8B3DDC4437BE8FE3CDBD21502BBC7FC5E7BD801CC2BC992CFABD8D34CD3E8818883EE74CB83D79B22FBC9155E03E1148843DA5498EBC3552783DF1A07A3DA26A903EF39278BB8AF8D63E51A334BE38240E3E932C4DBE3612BA3E4C6687BDB3AC3EBCA2483D3E018C803E5EB663BE67C98DBD14D78EBEF4F5E03CB916A6BC62EC8EBD7D2D0CBE3A119EBD9DDC18BEABA9D83DB93B9B3EC6B4C5BE4D00BEBC7D48ABBD97ACC93D01EC42BEA4EBEFBC92E854BE08AF0E3ECCA6A23CAC4704BD05A1973D4CEB49BD7C1C9FBEDC02F43DA3266C3DAB71FCBC6FB6493E428C793E11B35FBEE2F61FBE27719E3E5A4A913E113917BE36CF71BEE79202BE4A07CCBD5635A2BEF941CC3B1F1783BE47E377BE5C9E3B3ECBEA0BBE5F326ABCC4D6003E5D8C263E1F0B8ABD6C90103C0C0B29BE83EEB23E171C053E8AF161BE23C1543AA922123EE25DC43D994EBB3E86868C3E61E6DCBD031D92BCD73A83BE155A4C3DD36EF73C176B0A3FF7DD9F3C5B59D6BEB0A409BEAD12B83CB09D80BEA99A31BEB1C395BD8C018C3DBC7207BD641D36BE2F51213E1609DDBD5484CCBDBD468DBEDDF920BE9A7B053EDCA5A5BED33869BC76FD123EB4769ABDB76F443D2BB864BE262C863EBF7E613EBDEB403D57B8B3BE8D3656BE5F07483E716CAF3EC4FC723D6F737F3E6FF0F8BD5E251BBD9ABB7039E94CAD3DD38C9CBE09A6403EC46D873ECE426BBE6BC98ABEE4968F3DCA0006BEE1C5F2BE1099253E07EDFE3C0F3CC3BDAD6AD83EAA94E33C6F4D1ABE25BAA53C950155BE5FFF1BBE13419E3DE5FFE2BD0FB8B8BD63E6AA3E5B0E303E326B243E739AD83D3754C63D8027953EB91880BB3101BE3ED9D842BE48ED50BD142B8DBE37CF8CBDA15AD43D919B943E78D907BEB80D8B3AF12193BDE94317BEBD9573BE46C6463C0B5DB1BE281DB53C844F893B0FB506BE76084FBEC9C08DBEC09FBF3EFE6A89BE3C829F3ED6D3F53D5D1A95BD27F86CBEAF80553EC51DB13EC7493FBE69BB74BD5F5F573E7089893DC7CBCC3EFB87E9BD5B1FDE3D541880BE8B9ED63EE49215BE8818E2BE410DCEBC7171E4BC8F27C43ED1C78ABD5EB925BB9312F33D226FA23ED8304FBC94E2543E1B35D43D0DAD72BD62217E3CC9EABB3B139A3BBED38F783E34E38DBEFBDA6F3E0F77433EB07398BC54C31CBEC87C39BD04A6C13DAA2D183E450B6B3D84304B3E4053E4BD3C2A403D3F99A0BE08641C3EC7F6FA3C1C38AABD46E26D3EE39F0D3E0B3310BF7EB0023C95FE94BEB2735A3E9AE1FE3E2E64D4BD8761743C8EA54DBD6CB18F3DEE00043E04CF833E51394ABE77EFA03E27C63EBEB6FD623DC8466D3E2710123E5C3840BE03C10FBEE95EBDBDE7AB27BC62E56A3E104884BE3329BF3D3FD8F93DD1ACE43DC3FFBE3DCC799B3E6ACEC73D58812F3E22D4E63D619DB73E3E8AC2BE"> : tensor<3x3x4x8xf32>
    %w4 = arith.constant dense<"0xB549033F1FD6D5BD98F6E5BD818CC6BEBB5A3FBF946C1CBEF7C18CBEE6694A3E7AC216BFE198123FA9C4DE3DF614CBBD374A91BE5238A1BE1D71E7BE5CF85EBE"> : tensor<8x2xf32>
    %zero = arith.constant 0.0 : f32
    %c0e = tensor.empty() : tensor<1x4x4x8xf32>
    %c0i = linalg.fill ins(%zero : f32) outs(%c0e : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %c0 = linalg.conv_2d_nhwc_hwcf ins(%x, %w0 : tensor<1x4x4x3xf32>, tensor<1x1x3x8xf32>) outs(%c0i : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %s0 = linalg.generic {indexing_maps = [#id4, affine_map<(n, h, w, c) -> (c)>, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c0, %b0 : tensor<1x4x4x8xf32>, tensor<8xf32>) outs(%c0e : tensor<1x4x4x8xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %s = arith.addf %a, %b : f32
      linalg.yield %s : f32
    } -> tensor<1x4x4x8xf32>
    %r0e = tensor.empty() : tensor<1x4x4x8xf32>
    %r0 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%s0 : tensor<1x4x4x8xf32>) outs(%r0e : tensor<1x4x4x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %m = arith.maximumf %a, %zero : f32
      linalg.yield %m : f32
    } -> tensor<1x4x4x8xf32>
    %p0 = tensor.pad %r0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%n: index, %h: index, %w: index, %c: index):
      tensor.yield %zero : f32
    } : tensor<1x4x4x8xf32> to tensor<1x6x6x8xf32>
    %c1e = tensor.empty() : tensor<1x4x4x8xf32>
    %c1i = linalg.fill ins(%zero : f32) outs(%c1e : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %c1 = linalg.depthwise_conv_2d_nhwc_hwc ins(%p0, %w1 : tensor<1x6x6x8xf32>, tensor<3x3x8xf32>) outs(%c1i : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %r1e = tensor.empty() : tensor<1x4x4x8xf32>
    %r1 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c1 : tensor<1x4x4x8xf32>) outs(%r1e : tensor<1x4x4x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %m = arith.maximumf %a, %zero : f32
      linalg.yield %m : f32
    } -> tensor<1x4x4x8xf32>
    %c2e = tensor.empty() : tensor<1x4x4x4xf32>
    %c2i = linalg.fill ins(%zero : f32) outs(%c2e : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %c2 = linalg.conv_2d_nhwc_hwcf ins(%r1, %w2 : tensor<1x4x4x8xf32>, tensor<1x1x8x4xf32>) outs(%c2i : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %p2 = tensor.pad %c2 low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%n: index, %h: index, %w: index, %c: index):
      tensor.yield %zero : f32
    } : tensor<1x4x4x4xf32> to tensor<1x6x6x4xf32>
    %c3e = tensor.empty() : tensor<1x4x4x8xf32>
    %c3i = linalg.fill ins(%zero : f32) outs(%c3e : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %c3 = linalg.conv_2d_nhwc_hwcf ins(%p2, %w3 : tensor<1x6x6x4xf32>, tensor<3x3x4x8xf32>) outs(%c3i : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
    %r3e = tensor.empty() : tensor<1x4x4x8xf32>
    %r3 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c3 : tensor<1x4x4x8xf32>) outs(%r3e : tensor<1x4x4x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %m = arith.maximumf %a, %zero : f32
      linalg.yield %m : f32
    } -> tensor<1x4x4x8xf32>
    %window = tensor.empty() : tensor<4x4xf32>
    %me = tensor.empty() : tensor<1x1x1x8xf32>
    %mi = linalg.fill ins(%zero : f32) outs(%me : tensor<1x1x1x8xf32>) -> tensor<1x1x1x8xf32>
    %m = linalg.pooling_nhwc_sum ins(%r3, %window : tensor<1x4x4x8xf32>, tensor<4x4xf32>) outs(%mi : tensor<1x1x1x8xf32>) -> tensor<1x1x1x8xf32>
    %f = tensor.collapse_shape %m [[0, 1, 2], [3]] : tensor<1x1x1x8xf32> into tensor<1x8xf32>
    %ye = tensor.empty() : tensor<1x2xf32>
    %yi = linalg.fill ins(%zero : f32) outs(%ye : tensor<1x2xf32>) -> tensor<1x2xf32>
    %y = linalg.matmul ins(%f, %w4 : tensor<1x8xf32>, tensor<8x2xf32>) outs(%yi : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %y : tensor<1x2xf32>
  }

  // Two groups of two channels: no matrix crosses their border. The second layer is
  // mixed where it reads, and not again where it writes.
  // SCALE: remark: scaled the outputs of 2 layer(s), 8 channel(s), of 'groups'
  // MIX: remark: mixed the outputs of 1 layer(s), 4 channel(s), of 'groups'
  // MIX: remark: not mixed: the output of 1 layer(s) of 'groups': its weight, or that of a reader, is mixed on its other side
  func.func @groups(%x: tensor<1x4x4x3xf32>) -> tensor<1x4x4x4xf32> {
    %w0 = arith.constant dense<"0x8F42463BC49EB5BDF00D35BFA41A08BEA3A7E4BE28B8A33DEAAC6E3F7D01A03E425120BE2CFC4FBFB01535BF8DE657BF"> : tensor<1x1x3x4xf32>
    %w1 = arith.constant dense<"0x12D9B93E96DBC3BE9134003D523C9FBE41C53A3D286A333F9E58AFBEB3912EBE"> : tensor<2x2x1x1x2xf32>
    %w2 = arith.constant dense<"0x8E6CCEBE24E4DF3EB34A03BF980511BFF19E31BFDC4834BF1019713E8B6CA43FFBD0FEBE8298F33E1A91003E130F0DBF90AB0DBEB681EEBDD7D1B0BE201E773F"> : tensor<1x1x4x4xf32>
    %zero = arith.constant 0.0 : f32
    %c0e = tensor.empty() : tensor<1x4x4x4xf32>
    %c0i = linalg.fill ins(%zero : f32) outs(%c0e : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %c0 = linalg.conv_2d_nhwc_hwcf ins(%x, %w0 : tensor<1x4x4x3xf32>, tensor<1x1x3x4xf32>) outs(%c0i : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %g0 = tensor.expand_shape %c0 [[0], [1], [2], [3, 4]] output_shape [1, 4, 4, 2, 2] : tensor<1x4x4x4xf32> into tensor<1x4x4x2x2xf32>
    %c1e = tensor.empty() : tensor<1x4x4x2x2xf32>
    %c1i = linalg.fill ins(%zero : f32) outs(%c1e : tensor<1x4x4x2x2xf32>) -> tensor<1x4x4x2x2xf32>
    %c1 = linalg.conv_2d_nhwgc_gfhwc ins(%g0, %w1 : tensor<1x4x4x2x2xf32>, tensor<2x2x1x1x2xf32>) outs(%c1i : tensor<1x4x4x2x2xf32>) -> tensor<1x4x4x2x2xf32>
    %g1 = tensor.collapse_shape %c1 [[0], [1], [2], [3, 4]] : tensor<1x4x4x2x2xf32> into tensor<1x4x4x4xf32>
    %c2e = tensor.empty() : tensor<1x4x4x4xf32>
    %c2i = linalg.fill ins(%zero : f32) outs(%c2e : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %c2 = linalg.conv_2d_nhwc_hwcf ins(%g1, %w2 : tensor<1x4x4x4xf32>, tensor<1x1x4x4xf32>) outs(%c2i : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    return %c2 : tensor<1x4x4x4xf32>
  }
}
