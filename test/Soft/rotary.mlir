// Query and key behind rotary embeddings: one scale for both channels of a pair.
// No matrix but a scaled rotation of each pair passes a rotary embedding, and that
// amplifies nothing, so hwlock-head-mix leaves them.
// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX

#id3 = affine_map<(h, i, d) -> (h, i, d)>
#table = affine_map<(h, i, d) -> (i, d)>
#id2 = affine_map<(i, j) -> (i, j)>

module {
  // Channel i and i + 2 of a head of 4 are a pair.
  // SCALE: remark: scaled the outputs of 2 layer(s), 16 channel(s), of 'halves'
  // MIX: remark: not mixed: the output of 2 layer(s) of 'halves': each channel meets a factor of its own, as in a rotary embedding or a gate
  func.func @halves(%x: tensor<4x8xf32>) -> tensor<2x4x4xf32> {
    %wq = arith.constant dense<"0xAEFD003A7BBBF43DE092E0BDA964B6BEB03B3ABED716CBBE1C14C53CF03C093F989B49BE82257EBEA9A3483E512E123EF1B52C3D538FBEBE6AB43FBCEA658E3EC7A509BF7E703BBE6AAF42BF750C04BFFB973CBF2F96C0BD59C901BF4238DE3D1669803D432299BDACDB80BF0BA65CBE8BED9EBC3CA5393D97AF1CBF10B043BE9566C8BE5EA6A5BEA445D93E1362A5BE5E2255BC801FB53EF10A6FBE320337BD05FC343D0800D13C35E4FABE0E7FF93CBE240B3F786D1EBF6700B03EB58C433D865F83BEB8D74C3F5D1C9C3E479DF5BEBE2CF43C49366C3E7BA69ABD2ADC8B3EC6F6D9BCFDA6883E024E133F29608ABE4169A63D52C53DBE3E84503D2F23F3BE"> : tensor<8x8xf32>
    %wk = arith.constant dense<"0x2D486DBE47B9A0BD1C11B83E9E8AEA3E7D8707BF25BEA2BE5F7C843E17064CBFE1B63DBE18651FBDE5B7003F9F308D3ED00606BEFCF716BEC7F5CCBD69021C3FAB512FBE65C6F8BDA56B103ECCDE45BD809DA1BD3429E4BEA20397BBDDB035BEAED2EE3EA6C0853E433A1EBC6AE2883EE8350BBEB979D73ED78B0DBB13F46E3EFE2F04BF0A000E3E42DF2CBFED6A50BF6E6DF9BD204EB8BE5D64863DF3DC653F4056AABE3A917FBE5444A83D31F0493E098390BDB8B2A8BD4ADD8F3E44F4543E62B2D3BE0DBB01BD8241673C5DF5D7BE35DCD43DA1B5AFBE4B14C73EBFE59D3DDB51123DD11572BE915442BDB8914CBF56B6E7BE839E143E1CF759BFAB62AD3E"> : tensor<8x8xf32>
    %cos = arith.constant dense<"0x0000803F0000803F0000803F0000803F40510A3F98B87E3F40510A3F98B87E3F3311D5BEA5E57A3F3311D5BEA5E57A3F26707DBFEF90743F26707DBFEF90743F"> : tensor<4x4xf32>
    %sin = arith.constant dense<"0x00000000000000000000000000000000A46A573F7675CC3DA46A573F7675CC3DB7C7683FF96F4B3EB7C7683FF96F4B3EC381103E6D4E973EC381103E6D4E973E"> : tensor<4x4xf32>
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<4x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
    %eh = tensor.empty() : tensor<2x4x4xf32>
    %q0 = linalg.matmul ins(%x, %wq : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
    %q1 = tensor.expand_shape %q0 [[0], [1, 2]] output_shape [4, 2, 4] : tensor<4x8xf32> into tensor<4x2x4xf32>
    %q = linalg.transpose ins(%q1 : tensor<4x2x4xf32>) outs(%eh : tensor<2x4x4xf32>) permutation = [1, 0, 2]
    %qa = tensor.extract_slice %q[0, 0, 0] [2, 4, 2] [1, 1, 1] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %qb = tensor.extract_slice %q[0, 0, 2] [2, 4, 2] [1, 1, 1] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %qe = tensor.empty() : tensor<2x4x2xf32>
    %qn = linalg.negf ins(%qb : tensor<2x4x2xf32>) outs(%qe : tensor<2x4x2xf32>) -> tensor<2x4x2xf32>
    %qt = tensor.concat dim(2) %qn, %qa : (tensor<2x4x2xf32>, tensor<2x4x2xf32>) -> tensor<2x4x4xf32>
    %qr = linalg.generic {indexing_maps = [#id3, #id3, #table, #table, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%q, %qt, %cos, %sin : tensor<2x4x4xf32>, tensor<2x4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) outs(%eh : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32, %s: f32, %out: f32):
      %p = arith.mulf %a, %c : f32
      %t = arith.mulf %b, %s : f32
      %r = arith.addf %p, %t : f32
      linalg.yield %r : f32
    } -> tensor<2x4x4xf32>
    %k0 = linalg.matmul ins(%x, %wk : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
    %k1 = tensor.expand_shape %k0 [[0], [1, 2]] output_shape [4, 2, 4] : tensor<4x8xf32> into tensor<4x2x4xf32>
    %k = linalg.transpose ins(%k1 : tensor<4x2x4xf32>) outs(%eh : tensor<2x4x4xf32>) permutation = [1, 0, 2]
    %ka = tensor.extract_slice %k[0, 0, 0] [2, 4, 2] [1, 1, 1] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %kb = tensor.extract_slice %k[0, 0, 2] [2, 4, 2] [1, 1, 1] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %ke = tensor.empty() : tensor<2x4x2xf32>
    %kn = linalg.negf ins(%kb : tensor<2x4x2xf32>) outs(%ke : tensor<2x4x2xf32>) -> tensor<2x4x2xf32>
    %kt = tensor.concat dim(2) %kn, %ka : (tensor<2x4x2xf32>, tensor<2x4x2xf32>) -> tensor<2x4x4xf32>
    %kr = linalg.generic {indexing_maps = [#id3, #id3, #table, #table, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%k, %kt, %cos, %sin : tensor<2x4x4xf32>, tensor<2x4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) outs(%eh : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32, %s: f32, %out: f32):
      %p = arith.mulf %a, %c : f32
      %t = arith.mulf %b, %s : f32
      %r = arith.addf %p, %t : f32
      linalg.yield %r : f32
    } -> tensor<2x4x4xf32>
    %ih = linalg.fill ins(%zero : f32) outs(%eh : tensor<2x4x4xf32>) -> tensor<2x4x4xf32>
    %scores = linalg.generic {indexing_maps = [affine_map<(h, i, j, d) -> (h, i, d)>, affine_map<(h, i, j, d) -> (h, j, d)>, affine_map<(h, i, j, d) -> (h, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%qr, %kr : tensor<2x4x4xf32>, tensor<2x4x4xf32>) outs(%ih : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %p = arith.mulf %a, %b : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<2x4x4xf32>
    return %scores : tensor<2x4x4xf32>
  }

  // Channel 2i and 2i + 1 are a pair.
  // SCALE: remark: scaled the outputs of 2 layer(s), 16 channel(s), of 'neighbours'
  // MIX: remark: not mixed: the output of 2 layer(s) of 'neighbours': it is cut into single channels
  func.func @neighbours(%x: tensor<4x8xf32>) -> tensor<2x4x4xf32> {
    %wq = arith.constant dense<"0xDFCC32BFE4FA9A3E6528ADBE91899F3EEB8C563D355F1DBF5FD3FF3E7DA1133F28A1D7BC6864E0BD88F682BD11B6C7BE96FDE03E585E5EBEA1BDA7BC9477A2BE433880BECCD602BF51B9003F03757CBD1DD2C53EEEA5AE3BBE368EBE6FCF05BE7C7865BE9CA4503B95B519BE25B2F5BD822A0DBFF73DA5BE2060293FF47789BEDFE0D7BE3B2B0A3ECC1A103F60E414BF33D2AABDC27181BE125434BF5383963E5EA419BCC319EA3CCA129ABE93473A3E6DE55CBEF3216ABDC9F8E2BECF0EF9BE2BC2083FC8B54FBECEF1EE3DF1725DBC6DB134BE910F50BE790A813E3A4AF7BD122078BD96A1113CEBF2F03E605E8B3E8CB61C3EBED666BE7B830DBFB776C23E"> : tensor<8x8xf32>
    %wk = arith.constant dense<"0xAAEDC53E618966BDA4F45D3E1F0AA03E013AAA3E08B3BC3EF99E3ABE1C221B3F614DFFBE1B7BB03E88504A3ECDEAB23E1369403FD901183F4088EABE83EB2CBF834CA73EE2DFCFBE9499A2BBE7F9AB3E295328BFDF0F58BFF26AD43D9571913CA45CC9BD9B8A7C3CCD3BB0BE59FB1ABF0E8688BD8501C7BEE04A28BF81204F3EE730C9BC9B83263E8C9BCABE3CC586BEA19ACCBE9295B5BE0314A03D6B5AA0BE42D8113EFE290B3E61604F3F219F0EBFA8D7B53EF99D12BDF6E3B7BB4F7714BFD27E3CBEF134983EF02107BDABCC043DB527EEBDB574EC3EFDB80CBC945261BF89BC8DBED29A49BF4179A6BFA02259BE798E083F0B679A3C2A23F0BEC4A7C0BE"> : tensor<8x8xf32>
    %cos = arith.constant dense<"0x0000803F0000803F0000803F0000803F40510A3F40510A3F98B87E3F98B87E3F3311D5BE3311D5BEA5E57A3FA5E57A3F26707DBF26707DBFEF90743FEF90743F"> : tensor<4x4xf32>
    %sin = arith.constant dense<"0x00000000000000000000000000000000A46A573FA46A573F7675CC3D7675CC3DB7C7683FB7C7683FF96F4B3EF96F4B3EC381103EC381103E6D4E973E6D4E973E"> : tensor<4x4xf32>
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<4x8xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
    %eh = tensor.empty() : tensor<2x4x4xf32>
    %q0 = linalg.matmul ins(%x, %wq : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
    %q1 = tensor.expand_shape %q0 [[0], [1, 2]] output_shape [4, 2, 4] : tensor<4x8xf32> into tensor<4x2x4xf32>
    %q = linalg.transpose ins(%q1 : tensor<4x2x4xf32>) outs(%eh : tensor<2x4x4xf32>) permutation = [1, 0, 2]
    %qa0 = tensor.extract_slice %q[0, 0, 0] [2, 4, 2] [1, 1, 2] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %qb = tensor.extract_slice %q[0, 0, 1] [2, 4, 2] [1, 1, 2] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %qe = tensor.empty() : tensor<2x4x2xf32>
    %qn = linalg.negf ins(%qb : tensor<2x4x2xf32>) outs(%qe : tensor<2x4x2xf32>) -> tensor<2x4x2xf32>
    %qa = tensor.expand_shape %qa0 [[0], [1], [2, 3]] output_shape [2, 4, 2, 1] : tensor<2x4x2xf32> into tensor<2x4x2x1xf32>
    %qc = tensor.expand_shape %qn [[0], [1], [2, 3]] output_shape [2, 4, 2, 1] : tensor<2x4x2xf32> into tensor<2x4x2x1xf32>
    %qs = tensor.concat dim(3) %qc, %qa : (tensor<2x4x2x1xf32>, tensor<2x4x2x1xf32>) -> tensor<2x4x2x2xf32>
    %qt = tensor.collapse_shape %qs [[0], [1], [2, 3]] : tensor<2x4x2x2xf32> into tensor<2x4x4xf32>
    %qr = linalg.generic {indexing_maps = [#id3, #id3, #table, #table, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%q, %qt, %cos, %sin : tensor<2x4x4xf32>, tensor<2x4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) outs(%eh : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32, %s: f32, %out: f32):
      %p = arith.mulf %a, %c : f32
      %t = arith.mulf %b, %s : f32
      %r = arith.addf %p, %t : f32
      linalg.yield %r : f32
    } -> tensor<2x4x4xf32>
    %k0 = linalg.matmul ins(%x, %wk : tensor<4x8xf32>, tensor<8x8xf32>) outs(%i : tensor<4x8xf32>) -> tensor<4x8xf32>
    %k1 = tensor.expand_shape %k0 [[0], [1, 2]] output_shape [4, 2, 4] : tensor<4x8xf32> into tensor<4x2x4xf32>
    %k = linalg.transpose ins(%k1 : tensor<4x2x4xf32>) outs(%eh : tensor<2x4x4xf32>) permutation = [1, 0, 2]
    %ka0 = tensor.extract_slice %k[0, 0, 0] [2, 4, 2] [1, 1, 2] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %kb = tensor.extract_slice %k[0, 0, 1] [2, 4, 2] [1, 1, 2] : tensor<2x4x4xf32> to tensor<2x4x2xf32>
    %ke = tensor.empty() : tensor<2x4x2xf32>
    %kn = linalg.negf ins(%kb : tensor<2x4x2xf32>) outs(%ke : tensor<2x4x2xf32>) -> tensor<2x4x2xf32>
    %ka = tensor.expand_shape %ka0 [[0], [1], [2, 3]] output_shape [2, 4, 2, 1] : tensor<2x4x2xf32> into tensor<2x4x2x1xf32>
    %kc = tensor.expand_shape %kn [[0], [1], [2, 3]] output_shape [2, 4, 2, 1] : tensor<2x4x2xf32> into tensor<2x4x2x1xf32>
    %ks = tensor.concat dim(3) %kc, %ka : (tensor<2x4x2x1xf32>, tensor<2x4x2x1xf32>) -> tensor<2x4x2x2xf32>
    %kt = tensor.collapse_shape %ks [[0], [1], [2, 3]] : tensor<2x4x2x2xf32> into tensor<2x4x4xf32>
    %kr = linalg.generic {indexing_maps = [#id3, #id3, #table, #table, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%k, %kt, %cos, %sin : tensor<2x4x4xf32>, tensor<2x4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) outs(%eh : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32, %s: f32, %out: f32):
      %p = arith.mulf %a, %c : f32
      %t = arith.mulf %b, %s : f32
      %r = arith.addf %p, %t : f32
      linalg.yield %r : f32
    } -> tensor<2x4x4xf32>
    %ih = linalg.fill ins(%zero : f32) outs(%eh : tensor<2x4x4xf32>) -> tensor<2x4x4xf32>
    %scores = linalg.generic {indexing_maps = [affine_map<(h, i, j, d) -> (h, i, d)>, affine_map<(h, i, j, d) -> (h, j, d)>, affine_map<(h, i, j, d) -> (h, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%qr, %kr : tensor<2x4x4xf32>, tensor<2x4x4xf32>) outs(%ih : tensor<2x4x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %p = arith.mulf %a, %b : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<2x4x4xf32>
    return %scores : tensor<2x4x4xf32>
  }

  // Four channels have a product of their own, as where others alone are rotated: no
  // matrix crosses the border.
  // SCALE: remark: scaled the outputs of 2 layer(s), 12 channel(s), of 'parts'
  // MIX: remark: mixed the outputs of 2 layer(s), 12 channel(s), of 'parts'
  func.func @parts(%x: tensor<4x8xf32>) -> tensor<4x4xf32> {
    %wq = arith.constant dense<"0xB28CE73EB320813DAF489D3C002FAFBCF3A87B3C74F2A43EE154623E8EB4B03D5694D5BEA359513E41228CBE0405E03ED62702BF6C7A61BDA0E440BBCAA407BF7454303FB08B153F48E23DBE6A0C9E3E101B1B3E72D085BF4520CD3D2503C9BCE357083D438BDCBE2BA6DCBD920792BD5B52F33E38FB083E2D9F11BB08911C3FF76D63BEBA821FBE24093ABF2BAD203FCA7EC53E3EC5BB3E8BFD883EAB77343D4E87B03D9D71CEBD1BCAA6BD2CF1B13CB4CF1A3F1A9C633EE88FBFBCA9516DBE"> : tensor<8x6xf32>
    %wk = arith.constant dense<"0x350C82BEF31D243F048A4F3E8459DD3CCCCB0DBE5722E3BE8A17DBBCD8ECB23E83C820BE3928BABD4312B5BD368F333DD31F23BF9DD6C0BDEFFAAEBEBB29B53E90D19DBEBD5B6C3E371A1C3FF47200BED86776BE41D29C3D4CC254BA1D7ECBBEE7CA3C3E8B634E3F0272D3BD3932A6BD8800D6BED9B2023E7861FFBE11B3E2BEB609033FD16FB9BE4876DD3E21181C3FB370D43D4BAB623E16E9473FF028A1BD2AE572BE24920ABF6FAA883CE176173F6F86C43EB7F0C0BE4E2EAFBE2F824EBE"> : tensor<8x6xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e = tensor.empty() : tensor<4x6xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
    %es = tensor.empty() : tensor<4x4xf32>
    %is = linalg.fill ins(%zero : f32) outs(%es : tensor<4x4xf32>) -> tensor<4x4xf32>
    %q = linalg.matmul ins(%x, %wq : tensor<4x8xf32>, tensor<8x6xf32>) outs(%i : tensor<4x6xf32>) -> tensor<4x6xf32>
    %qa = tensor.extract_slice %q[0, 0] [4, 4] [1, 1] : tensor<4x6xf32> to tensor<4x4xf32>
    %qb = tensor.extract_slice %q[0, 4] [4, 2] [1, 1] : tensor<4x6xf32> to tensor<4x2xf32>
    %k = linalg.matmul ins(%x, %wk : tensor<4x8xf32>, tensor<8x6xf32>) outs(%i : tensor<4x6xf32>) -> tensor<4x6xf32>
    %ka = tensor.extract_slice %k[0, 0] [4, 4] [1, 1] : tensor<4x6xf32> to tensor<4x4xf32>
    %kb = tensor.extract_slice %k[0, 4] [4, 2] [1, 1] : tensor<4x6xf32> to tensor<4x2xf32>
    %a = linalg.generic {indexing_maps = [affine_map<(i, j, d) -> (i, d)>, affine_map<(i, j, d) -> (j, d)>, affine_map<(i, j, d) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%qa, %ka : tensor<4x4xf32>, tensor<4x4xf32>) outs(%is : tensor<4x4xf32>) {
    ^bb0(%m: f32, %n: f32, %out: f32):
      %p = arith.mulf %m, %n : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<4x4xf32>
    %b = linalg.generic {indexing_maps = [affine_map<(i, j, d) -> (i, d)>, affine_map<(i, j, d) -> (j, d)>, affine_map<(i, j, d) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%qb, %kb : tensor<4x2xf32>, tensor<4x2xf32>) outs(%is : tensor<4x4xf32>) {
    ^bb0(%m: f32, %n: f32, %out: f32):
      %p = arith.mulf %m, %n : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<4x4xf32>
    %scores = linalg.generic {indexing_maps = [#id2, #id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%a, %b : tensor<4x4xf32>, tensor<4x4xf32>) outs(%es : tensor<4x4xf32>) {
    ^bb0(%m: f32, %n: f32, %out: f32):
      %t = arith.mulf %n, %two : f32
      %s = arith.addf %m, %t : f32
      linalg.yield %s : f32
    } -> tensor<4x4xf32>
    return %scores : tensor<4x4xf32>
  }
}
