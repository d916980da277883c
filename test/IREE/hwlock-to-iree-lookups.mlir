// RUN: hwlock-opt %s --hwlock-to-iree --mlir-print-op-generic | FileCheck %s

// A table of positions is noise where the model does not open: under garbage it stays
// inside of what it points into, and nothing is asserted about it.
#id = affine_map<(i) -> (i)>
module {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    hwlock.sealed @positions : tensor<2xi64> chain [#hwlock.aes<128>]
        order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]> : tensor<16xi8>
  }

  // CHECK-LABEL: sym_name = "main"
  // CHECK:       %[[ONE:.*]] = "arith.constant"() <{value = 1 : index}>
  // CHECK:       %[[ROWS:.*]] = "tensor.dim"(%{{.*}}, %{{.*}})
  // CHECK:       %[[LASTROW:.*]] = "arith.subi"(%[[ROWS]], %[[ONE]])
  // CHECK:       %[[LAST:.*]] = "arith.constant"() <{value = 6 : index}>
  // CHECK:       "linalg.generic"
  // CHECK:       %[[FIRST:.*]] = "arith.constant"() <{value = 0 : index}>
  // CHECK:       %[[ROW:.*]] = "arith.minsi"(%[[WANTED:.*]], %[[LASTROW]])
  // CHECK:       %[[INROWS:.*]] = "arith.maxsi"(%[[ROW]], %[[FIRST]])
  // CHECK:       %[[COLUMN:.*]] = "arith.minsi"(%[[WANTED]], %[[LAST]])
  // CHECK:       %[[INCOLUMNS:.*]] = "arith.maxsi"(%[[COLUMN]],
  // CHECK:       "tensor.extract"(%{{.*}}, %[[INROWS]], %{{[0-9]+}}, %[[INCOLUMNS]])
  // CHECK-NOT:   cf.assert
  func.func @main(%data: tensor<?x3x7xf32>) -> tensor<2xf32> {
    %key = hwlock.open @v : !hwlock.key
    %positions = hwlock.unseal %key, @v::@positions : tensor<2xi64>
    %empty = tensor.empty() : tensor<2xf32>
    %most = arith.constant 7 : index
    %found = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
        ins(%positions : tensor<2xi64>) outs(%empty : tensor<2xf32>) {
    ^bb0(%position: i64, %out: f32):
      %i = linalg.index 0 : index
      %wanted = arith.index_cast %position : i64 to index
      %below = arith.cmpi slt, %wanted, %most : index
      cf.assert %below, "position out of range"
      %x = tensor.extract %data[%wanted, %i, %wanted] : tensor<?x3x7xf32>
      linalg.yield %x : f32
    } -> tensor<2xf32>
    return %found : tensor<2xf32>
  }
}
