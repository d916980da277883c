// Layers behind what only looks like a layer norm.
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1" 2>&1 >/dev/null | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>
#image = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#pixel = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
#channel = affine_map<(d0, d1, d2, d3) -> (d1)>

module {
  // Zeros around an image are not centred, whatever the shift is.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'padded': its input is not known to be centred over channels, as behind a layer norm
  func.func @padded(%x: tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32> {
    %gain = arith.constant dense<"0xB406383F0DC6C8BF084A9B3F8D9332BF17C0FA3F6F96C5BF537B31BFB1E7ED3F"> : tensor<8xf32>
    %shift = arith.constant dense<"0xBCDD293FDF341B3FBA95B23FE879C9BF211F403FC72896BE6A662ABF2A210A3F"> : tensor<8xf32>
    %w = arith.constant dense<"0x458E6BBF26EC04C0478DBDBEF5B6BFBF591F26BF6D3CBE3E6EBE9F3E851FCB3F4B724CBE3644C4BF908F41BFC45C6BBFB2E19BBF73E8DE3EF22D25BF8D1AFDBF8869323F9D33E4BD60B3B63E8A84D83D20B4213F8CB91B3DE23B9E3F5897D93E16BDC83E14DAD13E1B73BABF469628BE22C584BE2187543EB1E9ADBFAC2AD13FB9C9D53D740C9BBFCFBCDABFE30490BEBEA7B7BDFDE137BF2DA6BC3D182424BF7A390D3F937B39BF69B21DBD34957A3F3996244074FA80BFF6D3EDBE79FF56BFBEC9483FEBF492BFA6FDF7BE647EF2BCAD8A7ABF411375BFD884F3BE9D6D06C06E05B9BF3479D3BEC6C9173EDE373EBE6811E3BF6675EDBE69664C3F344D0E3F8F46A1BDAC2A63BF6597213FB13414BFEFA995BF145C4DBF6163B93FE076613E3562943F926BF5BE8E2A703F2BFC19BFA43421BE5D201F40DA63443FB44C00BF9BB5ADBDC206A73E46F09A3FA76FFABE8BE3DEBF362D8FBE49137C3C7155E03D4D89A83FCF24A23E541B503F4BF18CBFCB2E5E3F7728064062DD453F0ED2813E14AF1D3E14C1E43FC45B6DBFA289E3BD54A0EB3EDB763E3F71E9DFBE3B599D3EB94B8EBE92B9F63D014307BEBE1F92BF66F6ACBC018D603F838E77BFC1E076BE072F2A3F57F188BF8B053B3E55B287BF923B913F44051440A16C0140E67060BEB17D3D3FA8CDF73DE51CD13DE71CC63FE0DAA8BFE513873F0E9B48BD0F4BB43F1BBA3F3E3B342CBF58E58D3E57683C3FEE7C123D27E0F93E818C05BF8E9108C0F267663F22FC323F13BC173ED61A8C3D57A5843FE509EABE6BDF34BF381341BE5634983FEA8CB1BFE38D983F13A623BF2AE58CBFB549A13F506EC6BD146EA6BFDCABB7BE74596E3FE395983FAEACDABE4609D03E40CE363F3E0625BF4AC7B53E6B9202BDE53809BFD0FAFBBE6049893D4D8FF43CF3C310BF7A15DABED6818E3F80F55A3E8B95623F50D5993F5EBE163F34561140204753BFEEF34E3FC4E3A2BE4E8AED3F06A8D93F9823FABF9E0778BF69102A3FBD344A3F798F3C3FD72191BD9905E93E6A2C273FF97A9FBDA27E833F9A9B10C04B40223FD65B84BFE96B753F402C6ABE908763BF1A70BF3E274D69BF28AB69BF1A9DC8BF39CADABCA75FFE3E84F2823F1C2111BE1F20863FE522933C080EBFBD05D5123F6A79873F7FD0AEBEA69C79BEFDB024BEDC82A93D278166BFB495833F7E02CDBE64C5EC3E2C5253BF27B5B73EE17EC83E8E63D7BE41560140F3F8BD3E6872E33F218A753FD78A29BFFEADC3BEC548DF3E0C907A3DC4974A3D758992BE277CE7BFD1D766BEB4F50DC0225FBE3EECDE39BF8D2537BF2D9160BEB69B8B3EFA4BB7BF2AD2DFBFD97488BFAAAB02C0758377BF0EA2CB3F353E87BF7DC2263FBB91AFBF4726993E26B4A3BE40FE74BD699B113F7ACCE03F1A61473EE8AFFE3DA02E79BFBF55153F63FA7BBE"> : tensor<8x8x2x2xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<1x4x4xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x4x4xf32>) -> tensor<1x4x4xf32>
    %e = tensor.empty() : tensor<1x8x4x4xf32>
    %sum = linalg.reduce ins(%x : tensor<1x8x4x4xf32>) outs(%i1 : tensor<1x4x4xf32>) dimensions = [1]
      (%in: f32, %out: f32) {
        %s = arith.addf %in, %out : f32
        linalg.yield %s : f32
      }
    %y = linalg.generic {indexing_maps = [#image, #pixel, #channel, #channel, #image], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x, %sum, %gain, %shift : tensor<1x8x4x4xf32>, tensor<1x4x4xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x8x4x4xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      %scaled = arith.mulf %d, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<1x8x4x4xf32>
    %p = tensor.pad %y low[0, 0, 1, 1] high[0, 0, 0, 0] {
    ^bb0(%a: index, %b: index, %c: index, %d: index):
      tensor.yield %zero : f32
    } : tensor<1x8x4x4xf32> to tensor<1x8x5x5xf32>
    %ez = tensor.empty() : tensor<1x8x4x4xf32>
    %iz = linalg.fill ins(%zero : f32) outs(%ez : tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    %z = linalg.conv_2d_nchw_fchw {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<1x8x5x5xf32>, tensor<8x8x2x2xf32>) outs(%iz : tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    return %z : tensor<1x8x4x4xf32>
  }

  // RMS norm subtracts no mean.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'rms': its input is not known to be centred over channels, as behind a layer norm
  func.func @rms(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0xCF66CC3F3EAE623F3570FE3F343ACA3F475C913F95A98F3F66A1D5BF4776433F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x6490923F03F48DBF48935FBF7C38CFBEB590803FF94C52BF02B330BFF07E623F"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %squares, %gain, %shift : tensor<6x8xf32>, tensor<6xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0xDF595D3FA364BFBEDF128FBF0A5EC6BF04F132BFFCC00EC032F43F3FB14921BF206CF63E4525EF3FB924963F635893BF1A875E3FA934943F39113FBF440B74BF25A6E0BD71FBCCBF0B41BC3F7BF119C0DEAB8DBF72048ABE858968BE751C2A3E4FFB8A3E1CBD5ABE7E85913F8AEB08C05E812CB901EF36BF9AB1073EDE0E623E9E6D69BF3C1524BFF7E64A3F81B7B23EC3242EBF938D024091C91340F831BBBFDE849A3E5D93204095AD483F975D623EDA0C55BEB58B0ABF749D59BE9AFC0CBF50B23E3FCCDACBBE9CDEE1BE67E099BFC11E4BBD28E564BF921639BE365A853F825ABB3EAD35013F8C51B63E4062723D556202BEC7989DBE7E55423F5FC88ABF"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // One gain is almost zero.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'vanishing_gain': the gains of its input spread too far
  func.func @vanishing_gain(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<[1.0, 1.0, 1.0e-30, 1.0, 1.0, 1.0, 1.0, 1.0]> : tensor<8xf32>
    %shift = arith.constant dense<"0xCC9CAB3F70950B3DD4AA3FBF5B71FABE3E4F2DBF2C0D243E90C437BF5B31923F"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %centre = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%centre : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares, %gain, %shift : tensor<6x8xf32>, tensor<6xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0x7E1948BF007111C0B8223BBF9C8B00C0854D23BD7D92873F96D3253F2236ABBF2A2343BF44AAE33FED13A33E19F6863B0F2D873FB6F91C401DF6A53FDFC20E3EB099B53EF1F81D3FCFD91CBF1F8487BFDAD4563D6F7C72BF04C07BBD28DCC43D8ED315406ADE59BF7A6CF9BD043F28BE2BE7DF3E10FB853FA720FBBE204452BFCE02D2BFBD1B6DBF3054093F64F83A3DBEF981BF61DBBEBEC7E9003D1AF1003FB1E817BFAE3980BE78C2E8BF9C6093BF4F11CF3F7F0A0CC075F4ACBE8075603EB4AABFBE69E34EBF7C2D7ABDCFB4A2BB2C2DA8BDDF58F0BFFAF016BEAAE85ABF6B380CBF136C683ECD06243F3393653FDA29FEBE728B6C3FB43C963F5A7D913F"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // Half of the mean is left.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'twice': its input is not known to be centred over channels, as behind a layer norm
  func.func @twice(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0x52ACCBBF2093343F23C4893F6A2EFF3F947AABBF912CA4BF32FEF53F47126DBF"> : tensor<8xf32>
    %shift = arith.constant dense<"0xE3E2A7BCAB71633F62727D3F3582A4BDCFD441BE64A754BFAC01CE3E16857DBE"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 16.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %centre = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%centre : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares, %gain, %shift : tensor<6x8xf32>, tensor<6xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0x401B1B3F4637E03F9A9B04BD50A9BFBFB2605CBF93A4BABFE43A99BF1C13A73F7219683E1395C2BF7054273FF753A13F7A41B8BEBC0D2DBFC6BCACBEF2B7913E15D5233FE252973F7C329B3F50BB973F7153AE3FB650293FBFF4C3BF7D1B06BE30BAA03E2029C4BE6448693FF76DB8BEC2FD6CBFCADEB83F427F2A3F1084603ECF3C6D3F1F01883F3F9CAE3E534A1DC06EF32CBFBDC4E9BE97F47BBF19724B3E149A983F8B45F8BE324291BF53CB0140D422E7BECBD19DBFAA61733E11F3D93E2A7E34BF2A5B4A3FEF81F9BE83466CBF86E0363E1E51453F174422BFC147A93E8B78BFBD85C334402B6435BF892CB13F106956BDE6CD01BE0BBF383F91DC643F"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // Behind a ReLU nothing adds up to zero.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'rectified': its input is not known to be centred over channels, as behind a layer norm
  func.func @rectified(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0x377C173FAEDCD73F5451DBBFC2CEBF3F036E7BBF855EBEBFC73520BFAC33BFBF"> : tensor<8xf32>
    %shift = arith.constant dense<"0x8DF296BFED09B8BF3CB9CB3FC5EF58BFFCAC9D3F87F2153FF08DDB3F6165803F"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %centre = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%centre : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares, %gain, %shift : tensor<6x8xf32>, tensor<6xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0x80A7D1BDC8D44CBE6A6CAE3D9B77333ED1DE07BF40A505BD33FECD3FABDFD9BF8F58843E0F2E68BFA6863F3ECA00573FA7F86BBD79E2453FDC7FCBBFD2B18D3FAE661ABF23561F3FACD33A3EDA7925C06B8D41BFF2CC613EB0E8C63FD414933EB7F0833ED5D2B4BFD12FB73F4D4EE73F3516EA3CFE0761BE053DCFBF5421623F25F22C40B994373F09C1A13F3CC60A3F002A7CBF1718AB3F8D069EBF8BB857BEA8C58E3E5E06623F13FCD43E2C0FC63EE2F042BF1F0AA5BF27D37B3D53CF35BF8565A7BF890AA2BF1FF2FABE4E21EDBFDB79ACBF2B4CD1BF3AA23A3E4FE3D03EFF7400400EAFBFBF11FA2DBFE6A0693FF4F95DBE466CA7BE13C6DA3F9243ADBE"> : tensor<8x8xf32>
    %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<6x8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %m = arith.maximumf %in, %zero : f32
      linalg.yield %m : f32
    } -> tensor<6x8xf32>
    %z = linalg.matmul ins(%p, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // The means of rows, subtracted from columns.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'other_rows': its input is not known to be centred over channels, as behind a layer norm
  func.func @other_rows(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {
    %w = arith.constant dense<"0x32FE93BF7D91A8BF20E0AB3EA1489C3EF193AFBFEE427CBFEDE2083FC1C7133F34AA24BF90491F3F1065123F063CE4BFD2C69FBE578BD43E17B512BF42E408C04EE790BE2D89403FBB4ACA3FC8350CC0A8402740014690BF0BFC743F34FA9D3F06A77B3F9635193E55A994BF2866203F851937BFD57321C0AD0C35402D46353FC0B6E83F1D6069BF22D7BB3FD580CB3F7BFBC63FE7B8ADBC47EA99BF7D9135BE2BFA0CC08BDBD9BF664ABC3D4ACC7DBFC26428BE433BDFBD1022F73FA118A63F51CC37BD38BD9A3F489B47BFC47DACBE7604693FBCEE9EBF90D68EBE7A11A9BF6095F03D47F6D03F6C8940BFF44C673EE3B665BF6B2493BF51309EBF5135BA3F"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<8xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8xf32>) -> tensor<8xf32>
    %e = tensor.empty() : tensor<8x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<8x8xf32>) -> tensor<8x8xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<8x8xf32>) outs(%i1 : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<8xf32>
    %centre = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<8x8xf32>, tensor<8xf32>) outs(%e : tensor<8x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<8x8xf32>
    %z = linalg.matmul ins(%centre, %w : tensor<8x8xf32>, tensor<8x8xf32>) outs(%i : tensor<8x8xf32>) -> tensor<8x8xf32>
    return %z : tensor<8x8xf32>
  }

  // A shift that differs from row to row is no constant.
  // CHECK: remark: not shifted before: the output of 1 layer(s) of 'row_shift': its input is not known to be centred over channels, as behind a layer norm
  func.func @row_shift(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0x0609833F282C8EBF345AF13FA6F4A6BF7C33FE3F1869CA3F572D383FF148AABF"> : tensor<8xf32>
    %shift = arith.constant dense<"0x4D09CFBEC751DCBFB63CE2BEFF0EB6BF4F2714BE4D2775BFFE53CF3DFB0EE83E"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %centre = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %eight : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %squares = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%centre : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %n = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares, %gain, %shift : tensor<6x8xf32>, tensor<6xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %g: f32, %t: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %n = arith.mulf %in, %norm : f32
      %scaled = arith.mulf %n, %g : f32
      %shifted = arith.addf %scaled, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<6x8xf32>
    %y = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%n, %squares : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %d = arith.mulf %in, %s : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0x94C6B5BF0F3350BFE47C71BF311A3F3F126ADA3F4EFE593F0AE7B2BE5485BB3F48CEC1BFF7EABF3FA7FD27BF53F031C0C9A62940A9FCC93FC41484BF9A102D3EBFA55BBE2459D13D54DCBDBF64762EBF9F98EF3E770A643EA680993F1A54A33DA65916402F3A37BF37C7843EE849F5BFAB66A0BF240DAA3F865B71BF54DA073F70037DBDC8B385BFBB4DB2BED1A403BF0588F9BE78EC403F0D00273F2CD213BFE43768BF858E903EE1D4CCBDC29E833F54F02940E5C9573F54410EBD4B2C30BE4E505BBFB51B68BFEB6F80BF5F69CABE8CB2DABE23653E3F9949CCBE42304ABE67F09BBF7481D23FDDC9013FCCF9E43FB5004C3F64ACBE3F84737EBEDA97373F"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // Memory has no channels that could be followed.
  // CHECK-NOT: 'buffers'
  func.func @buffers(%x: memref<2x4xf32>, %y: memref<2xf32>) {
    linalg.reduce ins(%x : memref<2x4xf32>) outs(%y : memref<2xf32>) dimensions = [1]
      (%in: f32, %out: f32) {
        %s = arith.addf %in, %out : f32
        linalg.yield %s : f32
      }
    return
  }
}
