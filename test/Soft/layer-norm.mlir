// Layers behind layer norms, in forms that imports do not have.
// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1" 2>&1 >/dev/null | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>
#left = affine_map<(d0, d1, d2) -> (d0, d2)>
#turned = affine_map<(d0, d1, d2) -> (d1, d2)>
#product = affine_map<(d0, d1, d2) -> (d0, d1)>
#image = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#pixel = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
#channel = affine_map<(d0, d1, d2, d3) -> (d1)>

module {
  // What has a bias gets no operation more.
  // CHECK: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'named'
  func.func @named(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0xB104B8BFDA43EC3F81EED4BFC57A56BF8C43733FE6B8E7BF9A0502BF05ADDDBF"> : tensor<8xf32>
    %shift = arith.constant dense<"0x6DE3D73D27336EBF85A1EFBC64FF313F390FACBF9D4CEABE445BF3BF930FA5BF"> : tensor<8xf32>
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
    %w = arith.constant dense<"0xF9BDEBBFBBBB70BEB03BA2BF29E38A3E5B83203ED36A3FBE971221C0C7E709BFEDA846BD8B0EE83D7DDBC3BF149CF4BE3A807ABFF50F4FBF87CB873F98BA4EBF7B3505BD6067623FD76615BFFEC3E4BD063BE23D05A0823DA1CE9CBF69EF9B3DEDEDAD3FD608C6BF81005C3FE26FF43D673724BFD30600407423433F4C8299BFF79B983DEEA1133F1A5041BE35D32E3F3C3A88BDBCD02A3F8221B83F34F82CBF9103503EA736EDBEA752023EFEF597BF1C4D14BF99E748BE6415663FA296923F5C69A9BFAF6D4BBF769B253F9D07FFBF9A24EDBE5E3EC7BDDEE5A03FC67C303F8488A7BEFBB5BCBE9D1980BE0303C33F1626DBBEFF7B9BBE8E86B43E7F56F7BD"> : tensor<8x8xf32>
    %b = arith.constant dense<"0xE0044ABEC1998EBF8AC43CBC141DE3BEAD43953FCF30273FD4C8C5BC051B2B3F"> : tensor<8xf32>
    %m = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    %z = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%m, %b : tensor<6x8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %s = arith.addf %l, %r : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // A weight as PyTorch stores it, and no bias.
  // CHECK: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'transposed'
  func.func @transposed(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0x5E25A9BFF1B57B3F1F41D03FF4AC09BFA77587BF8EA70B3FC9302FBF45B1F93F"> : tensor<8xf32>
    %shift = arith.constant dense<"0xCFEB54BFC4BA1FBF6955523E3D6CFC3ECBA334BE67DF52BE9DD4333FAB18053F"> : tensor<8xf32>
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
    %w = arith.constant dense<"0x7D4F84BFD129A2BDF188103D5AF986BFA109853E09A35BBF5DD9783F2F5F453E52E6B63DA24D17BFB5E9F2BD27B6FFBFF6D190BF23C6B93E713A08C056BB583F1780DFBF9DB9413F7E7258BFF66B473F1318063E02B7C4BF1BE49F3FDC89B83FB9C486BDC13E8CBE2AB423BE95A379BF7E9E8C3FF7FA0ABF0AAD51BD79154BBF544620BF7F8CA3BFA6E7A03F22C91DBEA446773F694F5A3C6EC431BF4A43A7BE4D6B0FBFE266023CFA22C0BE578F99BE2375B0BF748D4EBF28B8D33FF1D52BBF8CEC86BF09B6AC3E7F21B43F781DBABFC08655BE32CE21BF1669E1BF28243C3F760DC0BC1A50923D7C9740BF78D9E83E640F0ABF385512BE7DDB8DBF41A99BBF"> : tensor<8x8xf32>
    %z = linalg.generic {indexing_maps = [#left, #turned, #product], iterator_types = ["parallel", "parallel", "reduction"]} ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %p = arith.mulf %l, %r : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // A mean that is written to each channel first, and times 1/C.
  // CHECK: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'spread_in_memory'
  func.func @spread_in_memory(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0x80782BBF385DEFBFB4FDD9BF4984E8BF7279A43F50CDEFBF1AEA113F83A10BBF"> : tensor<8xf32>
    %shift = arith.constant dense<"0x2FE4C33E374610BF5AE4B0BF6514733F1469773FDD1510BEE6B80A3FA70C483F"> : tensor<8xf32>
    %zero = arith.constant 0.0 : f32
    %eight = arith.constant 8.0 : f32
    %e1 = tensor.empty() : tensor<6xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
    %e = tensor.empty() : tensor<6x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<6x8xf32>) -> tensor<6x8xf32>
    %part = arith.constant 0.125 : f32
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<6x8xf32>) outs(%i1 : tensor<6xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %out, %in : f32
      linalg.yield %s : f32
    } -> tensor<6xf32>
    %means = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]} ins(%sum : tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%s: f32, %out: f32):
      %mean = arith.mulf %part, %s : f32
      linalg.yield %mean : f32
    } -> tensor<6x8xf32>
    %centre = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %means : tensor<6x8xf32>, tensor<6x8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %mean: f32, %out: f32):
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
    %w = arith.constant dense<"0x81C8543FCADF6B3FB746E9BEA2EAC13F5D909FBFE2995C3FAAE4FC3E81A55F3F5883F03F4F02BE3F289592BF6426D8BFA41F513FEDEB81BFF93F4BBC61F8563FF467D2BFEB0907C0D7C2843EFBCD353DCDB37BBEA1D61D3DC04A5CBF2FBAC1BF92A72ABEE7C178BF995DD2BF5174013F217D7BBD8224D03E6F427DBF8A7628BF49C17FBFF6FA62BF0319483E067148BF524EB63E7DF4AD3E3D9C0140E946B2BF924D633F7745B7BDF4DC65BC2395B9BF869EEBBE2D423E3F6CEAA8BDD5FFA53DD1D894BEF1C8933F3DE7AFBC9CD30CC0AB2B31BF8701FCBF911750C0A4B507BF17B2AA3FCD00413DFA1596BFB5D170BFEFB7903FE068213EDA9A443DC0FA5ABD"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // Each of two layers gets a vector of its own; of a bias that both add neither
  // can be changed.
  // CHECK: remark: shifted before the outputs of 2 layer(s), 16 channel(s), of 'readers'
  func.func @readers(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %gain = arith.constant dense<"0xC92E32BF69341FBFFF06EEBFCB63673F63A9753F82E5DFBF7A06B7BFF2DC473F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x9169DC3F9CEEBA3FDA5AEDBE858F453FD4E1C13E8F4427C02B34803EEE437BBD"> : tensor<8xf32>
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
    %w = arith.constant dense<"0xDC6DAA3D0AD789BFDBE789BE778936BE7913983F063AAB3EF906B6BB4AB5C33FBA240EBF6963C7BE6E8BE8BF76D8C83F7CDE763F8EB66A3FEE3C2B3F9595E13D22A95C3E020781BEA17C50BE776D5E3DA183C13F90410E3FE3736FBD0A5314BF438F22BF7025CD3F42B6013FF2578A3DBF3EB1BE76F58DBFB6EE88BD0EA85F3FA4FAC8BE48B268BED45662BE0373E03DC8E7CBBF440C71BEAAB95ABF2A74623FF44545BF56B9133FC420C33FB08FA0BEE7001ABFD106443E6FF904BBA45D7EBFA1FDEB3E37FE0040412784BEC7BE4FBE55C085BF905FA33EEB9C9FBFEAAF8DBF23CCA33FC6CB67BFED698A3F2A1EC33F70C6843E0FAB0D3F5CE3F93F2C7349BE"> : tensor<8x8xf32>
    %v = arith.constant dense<"0x3ACF17BFAD36ADBF0BD52A3D9954BD3F0BA8753FE42C71BFE2F95ABF5E1101BF29A4953E293D52BED1995B3E39EE973EDAF898BE6E8D24BDF48C533E4FF8ABBDBEE6003FDB78EF3F7F8B173F9999643DBCD2D7BF50A2C63EC22CF9BF3B5BB4BFA3C95A3FD2CB343F9C8919BEA5E1DABF6521BEBECBC12DBFFF07233FA87E104007235E3EEF8047BFA2D495BF1EC365BD460935BEFB6493BFA74BEE3D225193BF88598E3FEF04883F21D98A3FBEB6F2BE9FB7033F3A3D07BE6012C7BE80A4ADBE125DA6BF87D0B8BF37584B3F37D343BE7A9E5D3E0C38803F49D7DDBFC0BC48BFFA8A333EA6C0C83EE70FC1BE25BC833FC571573E1B509BBF89466EBF5A334E3F"> : tensor<8x8xf32>
    %b = arith.constant dense<"0x517BED3E7014F3BFD681AC3F4D18193FAAF2AB3F7174C4BECE6697BEBF2F90BF"> : tensor<8xf32>
    %m0 = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    %m1 = linalg.matmul ins(%y, %v : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    %a0 = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%m0, %b : tensor<6x8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %s = arith.addf %l, %r : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    %a1 = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%m1, %b : tensor<6x8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %s = arith.addf %l, %r : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%a0, %a1 : tensor<6x8xf32>, tensor<6x8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %t = math.tanh %l : f32
      %p = arith.mulf %t, %r : f32
      linalg.yield %p : f32
    } -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // A sum of what one layer norm and one without gain and shift make.
  // CHECK: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'sum'
  func.func @sum(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %shift = arith.constant dense<"0x0E5D224046AA33BE4A34CB3FF5B425BFFCC5273EE1EED5BF2A07C4BE5DD77B3F"> : tensor<8xf32>
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
    %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%centre, %squares : tensor<6x8xf32>, tensor<6xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %root = math.sqrt %s : f32
      %d = arith.divf %in, %root : f32
      linalg.yield %d : f32
    } -> tensor<6x8xf32>
    %both = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%n, %centre : tensor<6x8xf32>, tensor<6x8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %s = arith.addf %l, %r : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    %y = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%both, %shift : tensor<6x8xf32>, tensor<8xf32>) outs(%e : tensor<6x8xf32>) {
    ^bb0(%l: f32, %r: f32, %out: f32):
      %s = arith.addf %l, %r : f32
      linalg.yield %s : f32
    } -> tensor<6x8xf32>
    %w = arith.constant dense<"0x2439A0BFC13E893F6FAAAC3E2FA085BFAE6800BFA80AEBBECAD44ABDBB4009BF24C953BFEBF29BBE1F7183BF350FA5BFB45445BD0C04623F74C2C3BF04E9653B876326BF34267ABFE47A5A3FC5A604BF59C8BF3F8DA347BF97E3C53EE0BC68BE930741BFDF71163FC0B31EBE026C1A3FBDB441BD07FC8ABFAE09D1BDF2CE543DD45D753F3F0168BF571821BD8666DCBF40C8263F096E8ABFCA36E7BF5A8D72BD16878D3F1421C3BFC0448BBF43473EBF599390BF5F44C23EA2AF4EBF31B538BF8153153F686941BF5A95DD3EB3AC78BF5B279BBF01F0EABFE53BEE3FFEF8A3BEABC9793E8A5BFEBC04CD233E0D844B3D7540F43F8CFB84BFEB5AC7BFE58781BF"> : tensor<8x8xf32>
    %z = linalg.matmul ins(%y, %w : tensor<6x8xf32>, tensor<8x8xf32>) outs(%i : tensor<6x8xf32>) -> tensor<6x8xf32>
    return %z : tensor<6x8xf32>
  }

  // Channels that are not the last axis; each tap has a vector of its own.
  // CHECK: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'convolution'
  func.func @convolution(%x: tensor<1x8x4x4xf32>) -> tensor<1x8x3x3xf32> {
    %gain = arith.constant dense<"0x440A4C3FC4AF903F43FCDEBF2DE5DEBFEDF19A3F5970D3BFE7F2973F36AF873F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x062292BEC1CDC0BF922D7ABF2D63B13F7211523F73A7CDBE9EC35EBF4668F2BF"> : tensor<8xf32>
    %w = arith.constant dense<"0x5F8DC9BED128FDBCB124ACBDFB15C0BD75978FBF9ABA87BDFA671EBD2331A53F1FF1EE3FDA460CBEA02C44BF5A1585BD118D1BBF24103EBF243B70BD008B85BFD0291B3FADD1D4BD1701803EA2543BBE592D3ABF7AAD72BF7BF872BE8F7B0CBFD5836F3ED23791BB1160AEBFE476893DDAE2ABBF7AD11DBF84B596BE47D104C04268BB3D619B1A3E18D121BE1D40D9BEFB48BFBE7EFE79BF2B168ABEF8770DBF8DC5BB3D22219ABF7B3E713EF9A7123ED9F510BE74DFE0BE26660D3FAB11D5BF8AC0EB3ED0DE783EB316913E8C41C43E3D5527BFF3D784BE4116233FBF7CDC3E83AC533E3FD5C1BFF8B2093F3AB1953FEA3C813FBA7D6F3E0362C7BF9E4A713FEBC916BECD1422C05421C13E7CFFBEBFC4F1A5BFAA8C22BF45E4A23F71DFBDBE69BF8A3E6ABDDF3F2B09CC3FF5AAD3BD495177BE3564A1BF01C831BF92C8D93E399DCA3E95C4E13D52AB7E3FE9B945BF7EB065BDBE323B3F968A153FC014893F4246CB3E036A9EBE4471B93E0A5580BFCED9D1BFE8A6143FD4DA61BDDEE79D3EB94DD9BF3AF0BABE3C9019BF013D5DBF2A5210C08974ABBEBCB5653F2212C33EA3D719BF59BA73BCA6BD413FB0AA30C0040DFFBD2A0F0B3FFB9F2E3F87B1D93F2D49913F3C08A03E999C9A3E4075493F55110ABF3B9C24BD48FF673F918DFA3FF81623BECD3F46BD643E4B3E19EEAB3F9B53F8BCF513BC3FD97677BF4C803EBECFEB4ABE7058493F18CB853F7935C1BF26456ABFEE77AC3E26A028BFEADEC2BFE9EC843FA6E9FC3EC381FC3E9F6DF3BE41B4833F13B875BEFE578C3FE36269BF9FA85ABF3C93513E0ACC33BF5CEA2C3F392A853ED7476CBF8F3A953DABDAB3BE05746A3FFEEE21BF4CDBE0BED0099B3F1D450F4084DFFF3F117B813D731B603E6048C43FADD7FEBD04F279BF795CEF3D352DE73E264354BFB4B7D2BFC1E6B7BF93592A3FF72442BF4BBD10BEFCA8593E04801E3F6178ABBEAA57FF3EFEDA63BF9532B9BE0D2083BFC0DD903FA5DDDDBC41433DBF146AB4BECA0C63BE4455333FCE3DCCBF29C384BF4697C1BE4C1122405FA7743FC740E4BD9B45363F09AD0340915A6FBE889ABBBEF7209B3F9204FD3E7DDC2B3FDD1A02BF4A4CF63FDFD3DA3FF4E1103F9E2D2F3FA4BE01C0F340233F67C446BEE428DE3EA9B52E3FCBBDAEBEB561D8BF0E5ABC3E52CB3DBF330FA9BE28C11ABFD2E2AEBE31CF13C0ECC49B3F95B6813E55428E3F756BFD3F3615B93C3BB6E6BFC5D564BFD97B9ABFDB7A00BF7B1EA33DD62300C0F358AF3E5E53C1BF4240983EE53CE0BD4694A0BE999795BDE42E0ABFEECA1CBF9064D7BFFCB4F2BC733AEC3FDD80FD3F5231A93F6AAF343FCD2D2DBF0FACB83F02E665BD9A0E8DBDB91B95BE8556BC3D7DD4DEBEFC95ABBD25D48ABFD950BFBEA3F4114050878EBD6F6374BEAE49083F7947353FFA8F8EBF"> : tensor<8x8x2x2xf32>
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
    %ez = tensor.empty() : tensor<1x8x3x3xf32>
    %iz = linalg.fill ins(%zero : f32) outs(%ez : tensor<1x8x3x3xf32>) -> tensor<1x8x3x3xf32>
    %z = linalg.conv_2d_nchw_fchw {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%y, %w : tensor<1x8x4x4xf32>, tensor<8x8x2x2xf32>) outs(%iz : tensor<1x8x3x3xf32>) -> tensor<1x8x3x3xf32>
    return %z : tensor<1x8x3x3xf32>
  }
}
