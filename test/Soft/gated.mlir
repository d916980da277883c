// Gate times up, then down: up and down take scales, the gate does not.
// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX

#id = affine_map<(d0, d1) -> (d0, d1)>

module {
  // SwiGLU as it is imported.
  // SCALE: remark: scaled the outputs of 1 layer(s), 8 channel(s), of 'silu'
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'silu': '{{.*}}' reads it and is not homogeneous
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'silu': the model returns it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'silu': '{{.*}}' reads it and is not homogeneous
  // MIX: remark: not mixed: the output of 1 layer(s) of 'silu': each channel meets a factor of its own, as in a rotary embedding or a gate
  func.func @silu(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %wg = arith.constant dense<"0x2BE75F3E10FB053FA7207BBE2044D2BECE0252BFBD1BEDBE3054893E64F8BA3CBEF901BF61DB3EBEC7E9803C1AF1803EB1E897BEAE3900BE78C268BF9C6013BF4F114F3F7F0A8CBF75F42CBE8075E03DB4AA3FBE69E3CEBE7C2DFABCCFB422BB2C2D28BDDF5870BFFAF096BDAAE8DABE6B388CBE136CE83DCD06A43E3393E53EDA297EBE728BEC3EB43C163F5A7D113FEAE3313FCB2D95BDA34FB2BD8736D33E45EA2EBF9174D63DB7D287BEEBD13CBEF2E95EBFB6FAE3BEE3E227BCAB71E33E6272FD3E358224BDCFD4C1BD64A7D4BEAC014E3E1685FDBD401B9B3E4637603F9A9B84BC50A93FBFB260DCBE93A43ABFE43A19BF1C13273F7219E83D139542BF"> : tensor<8x8xf32>
    %wu = arith.constant dense<"0x7054A73EF753213F7A4138BEBC0DADBEC6BC2CBEF2B7113E15D5A33EE252173F7C321B3F50BB173F71532E3FB650A93EBFF443BF7D1B86BD30BA203E202944BE6448E93EF76D38BEC2FDECBECADE383F427FAA3E1084E03DCF3CED3E1F01083F3F9C2E3E534A9DBF6EF3ACBEBDC469BE97F4FBBE1972CB3D149A183F8B4578BE324211BF53CB813FD42267BECBD11DBFAA61F33D11F3593E2A7EB4BE2A5BCA3EEF8179BE8346ECBE86E0B63D1E51C53E1744A2BEC147293E8B783FBD85C3B43F2B64B5BE892C313F1069D6BCE6CD81BD0BBFB83E91DCE43E922D223F0A45283E94B399BE2DA389BEA278823EDBB5943E55F3323F843C563E98B3073F8E25423F"> : tensor<8x8xf32>
    %wd = arith.constant dense<"0x79C1A83DC9263EBF8DF216BFED0938BF3CB94B3FC5EFD8BEFCAC1D3F87F2953EF08D5B3F6165003F80A751BDC8D4CCBD6A6C2E3D9B77B33DD1DE87BE40A585BC33FE4D3FABDF59BF8F58043E0F2EE8BEA686BF3DCA00D73EA7F8EBBC79E2C53EDC7F4BBFD2B10D3FAE669ABE23569F3EACD3BA3DDA79A5BF6B8DC1BEF2CCE13DB0E8463FD414133EB7F0033ED5D234BFD12F373F4D4E673F35166A3CFE07E1BD053D4FBF5421E23E25F2AC3FB994B73E09C1213F3CC68A3E002AFCBE17182B3F8D061EBF8BB8D7BDA8C50E3E5E06E23E13FC543E2C0F463EE2F0C2BE1F0A25BF27D3FB3C53CFB5BE856527BF890A22BF1FF27ABE4E216DBFDB792CBF2B4C51BF"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %e = tensor.empty() : tensor<4x8xf32>
    %ge = tensor.empty() : tensor<4x8xf32>
    %gi = linalg.fill ins(%zero : f32) outs(%ge : tensor<4x8xf32>) -> tensor<4x8xf32>
    %g = linalg.matmul ins(%x, %wg : tensor<4x8xf32>, tensor<8x8xf32>) outs(%gi : tensor<4x8xf32>) -> tensor<4x8xf32>
    %ue = tensor.empty() : tensor<4x8xf32>
    %ui = linalg.fill ins(%zero : f32) outs(%ue : tensor<4x8xf32>) -> tensor<4x8xf32>
    %u = linalg.matmul ins(%x, %wu : tensor<4x8xf32>, tensor<8x8xf32>) outs(%ui : tensor<4x8xf32>) -> tensor<4x8xf32>
    %sigmoid = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%g : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %n = arith.negf %a : f32
      %p = math.exp %n : f32
      %q = arith.addf %p, %one : f32
      %s = arith.divf %one, %q : f32
      linalg.yield %s : f32
    } -> tensor<4x8xf32>
    %silu = linalg.mul ins(%sigmoid, %g : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
    %y = linalg.mul ins(%silu, %u : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
    %de = tensor.empty() : tensor<4x8xf32>
    %di = linalg.fill ins(%zero : f32) outs(%de : tensor<4x8xf32>) -> tensor<4x8xf32>
    %d = linalg.matmul ins(%y, %wd : tensor<4x8xf32>, tensor<8x8xf32>) outs(%di : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %d : tensor<4x8xf32>
  }

  // SwiGLU in one operation.
  // SCALE: remark: scaled the outputs of 1 layer(s), 8 channel(s), of 'fused'
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'fused': '{{.*}}' reads it and is not homogeneous
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'fused': the model returns it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'fused': '{{.*}}' reads it and is not homogeneous
  // MIX: remark: not mixed: the output of 1 layer(s) of 'fused': each channel meets a factor of its own, as in a rotary embedding or a gate
  func.func @fused(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %wg = arith.constant dense<"0x3AA2BA3D4FE3503EFF74803F0EAF3FBF11FAADBEE6A0E93EF4F9DDBD466C27BE13C65A3F92432DBE32FE13BF7D9128BF20E02B3EA1481C3EF1932FBFEE42FCBEEDE2883EC1C7933E34AAA4BE90499F3E1065923E063C64BFD2C61FBE578B543E17B592BE42E488BF4EE710BE2D89C03EBB4A4A3FC8358CBFA840A73F014610BF0BFCF43E34FA1D3F06A7FB3E9635993D55A914BF2866A03E8519B7BED573A1BFAD0CB53F2D46B53EC0B6683F1D60E9BE22D73B3FD5804B3F7BFB463FE7B82DBC47EA19BF7D91B5BD2BFA8CBF8BDB59BF664A3C3D4ACCFDBEC264A8BD433B5FBD1022773FA118263F51CCB7BC38BD1A3F489BC7BEC47D2CBE7604E93EBCEE1EBF"> : tensor<8x8xf32>
    %wu = arith.constant dense<"0x90D60EBE7A1129BF6095703D47F6503F6C89C0BEF44CE73DE3B6E5BE6B2413BF51301EBF51353A3F2532973F8151773EFA5EB7BEC773B43E742C2BBE7128CD3E1EFD143E62350F3E72769B3EB25994BE4D094FBEC7515CBFB63C62BEFF0E36BF4F2794BD4D27F5BEFE534F3DFB0E683E94C635BF0F33D0BEE47CF1BE311ABF3E126A5A3F4EFED93E0AE732BE54853B3F48CE41BFF7EA3F3FA7FDA7BE53F0B1BFC9A6A93FA9FC493FC41404BF9A10AD3DBFA5DBBD2459513D54DC3DBF6476AEBE9F986F3E770AE43DA680193F1A54233DA659963F2F3AB7BE37C7043EE84975BFAB6620BF240D2A3F865BF1BE54DA873E7003FDBCC8B305BFBB4D32BED1A483BE"> : tensor<8x8xf32>
    %wd = arith.constant dense<"0x058879BE78ECC03E0D00A73E2CD293BEE437E8BE858E103EE1D44CBDC29E033F54F0A93FE5C9D73E54418EBC4B2CB0BD4E50DBBEB51BE8BEEB6F00BF5F694ABE8CB25ABE2365BE3E99494CBE4230CABD67F01BBF7481523FDDC9813ECCF9643FB500CC3E64AC3E3F8473FEBDDA97B73E0427AD3FC79C1CBFFB8F163F3C56593F099E573EF6E4C33E10CB233F7798ABBEFDB6553E4B54E3BE91F5B0BE19AEA1BE5AC795BDC95E993DAF126D3E60B739BFB0B6813FE07D173F215ABE3EDFA93BBEFDFE3ABD9AA88F3EFBC6573EC64B5CBF2060C23E733FBF3F535772BFCC84023F03CB413E87526ABD1719343F20571BBFF31AAB3D0D40403FECF2CEBD5DC85BBE"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %e = tensor.empty() : tensor<4x8xf32>
    %ge = tensor.empty() : tensor<4x8xf32>
    %gi = linalg.fill ins(%zero : f32) outs(%ge : tensor<4x8xf32>) -> tensor<4x8xf32>
    %g = linalg.matmul ins(%x, %wg : tensor<4x8xf32>, tensor<8x8xf32>) outs(%gi : tensor<4x8xf32>) -> tensor<4x8xf32>
    %ue = tensor.empty() : tensor<4x8xf32>
    %ui = linalg.fill ins(%zero : f32) outs(%ue : tensor<4x8xf32>) -> tensor<4x8xf32>
    %u = linalg.matmul ins(%x, %wu : tensor<4x8xf32>, tensor<8x8xf32>) outs(%ui : tensor<4x8xf32>) -> tensor<4x8xf32>
    %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%g, %u : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %n = arith.negf %a : f32
      %p = math.exp %n : f32
      %q = arith.addf %p, %one : f32
      %s = arith.divf %one, %q : f32
      %silu = arith.mulf %a, %s : f32
      %y = arith.mulf %silu, %b : f32
      linalg.yield %y : f32
    } -> tensor<4x8xf32>
    %de = tensor.empty() : tensor<4x8xf32>
    %di = linalg.fill ins(%zero : f32) outs(%de : tensor<4x8xf32>) -> tensor<4x8xf32>
    %d = linalg.matmul ins(%y, %wd : tensor<4x8xf32>, tensor<8x8xf32>) outs(%di : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %d : tensor<4x8xf32>
  }

  // Both factors could be scaled, but the product has the degree 2: one of them is.
  // SCALE: remark: scaled the outputs of 1 layer(s), 8 channel(s), of 'relu'
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'relu': '{{.*}}' reads it and is not homogeneous
  // SCALE-DAG: remark: not scaled: the output of 1 layer(s) of 'relu': the model returns it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'relu': '{{.*}}' reads it and is not homogeneous
  // MIX: remark: not mixed: the output of 1 layer(s) of 'relu': each channel meets a factor of its own, as in a rotary embedding or a gate
  func.func @relu(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %wg = arith.constant dense<"0x0B9E713DD6DB69BEE2694B3F938DEEBE4A9DE53E0EB224BFBF04B03EF8C55CBD2CEEA9BF814C49BB69630CBF44DF69BE4A704A3FB40413BF7F830BBF928D3D3F841D743D76D84A3F844B2A3E6435E8BE569B0BBDF6CE213F6CAEF73EE2F3EE397363CD3C5AF46CBD1C3C98BE4F317E3F6842723B35DA14BF02187BBE962FBF3EE3D8A83E0D6290BD12F0AFBE7260493C7D3F5CBF1B522BBF3E47D23E314C7CBE265E453EF454203F50FCAA3EED952D3CE5078C3F63BEAF3E8C9A3ABEBCB0C03E95B4563EC346E1BE92A1193DF7B1ADBD1D6181BF6881B5BD350515BE33BA66BEDC7558BF68B33ABE1820A7BC0B9F563D0A6C15BF4175A63E3BF51FBFED8FEBBD"> : tensor<8x8xf32>
    %wu = arith.constant dense<"0x79BB2B3FBA35B6BE836686BEAC3A0D3FE3174ABE914A1CBEB7D0E83DA3090A3FA2EF90BF5AE6D9BE0B7804BF1AA50EBF6BB6E0BE6E8EDCBE91511E3E3381E9BE2A99803DB8A5523E6A80BFBED616893DF2B8563FD5FC283EA929A7BEF53B08BDF81CF0BECCE40D3E30E8E13E8483D6BE1814DBBDEC92113F1F2C82BE85B6C43D9DE705BF9837D6BEAF0186BED4488B3F056F51BE5FAB87BE732D90BEAA93A9BD09EBA73EC809C23D3CB3833FEEECDA3D8A44393F14AD0D3E64079B3EE2C738BFDF1B82BD79340DBDB9C9F8BDC3C889BF9B70E13E913846BEE24A60BED5A502BE978DE9BD346F503E2FB122BFC658EEBEE3CD143EA913953DE6D840BEECEB92BE"> : tensor<8x8xf32>
    %wd = arith.constant dense<"0xDB9CD5BED305EFBC3E22173F356E07BF16FC423F2B0FD83EDDEA67BE9877C83EB9A23BBF3FA45DBF961725BF4ACA51BE239C26BE60E083BE209E4B3D5DA688BF709E7D3EA4AB35BF812DA9BE236153BEB6FE13BFEB7C2FBF49C700BF615BC3BB1209973EB771903EF796FEBECDA4CABEA6ACEBBECD4D663E186582BFE7811E3F583878BE1695C8BEE3CC2D3EDC2C043F13672F3E55C0063F5C95893DCC641D3F67611F3F89BB4BBDE637383FF4AFA83D13F5313DB3E5EBBEF9DA13BEAA0FC73ED00428BFC24DA63ECA7D323E881C0E3E2B378DBF067153BD5EF4A53E0451C3BEB8F2383D5A3298BF6AE0AB3E3295A9BE4011DF3E6CE06BBF7038B13E36A0F2BD"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %e = tensor.empty() : tensor<4x8xf32>
    %ge = tensor.empty() : tensor<4x8xf32>
    %gi = linalg.fill ins(%zero : f32) outs(%ge : tensor<4x8xf32>) -> tensor<4x8xf32>
    %g = linalg.matmul ins(%x, %wg : tensor<4x8xf32>, tensor<8x8xf32>) outs(%gi : tensor<4x8xf32>) -> tensor<4x8xf32>
    %ue = tensor.empty() : tensor<4x8xf32>
    %ui = linalg.fill ins(%zero : f32) outs(%ue : tensor<4x8xf32>) -> tensor<4x8xf32>
    %u = linalg.matmul ins(%x, %wu : tensor<4x8xf32>, tensor<8x8xf32>) outs(%ui : tensor<4x8xf32>) -> tensor<4x8xf32>
    %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%g : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
    ^bb0(%a: f32, %out: f32):
      %m = arith.maximumf %a, %zero : f32
      linalg.yield %m : f32
    } -> tensor<4x8xf32>
    %y = linalg.mul ins(%r, %u : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
    %de = tensor.empty() : tensor<4x8xf32>
    %di = linalg.fill ins(%zero : f32) outs(%de : tensor<4x8xf32>) -> tensor<4x8xf32>
    %d = linalg.matmul ins(%y, %wd : tensor<4x8xf32>, tensor<8x8xf32>) outs(%di : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %d : tensor<4x8xf32>
  }
}
