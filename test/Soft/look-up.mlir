// Broadcasts along a dynamic axis, which exporters write as a look-up of each element.
// test/models/test_soft_forms.py runs those that are rewritten.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=IN
// RUN: hwlock-opt %s --hwlock-ln-null-out="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=OUT

#all = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#one = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#last = affine_map<(d0, d1, d2) -> (d2)>

module {
  // The mean of each row, also if there is one sample only.
  // IN: remark: shifted before the outputs of 1 layer(s), 8 channel(s), of 'mean'
  // OUT: remark: shifted the outputs of 1 layer(s), 8 channel(s), of 'mean'
  func.func @mean(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0x856ABBBE8BF9093E84E686BE88E51BBF42AED43E84544A3E69014A3E19BE42BE02BAD23E4293C4BDC98CE03E83B5BABE4CEDAEBEFCA8A73D6ED68FBE17558A3E5A10D53D4606BDBE19C4EE3C23E20FBE0490BB3EFE8B81BEA3E233BEB30FF83E623B653FD0B24C3F4E2BCF3C2949B33DB3061D3FBEDF4BBDD0F4C7BE2E7D3F3DF7F0383E52CFA9BEF69228BF011F13BFA947883EC5509BBE449567BDC920AE3DA0997D3E1B2D09BE22464C3ECB48B6BE772814BEE1CCD1BE32C9E73E1E7E31BC016997BEDC5410BED5A3B5BD69778F3EA56423BF756BD4BE6BDF1ABE70A7813F19B9C33E399A36BD49D1913E74AE523FA87BBFBD391516BEBF34F83E0F6A4A3E"> : tensor<8x8xf32>
    %gain = arith.constant dense<"0x79C7993FF1F7583FB0E3C93FF6A5C13F7EBB953FD8469A3FDC9CC83EF17C983F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x85039FBD50BA313E87C48B3E09CB0BBEF71A2DBF72AE163EDBD597BE5C3F07BE"> : tensor<8xf32>
    %w1 = arith.constant dense<"0x749B77BEA8E80BBEB57E6CBF143BF93E878ACF3D549DE33E5EBC4A3FF810143CC99138BF6A11B7BE8E2CF7BE5F914DBEC97E023D23064DBF29470C3E18A91ABF049AF33DEA6333BD9E7600BEF558EFBCD4175DBE49DE7ABE73502CBF632A42BC8FFB3C3F7DCD4A3FA85A073F558C903E0B8B8ABED9BC133F35EBB7BCF7B0E1BCC292EEBD9EAB163D974332BECA4409BD3B20DEBE7B0D19BE6B87693FB40BE4BCC082C3BD7D0F5A3EFA05913E9119E4BE58B4A9BD1A10BC3E0D0DDD3D3CCF473DA4211F3FD0CE8ABE2592073D1A0455BE899B183FD9DE47BFBA3E89BE21BE58BE96E4873E9754783E2EDE0E3F542E21BF81B2993E3F41F0BDEF5188BEDD015D3E"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %eight = arith.constant 8.0 : f32
    %epsilon = arith.constant 1.0e-5 : f32
    %rows = tensor.cast %x : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %batch = arith.divsi %n, %c3 : index
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.expand_shape %a [[0, 1], [2]] output_shape [%batch, 3, 8] : tensor<?x8xf32> into tensor<?x3x8xf32>
    %se = tensor.empty(%batch) : tensor<?x3x1xf32>
    %si = linalg.fill ins(%zero : f32) outs(%se : tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
    %sum = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%h : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %mean = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<?x3x1xf32>) outs(%se : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %m = arith.divf %in, %eight : f32
      linalg.yield %m : f32
    } -> tensor<?x3x1xf32>
    %e = tensor.empty(%batch) : tensor<?x3x8xf32>
    %wide = linalg.generic {indexing_maps = [#all], iterator_types = ["parallel", "parallel", "parallel"]} outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %j = linalg.index 1 : index
      %single = arith.cmpi eq, %batch, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %found = tensor.extract %mean[%at, %j, %c0] : tensor<?x3x1xf32>
      linalg.yield %found : f32
    } -> tensor<?x3x8xf32>
    %centred = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%h, %wide : tensor<?x3x8xf32>, tensor<?x3x8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %d = arith.subf %in, %m : f32
      linalg.yield %d : f32
    } -> tensor<?x3x8xf32>
    %squares = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%centred : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.mulf %in, %in : f32
      %s = arith.addf %p, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %y = linalg.generic {indexing_maps = [#all, #one, #last, #last, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%centred, %squares, %gain, %shift : tensor<?x3x8xf32>, tensor<?x3x1xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %v: f32, %g: f32, %t: f32, %out: f32):
      %safe = arith.addf %v, %epsilon : f32
      %r = math.rsqrt %safe : f32
      %scaled = arith.mulf %in, %r : f32
      %weighed = arith.mulf %scaled, %g : f32
      %shifted = arith.addf %weighed, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<?x3x8xf32>
    %flat = tensor.collapse_shape %y [[0, 1], [2]] : tensor<?x3x8xf32> into tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %b : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Another size decides: the mean may be that of the first sample.
  // IN: remark: not shifted before: the output of 2 layer(s) of 'first_sample'
  // OUT: remark: not shifted: the output of 1 layer(s) of 'first_sample': 'linalg.generic' reads it and does not subtract the mean
  func.func @first_sample(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xD071BCBE09AD54BF39A417BE2A5F19BFE1E584BE5730183E1797FF3D9E7F223FA38EA3BD5E031DBF40D99ABE364ABCBE1D69F9BE8F53323EC22484BEA47B4ABFD4BA8E3EB18F36BD1A29123ED4362D3DE65C813EE028793C9D2CFD3EAD122E3E4597203EA9E1273EE22815BF9FDE86BD9C6ED4BDB405AA3D5A210BBF5755273FC7072B3DED13F8BE72FD2EBF396EE6BD98EC12BD311B93BE57EB163D135083BE8FF5613EDC6294BEA9507CBC5D77C83E61AB833F865DCEBE2C433EBE94FFABBE65A1A03E7821EBBE846446BEB6FE41BCF16EC8BE670FC4BEADD042BEC81557BF580414BFC32D29BE6FDC723DB12C98BD86A735BF84F73DBE2185A33EB9AE633E"> : tensor<8x8xf32>
    %gain = arith.constant dense<"0xC1F3793F99D93B3F1C3D983FCB89533FA433263F6064423FD09DB73F7574883F"> : tensor<8xf32>
    %shift = arith.constant dense<"0xEF69ED3E0E5644BE0B22C03E456076BEEAF680BD2E9A7E3FAF1C9D3E86474DBE"> : tensor<8xf32>
    %w1 = arith.constant dense<"0xAFF70ABD019F053ED7E6F73E525948BEA34F32BF2415E5BD07A9C93B8E77333D3ED4063F0CB7013E437CA63E1282E1BE09BFB13E25A7563FB54A9E3E7DB6CF3D544B7C3DDD00373F03E3BDBEB50736BD44803C3E165F983E282133BEF8C1FB3D5CACE3BD4161453D356B58BD63CCE9BEB85E0ABC00A4B33E9C0BC6BE9B80C5BD9F25883EBE1BDBBE099E953D561DD9BE515FE83E3AD56C3F35144F3F858DB3BDC197973E203E463D514A273D867D1E3F801507BFD41FD83E0B7CA0BC0C3C103FAF61993D63C389BE8D08E33DDFB9963E7D616A3C86E6473E9BAD55BE7C825ABF2853B83E1B308F3E85C6723DF02AE03CBE3BD43E1D3B3BBEBCB290BEC6759ABD"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %eight = arith.constant 8.0 : f32
    %epsilon = arith.constant 1.0e-5 : f32
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %batch = arith.divsi %n, %c3 : index
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.expand_shape %a [[0, 1], [2]] output_shape [%batch, 3, 8] : tensor<?x8xf32> into tensor<?x3x8xf32>
    %se = tensor.empty(%batch) : tensor<?x3x1xf32>
    %si = linalg.fill ins(%zero : f32) outs(%se : tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
    %sum = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%h : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %mean = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<?x3x1xf32>) outs(%se : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %m = arith.divf %in, %eight : f32
      linalg.yield %m : f32
    } -> tensor<?x3x1xf32>
    %e = tensor.empty(%batch) : tensor<?x3x8xf32>
    %wide = linalg.generic {indexing_maps = [#all], iterator_types = ["parallel", "parallel", "parallel"]} outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %j = linalg.index 1 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %found = tensor.extract %mean[%at, %j, %c0] : tensor<?x3x1xf32>
      linalg.yield %found : f32
    } -> tensor<?x3x8xf32>
    %centred = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%h, %wide : tensor<?x3x8xf32>, tensor<?x3x8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %d = arith.subf %in, %m : f32
      linalg.yield %d : f32
    } -> tensor<?x3x8xf32>
    %squares = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%centred : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.mulf %in, %in : f32
      %s = arith.addf %p, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %y = linalg.generic {indexing_maps = [#all, #one, #last, #last, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%centred, %squares, %gain, %shift : tensor<?x3x8xf32>, tensor<?x3x1xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %v: f32, %g: f32, %t: f32, %out: f32):
      %safe = arith.addf %v, %epsilon : f32
      %r = math.rsqrt %safe : f32
      %scaled = arith.mulf %in, %r : f32
      %weighed = arith.mulf %scaled, %g : f32
      %shifted = arith.addf %weighed, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<?x3x8xf32>
    %flat = tensor.collapse_shape %y [[0, 1], [2]] : tensor<?x3x8xf32> into tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %b : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Of the first row of each sample.
  // IN: remark: not shifted before: the output of 2 layer(s) of 'first_row'
  // OUT: remark: not shifted: the output of 1 layer(s) of 'first_row': 'linalg.generic' reads it and does not subtract the mean
  func.func @first_row(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xF086F33E550A0EBF3716F43E43EB82BEA96EE1BEC407013FA7BE1EBDDD2405BFE3EF12BEF6ADBE3E0523F43E8BF02EBED26D263E9A3E923EFE0484BE3B6C113E44EA50BC3C8E5BBE749549BE99A8DB3CD7A5433CEB9F67BE95772EBEEF02E43ECD2AAF3D6F44B53E1922F63E9630713EEC89683FB305A9BEF28FA53ED04F02BE3F083E3F04202E3F791C48BF7F6CC6BE210D883ECAC3A13E2ED9963E2536E8BCE16A3A3E21BD853E282BFFBC3664D23E5D5F67BF09CD813E23C6D3BE5456C43E9A56BBBD0D06B6BE7C26193E1FA4BABE53EFBABEAE7D20BF2D082FBCB97F4B3E0684D13EF93468BDCB99D63E086BEB3B06D818BD6FEE6A3E43C2D83EFFD90BBE"> : tensor<8x8xf32>
    %gain = arith.constant dense<"0x74476D3FEDA5733FA72D833F41D93A3FB679A73FA03F613F01C2913F8D9A403F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x52F7123E8165203EA54F2CBE67F04E3F5CFA173E20F5353F816EC43E46A287BE"> : tensor<8xf32>
    %w1 = arith.constant dense<"0x318B1CBE9EA0323E3D73C83C0313A23C8775EABD1F3039BFA7ACB8BDB92263BF1C4C183E57B294BE718492BE57A7B3BD895FDF3D2FA312BF880E33BF8E54DABEA91251BFC402C6BE0BE8223F8863D8BE6468853E95740CBF0B0AF53D85F602BE9AFEC3BCA7F8683EC8D6333FE2809F3DEDBF4B3D8058C7BE99EF6E3E1C95C9BD2165AA3EA1378FBC7D43323FF70C4BBF65F9F2BD0687B43EBEA40FBEAF3CA2BE34CFD9BD014E0DBFD4E4423D3EE7793FA180EA3E0420E3BE3ADCB2BEC9C625BE55B4CD3E943DA8BE015C8DBE5A32B53EB214B13E4F1D19BEFFEAE4BEA1B11EBF37278FBEFA6764BF2890993EC10781BE4C23453E04513F3FC23AF03E9EC0EBBE"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %eight = arith.constant 8.0 : f32
    %epsilon = arith.constant 1.0e-5 : f32
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %batch = arith.divsi %n, %c3 : index
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.expand_shape %a [[0, 1], [2]] output_shape [%batch, 3, 8] : tensor<?x8xf32> into tensor<?x3x8xf32>
    %se = tensor.empty(%batch) : tensor<?x3x1xf32>
    %si = linalg.fill ins(%zero : f32) outs(%se : tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
    %sum = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%h : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %mean = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<?x3x1xf32>) outs(%se : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %m = arith.divf %in, %eight : f32
      linalg.yield %m : f32
    } -> tensor<?x3x1xf32>
    %e = tensor.empty(%batch) : tensor<?x3x8xf32>
    %wide = linalg.generic {indexing_maps = [#all], iterator_types = ["parallel", "parallel", "parallel"]} outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %j = linalg.index 1 : index
      %found = tensor.extract %mean[%i, %c0, %c0] : tensor<?x3x1xf32>
      linalg.yield %found : f32
    } -> tensor<?x3x8xf32>
    %centred = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%h, %wide : tensor<?x3x8xf32>, tensor<?x3x8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %d = arith.subf %in, %m : f32
      linalg.yield %d : f32
    } -> tensor<?x3x8xf32>
    %squares = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%centred : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.mulf %in, %in : f32
      %s = arith.addf %p, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %y = linalg.generic {indexing_maps = [#all, #one, #last, #last, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%centred, %squares, %gain, %shift : tensor<?x3x8xf32>, tensor<?x3x1xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %v: f32, %g: f32, %t: f32, %out: f32):
      %safe = arith.addf %v, %epsilon : f32
      %r = math.rsqrt %safe : f32
      %scaled = arith.mulf %in, %r : f32
      %weighed = arith.mulf %scaled, %g : f32
      %shifted = arith.addf %weighed, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<?x3x8xf32>
    %flat = tensor.collapse_shape %y [[0, 1], [2]] : tensor<?x3x8xf32> into tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %b : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Of a row that is computed.
  // IN: remark: not shifted before: the output of 2 layer(s) of 'another_row'
  // OUT: remark: not shifted: the output of 1 layer(s) of 'another_row': 'linalg.generic' reads it and does not subtract the mean
  func.func @another_row(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xAE05B23E0E21ED3E94DA98BE373CC3BE1EB833BD5AFC23BF6F9A163F2B4F76BF96ACE2BEEAD3DCBD9D07BABDC416883DE45EDE3DB0FDAEBD96D5E83E76125BBF18018AB8CE5892BE2A1C593DB2D8B43D18BEBABE304483BE5F52A23E34F90E3E9C508BBE84E2503FB5756C3F94C115BFFE3AF73DE475803FDD8AA03EAC17B53DAE70AABD55AC5DBE9017AEBD2A9461BEA78E983E701523BE17B234BED833F6BE007FA2BCBA1DB7BE0F1294BD245DD53E01E2153E48BC4E3ED6DA113E33E8C13C559D50BDA427FCBD98779B3E640DDEBE3D4A093F80555F3C775599BEAF5A48BECBA58ABEBD3D833DA60393BE91E8E93E6514A0BECDB468BF60B595BE2DAC4DBF"> : tensor<8x8xf32>
    %gain = arith.constant dense<"0x26F07C3FF2ABA83FBDDF983FEC45193F7475453FAE4CC43F183B8C3F7D28803F"> : tensor<8xf32>
    %shift = arith.constant dense<"0x1848D83E23297B3FE4C4043FFF6A643DC047113E82C17C3E18F67ABE64D3D8BE"> : tensor<8xf32>
    %w1 = arith.constant dense<"0x7BDDAB3C26FDC1BE6A66C9BCED7C1D3DE4B86F3F884BAEBEFB8947BDD09886BD551F333E805ED63EECE648BE8036A8BE3F0228BFCAAFBDBEE6B95B3E8493953CFCF5CFBE81AF18BED8424E3C904E4E3EE80D73BE1629CDBD2D353ABFC7CDEBBE72A7253FCB1060BF2A5D0ABE3391B33D5D5519BEBB82A5BE6324C8BC3F2A02BB898A06BD194740BF908171BD8820AFBE455A60BE0FF0B93DA438833EF6A8B73EAF544BBE5B3CBD3E2061F03E90C8E83EEF4F0E3FACAF6EBD1CA68EBD6CF8A83E9DEE0BBF7490AB3D245159BE560E17BEC25432BF2B62B6BE1C4F06BC89F4B53EE8C1CA3E5E9B03BDA5109BBD831FAABE23CE243EDFD0CABD992B783E6B5F333F"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %eight = arith.constant 8.0 : f32
    %epsilon = arith.constant 1.0e-5 : f32
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %batch = arith.divsi %n, %c3 : index
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.expand_shape %a [[0, 1], [2]] output_shape [%batch, 3, 8] : tensor<?x8xf32> into tensor<?x3x8xf32>
    %se = tensor.empty(%batch) : tensor<?x3x1xf32>
    %si = linalg.fill ins(%zero : f32) outs(%se : tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
    %sum = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%h : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %mean = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<?x3x1xf32>) outs(%se : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %m = arith.divf %in, %eight : f32
      linalg.yield %m : f32
    } -> tensor<?x3x1xf32>
    %e = tensor.empty(%batch) : tensor<?x3x8xf32>
    %wide = linalg.generic {indexing_maps = [#all], iterator_types = ["parallel", "parallel", "parallel"]} outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %j = linalg.index 1 : index
      %last = arith.constant 2 : index
      %back = arith.subi %last, %j : index
      %found = tensor.extract %mean[%i, %back, %c0] : tensor<?x3x1xf32>
      linalg.yield %found : f32
    } -> tensor<?x3x8xf32>
    %centred = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%h, %wide : tensor<?x3x8xf32>, tensor<?x3x8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %m: f32, %out: f32):
      %d = arith.subf %in, %m : f32
      linalg.yield %d : f32
    } -> tensor<?x3x8xf32>
    %squares = linalg.generic {indexing_maps = [#all, #one], iterator_types = ["parallel", "parallel", "reduction"]} ins(%centred : tensor<?x3x8xf32>) outs(%si : tensor<?x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.mulf %in, %in : f32
      %s = arith.addf %p, %out : f32
      linalg.yield %s : f32
    } -> tensor<?x3x1xf32>
    %y = linalg.generic {indexing_maps = [#all, #one, #last, #last, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%centred, %squares, %gain, %shift : tensor<?x3x8xf32>, tensor<?x3x1xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<?x3x8xf32>) {
    ^bb0(%in: f32, %v: f32, %g: f32, %t: f32, %out: f32):
      %safe = arith.addf %v, %epsilon : f32
      %r = math.rsqrt %safe : f32
      %scaled = arith.mulf %in, %r : f32
      %weighed = arith.mulf %scaled, %g : f32
      %shifted = arith.addf %weighed, %t : f32
      linalg.yield %shifted : f32
    } -> tensor<?x3x8xf32>
    %flat = tensor.collapse_shape %y [[0, 1], [2]] : tensor<?x3x8xf32> into tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %b : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // One value for two queries.
  // SCALE: remark: scaled the outputs of 1 layer(s), 4 channel(s), of 'shared'
  // MIX: remark: mixed the outputs of 1 layer(s), 4 channel(s), of 'shared'
  func.func @shared(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0x2A2C54BC405419BF5B4DB0BE765015BF062BF5BEE4A8053FF5ADB93D76AA1BBF26DD853EF90F013F956713BE63718ABE9E300ABE5026E93DDE10833E361EF23EC750F83E4DC5F23EF4750B3FC573873ECCC31CBF619256BDF494003EB3ED1CBE50A0BA3E2C8B13BECE97BDBE6FE5133FCF65883EDA9CB33D3FCABD3E659BD93E"> : tensor<8x4xf32>
    %w1 = arith.constant dense<"0x32B00B3E1FAA7BBF585C8ABECB033BBE7990C9BEAEC1A23DBA29F43E099E46BEEA69E8BEB7AB4F3FAAE838BEDF82FCBE88B4C23D0E5C2E3EEE6490BE88E2A13E269B47BE3505BDBE384D923D7EDA9D3E13D081BE9A6C073E3C2D19BD6B9C903FEF1C91BE3ABD0D3F4087ABBCD7AF4FBD09CC933EDA16B73E0EBE013FA29D063E20EC75BE48385CBE03C1503EC4EF6D3E11290F3F9D632B3E5A1FD93E3E511B3F2E01873D071F18BF1584F1BE243B13BF96FA223F9E8CADBEFA47FC3E71EA6F3EC0A42F3F016FCD3E33B927BD6DDDA3BDEE890B3DE3928F3D826459BE33D555BC5CCB243F894C2EBFE4C0D33D73BEB9BE8538993DA100AC3EECC6BCBCC74E9E3E"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %rows = tensor.cast %x : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %ve = tensor.empty(%n) : tensor<?x4xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x4xf32>) -> tensor<?x4xf32>
    %v = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x4xf32>) outs(%vi : tensor<?x4xf32>) -> tensor<?x4xf32>
    %vs = tensor.expand_shape %v [[0], [1, 2, 3]] output_shape [%n, 1, 1, 4] : tensor<?x4xf32> into tensor<?x1x1x4xf32>
    %e = tensor.empty(%n) : tensor<?x1x2x4xf32>
    %vr = linalg.generic {indexing_maps = [affine_map<(i, g, r, d) -> (i, g, r, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%e : tensor<?x1x2x4xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %g = linalg.index 1 : index
      %r = linalg.index 2 : index
      %d = linalg.index 3 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %found = tensor.extract %vs[%at, %g, %c0, %d] : tensor<?x1x1x4xf32>
      linalg.yield %found : f32
    } -> tensor<?x1x2x4xf32>
    %flat = tensor.collapse_shape %vr [[0], [1, 2, 3]] : tensor<?x1x2x4xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Values of two heads, each for two queries, which no matrix of one block passes.
  // SCALE: remark: scaled the outputs of 1 layer(s), 4 channel(s), of 'repeated'
  func.func @repeated(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xB0CC22BF1CB6E23EAF0A77BE37F07E3E2476953D7B6184BF89D79ABEF5A3B43D8D201F3F8754EB3DBE1AD33DAAA810BFA78C123F700B393FF8443B3C6506B4BD6BCA25BF77E7B43E515B8A3F61DD923E3B67013FF9095E3E33BBC9BE12E0083F48D7FCBEA293ACBD736FE43DE5D1B43E42632A3E8A721E3EE8F39BBE190804BF"> : tensor<8x4xf32>
    %w1 = arith.constant dense<"0xB975C93CA97291BED1EA05BF07A201BFB2C148BE3EB43DBF15FB09BF227027BF944E953D3F1C273EFF874D3FD85819BF742E8BBE1FE7BA3EC394B1BD38F005BEDC042F3F759C0ABEE9C9ECBECADA06BF1A80093ECE0DFA3D5B760CBF25CFC9BEAF045B3ECF726C3E5DBB83BE19DC7E3E4D3B6A3E6B9636BF83A4FFBD13092A3E58BB6ABED1065BBF7DD8E7BD58079A3E62D5213F0E5660BF53CD853F68D6E6BED6FCC33E86C3FC3E6B52C93E8A22753DBCDBEDBEBA51803ED17A92BE782981BFF1D6903FF004913ECD2B3A3F4AB3BABEB545163F77CD223F952F1F3F53FA0ABCA443F6BE314191BD459061BF3C492EBFEBA1163DD509CBBE01B786BDCF9532BD"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %rows = tensor.cast %x : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %ve = tensor.empty(%n) : tensor<?x4xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x4xf32>) -> tensor<?x4xf32>
    %v = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x4xf32>) outs(%vi : tensor<?x4xf32>) -> tensor<?x4xf32>
    %vs = tensor.expand_shape %v [[0], [1, 2, 3]] output_shape [%n, 2, 1, 2] : tensor<?x4xf32> into tensor<?x2x1x2xf32>
    %e = tensor.empty(%n) : tensor<?x2x2x2xf32>
    %vr = linalg.generic {indexing_maps = [affine_map<(i, g, r, d) -> (i, g, r, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%e : tensor<?x2x2x2xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %g = linalg.index 1 : index
      %r = linalg.index 2 : index
      %d = linalg.index 3 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %found = tensor.extract %vs[%at, %g, %c0, %d] : tensor<?x2x1x2xf32>
      linalg.yield %found : f32
    } -> tensor<?x2x2x2xf32>
    %flat = tensor.collapse_shape %vr [[0], [1, 2, 3]] : tensor<?x2x2x2xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // One head alone is read.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'one_head': it is looked up in
  // MIX: remark: not mixed: the output of 1 layer(s) of 'one_head': it is looked up in
  func.func @one_head(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xDAB4453F80E0043FDA0993BC2795F73E6DAF9FBE37FE09BEF869BA3EC64AFEBE808AE4BD2F4107BF8077403D6C2B273F8A079ABE5D0AB93D83C5B7BE796DEBBE1B1AFDBE74F7143FD4E9713FCEDA453E61B292BE9F5C903E5DF008BE5B20A43ECA61EE3D3622E53D83BD783E505C6DBE0AA125BE6C4130BF5FFD34BE99A511BF"> : tensor<8x4xf32>
    %w1 = arith.constant dense<"0xB10B6DBD711FC4BECBDC253D96A5393EA96B11BF3F8FA6BEB630C1BEC1E1983E42BB2E3F0B65AE3E3B1F0FBE4304163F6D0B1BBFC688193F866486BEDC598EBFA1B8873FEE96213F6D54D3BEAF738A3DCCB7AFBD837A273D77E317BFE9918BBE4CAD3F3EC66EB63DA39AF53EAFA9023D708F703FF29492BEF271D43D203B44BF225200BF830A083F0516C1BE535D593E2769CABC73ECD5BE95A40EBE4EA152BE04A047BEC6569A3EA499853E79836CBE50C6B9BE6E4AE73D81DD23BD9E97D23E77F3873F84A1AC3EBA9B63BC3CF08CBD7273AFBEC4AFB9BEDF7FCDBEE6ED21BE3DF52EBEE950983E146E23BE35C0A1BDA580F9BE9067283F61A94F3E3D2E373F"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %ve = tensor.empty(%n) : tensor<?x4xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x4xf32>) -> tensor<?x4xf32>
    %v = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x4xf32>) outs(%vi : tensor<?x4xf32>) -> tensor<?x4xf32>
    %vs = tensor.expand_shape %v [[0], [1, 2, 3]] output_shape [%n, 2, 1, 2] : tensor<?x4xf32> into tensor<?x2x1x2xf32>
    %e = tensor.empty(%n) : tensor<?x2x2x2xf32>
    %vr = linalg.generic {indexing_maps = [affine_map<(i, g, r, d) -> (i, g, r, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%e : tensor<?x2x2x2xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %g = linalg.index 1 : index
      %r = linalg.index 2 : index
      %d = linalg.index 3 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %found = tensor.extract %vs[%at, %c1, %c0, %d] : tensor<?x2x1x2xf32>
      linalg.yield %found : f32
    } -> tensor<?x2x2x2xf32>
    %flat = tensor.collapse_shape %vr [[0], [1, 2, 3]] : tensor<?x2x2x2xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Which channel is read is computed.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'turned_round': it is looked up in
  // MIX: remark: not mixed: the output of 1 layer(s) of 'turned_round': it is looked up in
  func.func @turned_round(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0xC433A33EEA89183F9C8FCBBDE1DF923E9D858A3F7294FABE5FE6F03E97DE2D3F6D7E2C3E2BB79C3EDA08033FC54689BECBF82A3E08DDB5BE41918DBE145881BE5CA56FBD7564753D8CA83D3EB39214BFB48A4F3F0163F23E1B48983E7F2116BECB9815BD90DA653E2F9F2C3E9F3C30BF1A809B3E8FFF983F76DF41BF79D4D03E"> : tensor<8x4xf32>
    %w1 = arith.constant dense<"0xCF081B3E39753BBD1314103F668BF8BE5CE2883DD7CC193F238FA5BD7ED32FBE3C4B413D45163BBE1BBB223FA9D7BEBE08B1B73EA5C103BF99D08C3E609E30BDBDF187BF010A21BB0E9FE0BE03193BBE6EF3213FBA3AEBBECB38DFBE75A4173FD04A433DC546223F693C083E50C4B9BEF05EDFBC5E72013F2325C63E8129BF398F4FA43C48903DBD5F9373BEA55A4B3FBACE413BEE29EEBE02E048BEDEF2983EE913873E480367BD0FC08CBEF519213CCB3230BF7C0E09BFFF38A83E8ED649BEECE41D3EF643003FDAC9883E57DE0A3CA20C603F4F988C3E704815BEFC269A3EABC32B3E9C38B4BE50CFF53CC6F48ABDC8014FBF533491BDBB6EEEBDF69438BE"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %ve = tensor.empty(%n) : tensor<?x4xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x4xf32>) -> tensor<?x4xf32>
    %v = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x4xf32>) outs(%vi : tensor<?x4xf32>) -> tensor<?x4xf32>
    %vs = tensor.expand_shape %v [[0], [1, 2, 3]] output_shape [%n, 2, 1, 2] : tensor<?x4xf32> into tensor<?x2x1x2xf32>
    %e = tensor.empty(%n) : tensor<?x2x2x2xf32>
    %vr = linalg.generic {indexing_maps = [affine_map<(i, g, r, d) -> (i, g, r, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%e : tensor<?x2x2x2xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %g = linalg.index 1 : index
      %r = linalg.index 2 : index
      %d = linalg.index 3 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %back = arith.subi %c1, %d : index
      %found = tensor.extract %vs[%at, %g, %c0, %back] : tensor<?x2x1x2xf32>
      linalg.yield %found : f32
    } -> tensor<?x2x2x2xf32>
    %flat = tensor.collapse_shape %vr [[0], [1, 2, 3]] : tensor<?x2x2x2xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // More than a look-up.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'more_than_read': it is looked up in
  // MIX: remark: not mixed: the output of 1 layer(s) of 'more_than_read': it is looked up in
  func.func @more_than_read(%input: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %w0 = arith.constant dense<"0x172B2DBF535C15BE46B385BC70B22B3D4313EFBE9A2A853EC5EEFFBE2473BCBDC762093F95C491BE6A0A57BE7AF7E13EB6AC21BEE710FABD9240BA3D38DCDC3ECFE567BFE251AEBE45F3D3BE5D3BE4BE22C5B3BEF271B0BE4E4FFD3DC3CDBABEDDC14D3D9384283E883399BEBD575B3D28C72B3FAB30073EEDBA85BE88F9D9BC"> : tensor<8x4xf32>
    %w1 = arith.constant dense<"0x2D17C0BEAD07E33DC0B9B43E6A9CABBE4643AFBD12EBE83E974650BED15E9D3D623FD6BEAD5FABBE186956BEECDA5E3F048C27BE321259BE1FAF66BE55A987BDA155863E063B9B3D61B8523FF223AF3DD536143F87AEE23DD30B783E1BD313BF982C50BD8FEDE1BCC707C7BD6C745CBF155AB43EA8931EBE1C6F33BE5609D1BDACD7BABD5DBF263E592702BF6BADBEBE3816EE3DDB856E3D1F471ABE14136BBEE3E3AABEDC37BFBC63D0F13E55B0D8BEDEFC1B3FEFD8AC3EB18839BEAD5FA03EC71B16BF335031BFDE1204BF08D527BEB54905BE990053BEE6E4223DC7A35ABF26E54A3E1D5611BF9B5787BE821A29BEBCCAECBEEF630CBFA80BCEBE1B499CBB"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %rows = tensor.cast %input : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %ve = tensor.empty(%n) : tensor<?x4xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x4xf32>) -> tensor<?x4xf32>
    %v = linalg.matmul ins(%rows, %w0 : tensor<?x8xf32>, tensor<8x4xf32>) outs(%vi : tensor<?x4xf32>) -> tensor<?x4xf32>
    %vs = tensor.expand_shape %v [[0], [1, 2, 3]] output_shape [%n, 2, 1, 2] : tensor<?x4xf32> into tensor<?x2x1x2xf32>
    %e = tensor.empty(%n) : tensor<?x2x2x2xf32>
    %vr = linalg.generic {indexing_maps = [affine_map<(i, g, r, d) -> (i, g, r, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%e : tensor<?x2x2x2xf32>) {
    ^bb0(%out: f32):
      %i = linalg.index 0 : index
      %g = linalg.index 1 : index
      %r = linalg.index 2 : index
      %d = linalg.index 3 : index
      %single = arith.cmpi eq, %n, %c1 : index
      %at = arith.select %single, %c0, %i : index
      %read = tensor.extract %vs[%at, %g, %c0, %d] : tensor<?x2x1x2xf32>
      %found = math.exp %read : f32
      linalg.yield %found : f32
    } -> tensor<?x2x2x2xf32>
    %flat = tensor.collapse_shape %vr [[0], [1, 2, 3]] : tensor<?x2x2x2xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // Nothing is yielded.
  func.func @prints(%numbers: memref<4xf32>) {
    linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%numbers : memref<4xf32>) {
    ^bb0(%in: f32):
      linalg.yield
    }
    return
  }
}
