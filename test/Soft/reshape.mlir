// Heads made by tensor.reshape to a shape that is computed, as for a dynamic batch.
// test/models/test_soft_forms.py runs those that are rewritten.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX

module {
  // Two samples of three rows; query, key and value of two heads, and a projection.
  // SCALE: remark: scaled the outputs of 3 layer(s), 24 channel(s), of 'attention'
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'attention': the model returns it
  // MIX: remark: mixed the outputs of 3 layer(s), 24 channel(s), of 'attention'
  // MIX: remark: not mixed: the output of 1 layer(s) of 'attention': the model returns it
  func.func @attention(%x: tensor<6x8xf32>) -> tensor<6x8xf32> {
    %wq = arith.constant dense<"0xAEFD003A7BBBF43DE092E0BDA964B6BEB03B3ABED716CBBE1C14C53CF03C093F989B49BE82257EBEA9A3483E512E123EF1B52C3D538FBEBE6AB43FBCEA658E3EC7A509BF7E703BBE6AAF42BF750C04BFFB973CBF2F96C0BD59C901BF4238DE3D1669803D432299BDACDB80BF0BA65CBE8BED9EBC3CA5393D97AF1CBF10B043BE9566C8BE5EA6A5BEA445D93E1362A5BE5E2255BC801FB53EF10A6FBE320337BD05FC343D0800D13C35E4FABE0E7FF93CBE240B3F786D1EBF6700B03EB58C433D865F83BEB8D74C3F5D1C9C3E479DF5BEBE2CF43C49366C3E7BA69ABD2ADC8B3EC6F6D9BCFDA6883E024E133F29608ABE4169A63D52C53DBE3E84503D2F23F3BE"> : tensor<8x8xf32>
    %wk = arith.constant dense<"0x2D486DBE47B9A0BD1C11B83E9E8AEA3E7D8707BF25BEA2BE5F7C843E17064CBFE1B63DBE18651FBDE5B7003F9F308D3ED00606BEFCF716BEC7F5CCBD69021C3FAB512FBE65C6F8BDA56B103ECCDE45BD809DA1BD3429E4BEA20397BBDDB035BEAED2EE3EA6C0853E433A1EBC6AE2883EE8350BBEB979D73ED78B0DBB13F46E3EFE2F04BF0A000E3E42DF2CBFED6A50BF6E6DF9BD204EB8BE5D64863DF3DC653F4056AABE3A917FBE5444A83D31F0493E098390BDB8B2A8BD4ADD8F3E44F4543E62B2D3BE0DBB01BD8241673C5DF5D7BE35DCD43DA1B5AFBE4B14C73EBFE59D3DDB51123DD11572BE915442BDB8914CBF56B6E7BE839E143E1CF759BFAB62AD3E"> : tensor<8x8xf32>
    %wv = arith.constant dense<"0xDFCC32BFE4FA9A3E6528ADBE91899F3EEB8C563D355F1DBF5FD3FF3E7DA1133F28A1D7BC6864E0BD88F682BD11B6C7BE96FDE03E585E5EBEA1BDA7BC9477A2BE433880BECCD602BF51B9003F03757CBD1DD2C53EEEA5AE3BBE368EBE6FCF05BE7C7865BE9CA4503B95B519BE25B2F5BD822A0DBFF73DA5BE2060293FF47789BEDFE0D7BE3B2B0A3ECC1A103F60E414BF33D2AABDC27181BE125434BF5383963E5EA419BCC319EA3CCA129ABE93473A3E6DE55CBEF3216ABDC9F8E2BECF0EF9BE2BC2083FC8B54FBECEF1EE3DF1725DBC6DB134BE910F50BE790A813E3A4AF7BD122078BD96A1113CEBF2F03E605E8B3E8CB61C3EBED666BE7B830DBFB776C23E"> : tensor<8x8xf32>
    %wo = arith.constant dense<"0xAAEDC53E618966BDA4F45D3E1F0AA03E013AAA3E08B3BC3EF99E3ABE1C221B3F614DFFBE1B7BB03E88504A3ECDEAB23E1369403FD901183F4088EABE83EB2CBF834CA73EE2DFCFBE9499A2BBE7F9AB3E295328BFDF0F58BFF26AD43D9571913CA45CC9BD9B8A7C3CCD3BB0BE59FB1ABF0E8688BD8501C7BEE04A28BF81204F3EE730C9BC9B83263E8C9BCABE3CC586BEA19ACCBE9295B5BE0314A03D6B5AA0BE42D8113EFE290B3E61604F3F219F0EBFA8D7B53EF99D12BDF6E3B7BB4F7714BFD27E3CBEF134983EF02107BDABCC043DB527EEBDB574EC3EFDB80CBC945261BF89BC8DBED29A49BF4179A6BFA02259BE798E083F0B679A3C2A23F0BEC4A7C0BE"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %c2_i64 = arith.constant 2 : i64
    %c3_i64 = arith.constant 3 : i64
    %c4_i64 = arith.constant 4 : i64
    %c8_i64 = arith.constant 8 : i64
    %rows = tensor.cast %x : tensor<6x8xf32> to tensor<?x8xf32>
    %n = tensor.dim %rows, %c0 : tensor<?x8xf32>
    %batch = arith.divsi %n, %c3 : index
    %batch_i64 = arith.index_cast %batch : index to i64
    %heads = tensor.from_elements %batch_i64, %c3_i64, %c2_i64, %c4_i64 : tensor<4xi64>
    %whole = tensor.from_elements %batch_i64, %c3_i64, %c8_i64 : tensor<3xi64>
    %qe = tensor.empty(%n) : tensor<?x8xf32>
    %qi = linalg.fill ins(%zero : f32) outs(%qe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %q = linalg.matmul ins(%rows, %wq : tensor<?x8xf32>, tensor<8x8xf32>) outs(%qi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %qh = tensor.reshape %q(%heads) : (tensor<?x8xf32>, tensor<4xi64>) -> tensor<?x3x2x4xf32>
    %qte = tensor.empty(%batch) : tensor<?x2x3x4xf32>
    %qt = linalg.transpose ins(%qh : tensor<?x3x2x4xf32>) outs(%qte : tensor<?x2x3x4xf32>) permutation = [0, 2, 1, 3]
    %qf = tensor.collapse_shape %qt [[0, 1], [2], [3]] : tensor<?x2x3x4xf32> into tensor<?x3x4xf32>
    %ke = tensor.empty(%n) : tensor<?x8xf32>
    %ki = linalg.fill ins(%zero : f32) outs(%ke : tensor<?x8xf32>) -> tensor<?x8xf32>
    %k = linalg.matmul ins(%rows, %wk : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ki : tensor<?x8xf32>) -> tensor<?x8xf32>
    %kh = tensor.reshape %k(%heads) : (tensor<?x8xf32>, tensor<4xi64>) -> tensor<?x3x2x4xf32>
    %kte = tensor.empty(%batch) : tensor<?x2x4x3xf32>
    %kt = linalg.transpose ins(%kh : tensor<?x3x2x4xf32>) outs(%kte : tensor<?x2x4x3xf32>) permutation = [0, 2, 3, 1]
    %kf = tensor.collapse_shape %kt [[0, 1], [2], [3]] : tensor<?x2x4x3xf32> into tensor<?x4x3xf32>
    %ve = tensor.empty(%n) : tensor<?x8xf32>
    %vi = linalg.fill ins(%zero : f32) outs(%ve : tensor<?x8xf32>) -> tensor<?x8xf32>
    %v = linalg.matmul ins(%rows, %wv : tensor<?x8xf32>, tensor<8x8xf32>) outs(%vi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %vh = tensor.reshape %v(%heads) : (tensor<?x8xf32>, tensor<4xi64>) -> tensor<?x3x2x4xf32>
    %vte = tensor.empty(%batch) : tensor<?x2x3x4xf32>
    %vt = linalg.transpose ins(%vh : tensor<?x3x2x4xf32>) outs(%vte : tensor<?x2x3x4xf32>) permutation = [0, 2, 1, 3]
    %vf = tensor.collapse_shape %vt [[0, 1], [2], [3]] : tensor<?x2x3x4xf32> into tensor<?x3x4xf32>
    %count = tensor.dim %qf, %c0 : tensor<?x3x4xf32>
    %se = tensor.empty(%count) : tensor<?x3x3xf32>
    %si = linalg.fill ins(%zero : f32) outs(%se : tensor<?x3x3xf32>) -> tensor<?x3x3xf32>
    %s = linalg.batch_matmul ins(%qf, %kf : tensor<?x3x4xf32>, tensor<?x4x3xf32>) outs(%si : tensor<?x3x3xf32>) -> tensor<?x3x3xf32>
    %me = tensor.empty(%count) : tensor<?x3x4xf32>
    %mi = linalg.fill ins(%zero : f32) outs(%me : tensor<?x3x4xf32>) -> tensor<?x3x4xf32>
    %m = linalg.batch_matmul ins(%s, %vf : tensor<?x3x3xf32>, tensor<?x3x4xf32>) outs(%mi : tensor<?x3x4xf32>) -> tensor<?x3x4xf32>
    %mh = tensor.expand_shape %m [[0, 1], [2], [3]] output_shape [%batch, 2, 3, 4] : tensor<?x3x4xf32> into tensor<?x2x3x4xf32>
    %mte = tensor.empty(%batch) : tensor<?x3x2x4xf32>
    %mt = linalg.transpose ins(%mh : tensor<?x2x3x4xf32>) outs(%mte : tensor<?x3x2x4xf32>) permutation = [0, 2, 1, 3]
    %joined = tensor.reshape %mt(%whole) : (tensor<?x3x2x4xf32>, tensor<3xi64>) -> tensor<?x3x8xf32>
    %flat = tensor.collapse_shape %joined [[0, 1], [2]] : tensor<?x3x8xf32> into tensor<?x8xf32>
    %oe = tensor.empty(%n) : tensor<?x8xf32>
    %oi = linalg.fill ins(%zero : f32) outs(%oe : tensor<?x8xf32>) -> tensor<?x8xf32>
    %o = linalg.matmul ins(%flat, %wo : tensor<?x8xf32>, tensor<8x8xf32>) outs(%oi : tensor<?x8xf32>) -> tensor<?x8xf32>
    %result = tensor.cast %o : tensor<?x8xf32> to tensor<6x8xf32>
    return %result : tensor<6x8xf32>
  }

  // How many heads there are is not known.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'unknown_heads': 'tensor.reshape' reads it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'unknown_heads': 'tensor.reshape' reads it
  func.func @unknown_heads(%x: tensor<?x8xf32>, %shape: tensor<3xindex>) -> tensor<?x8xf32> {
    %w0 = arith.constant dense<"0xB28CE73EB320813DAF489D3C002FAFBCF3A87B3C74F2A43EE154623E8EB4B03D5694D5BEA359513E41228CBE0405E03ED62702BF6C7A61BDA0E440BBCAA407BF7454303FB08B153F48E23DBE6A0C9E3E101B1B3E72D085BF4520CD3D2503C9BCE357083D438BDCBE2BA6DCBD920792BD5B52F33E38FB083E2D9F11BB08911C3FF76D63BEBA821FBE24093ABF2BAD203FCA7EC53E3EC5BB3E8BFD883EAB77343D4E87B03D9D71CEBD1BCAA6BD2CF1B13CB4CF1A3F1A9C633EE88FBFBCA9516DBE350C82BEF31D243F048A4F3E8459DD3CCCCB0DBE5722E3BE8A17DBBCD8ECB23E83C820BE3928BABD4312B5BD368F333DD31F23BF9DD6C0BDEFFAAEBEBB29B53E"> : tensor<8x8xf32>
    %w1 = arith.constant dense<"0x90D19DBEBD5B6C3E371A1C3FF47200BED86776BE41D29C3D4CC254BA1D7ECBBEE7CA3C3E8B634E3F0272D3BD3932A6BD8800D6BED9B2023E7861FFBE11B3E2BEB609033FD16FB9BE4876DD3E21181C3FB370D43D4BAB623E16E9473FF028A1BD2AE572BE24920ABF6FAA883CE176173F6F86C43EB7F0C0BE4E2EAFBE2F824EBE0F6DEF3DED30A8BD41AEAF3DC216F33D5DC1F4BD58A483BC903DA93D729309BDFD3D4E3EE3933F3FCB78723E48E1B63C97A82CBF40E81E3E025747BFFC4810BFB607AF3E0FA3903EF9A875BDEA1A2FBFB71A18BE6F018BBECC6C823E0D31673F9FB5B13D599A9FBE9DBAEFBE4BCFB7BC38D490BDC5D4EBBEECA23E3D04B5EBBE"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c8 = arith.constant 8 : index
    %n = tensor.dim %x, %c0 : tensor<?x8xf32>
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%x, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.reshape %a(%shape) : (tensor<?x8xf32>, tensor<3xindex>) -> tensor<?x?x?xf32>
    %flat = tensor.from_elements %n, %c8 : tensor<2xindex>
    %back = tensor.reshape %h(%flat) : (tensor<?x?x?xf32>, tensor<2xindex>) -> tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%back, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    return %b : tensor<?x8xf32>
  }

  // Rows of three divide no eight channels.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'not_divided': 'tensor.reshape' reads it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'not_divided': 'tensor.reshape' reads it
  func.func @not_divided(%x: tensor<?x8xf32>, %shape: tensor<2xindex>) -> tensor<?x8xf32> {
    %w0 = arith.constant dense<"0x73C2E33E7FA1D93E3528DE3ECB2B42BE64BF523EF76158BDE6411FBE00EA0ABE421705BF05DA13BFF9ACA23EF9A89CBD954BB13D7926CD3E077931BF0097A0BE62A28F3D1E9A203E1F731ABEA2C6D23E045BAC3D2B80F8BED49EBEBEE2F5A43E41FC3D3EC07642BF78010A3FAEF3743EEE8E093FF4291DBE173EF2BDCBB2E6BE0BE4813F6BBB8FBD3B90223FC49084BEFD37863D81252BBF88D21CBE1779C93EB72D00BF9A97DB3EF3210A3E18CDD5BE49744DBE86083CBED543A2BCC59A5BBEB66DA9BEAC84F9BD994ED2BE2A0C04BF5DDD9DBC09D0B43E909B1CBF9DEDB73A6C1C85BE901EC8BEB6C8AE3E083E54BE146D193F0BB69FBEAC4F1E3EB430BABD"> : tensor<8x8xf32>
    %w1 = arith.constant dense<"0x756C9ABE32B6703E67EC7DBD3713773EFEF69ABC0B60DEBEF23A27BD283FAA3C104BC43E999AB9BE46E080BC055230BF006D853EDB7CDDBEA2F838BFAE0AC2BCBC71E23E761A1CBF66D4DEBE033998BE2752E7BEE6691B3E4E59A5BE27C493BE01EC6E3EBABA9ABE4844313E8FF0C6BEF83EF8BE34F33BBF50963E3F982D03BE89D4C73D6F7C4BBC690A833D0AD0A23CC466433FADC5D4BEEF7B1FBFD53FCFBE99AC08BF53FA983E7203A83E9FE0C4BE71610EBF205311BE7A730E3FA95C90BFD2B4573E8E50DCBE3311D53E42C2DCBE0AD0E9BD343E1ABF7524C8BEF1E80D3FF50DA83EF58524BE1836B2BE05ED41BFE63D21BE0E874ABCF4B609BD30AB19BD"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %c8 = arith.constant 8 : index
    %n = tensor.dim %x, %c0 : tensor<?x8xf32>
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%x, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %h = tensor.reshape %a(%shape) : (tensor<?x8xf32>, tensor<2xindex>) -> tensor<?x3xf32>
    %flat = tensor.from_elements %n, %c8 : tensor<2xindex>
    %back = tensor.reshape %h(%flat) : (tensor<?x3xf32>, tensor<2xindex>) -> tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%back, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    return %b : tensor<?x8xf32>
  }

  // Channels before an axis of unknown size may lie anywhere.
  // SCALE: remark: not scaled: the output of 1 layer(s) of 'before_a_dynamic_axis': 'tensor.reshape' reads it
  // MIX: remark: not mixed: the output of 1 layer(s) of 'before_a_dynamic_axis': 'tensor.reshape' reads it
  func.func @before_a_dynamic_axis(%x: tensor<?x8xf32>, %shape: tensor<2xindex>) -> tensor<?x8xf32> {
    %w0 = arith.constant dense<"0x22BFE5BE912AD9BC2A737DBC4F27043F4C273F3F5D7160BD80F09CBEF6EED4BCB5E178BEEA0C98BE502FC0BC33ABD5BEE642783E57412ABD8BCECC3D4EDD95BD14F194BE6224C2BE6260C2BDB1C560BEAA9CBF3D5059E8BA0E800BBF6DF1DB3C488209BF5D827CBE6D22F1BD0B8254BF01ED153D025F773D137481BDE4CC2DBE2F0719BECBFEC7BE44F0DCBD8C5962BEA437163D699BF6BEC9FEC03D5CA66A3DC1EF67BDF7E533BE093D623E89742ABF089A3C3EA718C73D5124E83D3D011D3ECBDD85BEB88CD4BD3478823ECC63303ECF56A93DFF101BBF8D515C3EF681EF3EDDC7CE3EC897BF3D9C811FBF7E08C13E124371BD3EAA81BF10811A3E63CC18BF"> : tensor<8x8xf32>
    %w1 = arith.constant dense<"0x69C104BF220A82BE3750023FF4E517BE0EFFDD3DEEFD323F893A233F915529BDA1DAC5BDF81C01BF9A398EBE0E3A2E3E6117223E449D343D42BCCB3E542E9EBE65C0B7BC31C2953E23446F3E6754DB3E9B9E223E6B76FDBD9C5A143EDD54CDBE71E127BFD9D76D3E10AFB4BC30A6FC3DC7D72DBFFB8C15BE94B375BE9BFDB0BEDEE966BF082A09BE96C4B73E820E1C3ED22576BE7AFBC2BB1FFE9A3E59558DBF6A0A4CBDAA7E5E3E2FB38B3E9F272E3F1575E83E9706003EF560F73D9A2AA13E89E85CBE2FB083BC0699B93E4071483FC67882BD71999EBC5098A23D478B093F49A946BC5E76163FAEF8C5BEA46698BD3F56A2BD8D13A13EBF11D63E2E911ABF"> : tensor<8x8xf32>
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %n = tensor.dim %x, %c0 : tensor<?x8xf32>
    %ae = tensor.empty(%n) : tensor<?x8xf32>
    %ai = linalg.fill ins(%zero : f32) outs(%ae : tensor<?x8xf32>) -> tensor<?x8xf32>
    %a = linalg.matmul ins(%x, %w0 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%ai : tensor<?x8xf32>) -> tensor<?x8xf32>
    %te = tensor.empty(%n) : tensor<8x?xf32>
    %t = linalg.transpose ins(%a : tensor<?x8xf32>) outs(%te : tensor<8x?xf32>) permutation = [1, 0]
    %back = tensor.reshape %t(%shape) : (tensor<8x?xf32>, tensor<2xindex>) -> tensor<?x8xf32>
    %be = tensor.empty(%n) : tensor<?x8xf32>
    %bi = linalg.fill ins(%zero : f32) outs(%be : tensor<?x8xf32>) -> tensor<?x8xf32>
    %b = linalg.matmul ins(%back, %w1 : tensor<?x8xf32>, tensor<8x8xf32>) outs(%bi : tensor<?x8xf32>) -> tensor<?x8xf32>
    return %b : tensor<?x8xf32>
  }
}
