// RUN: hwlock-opt %s --hwlock-check-lockable --split-input-file --verify-diagnostics

// The example of the description.
// expected-error @below {{'memref.global' carries data of type tensor<2xf32>; only tensors of arith.constant can be sealed}}
memref.global "private" constant @w : memref<2xf32> = dense<[1.0, 2.0]>

// -----

// expected-error @below {{module is already locked; a lock needs the model as it was imported}}
hwlock.vault @v policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
}

// -----

module {
  // expected-error @below {{cannot lock a module that has another inside; inline 'builtin.module' first}}
  module {
    func.func private @f()
  }
}

// -----

func.func @elided() {
  // expected-error @below {{the bytes of resource '__elided__' are missing; was the model printed with elided constants?}}
  %w = arith.constant dense_resource<__elided__> : tensor<4xf32>
  // Every obstacle is named at once.
  // expected-error @below {{the bytes of resource 'nowhere' are missing}}
  %b = arith.constant dense_resource<nowhere> : tensor<4xf32>
  return
}

// -----

func.func @length() {
  // expected-error @below {{resource 'short' holds 4 bytes, expected 8 for tensor<2xf32>}}
  %w = arith.constant dense_resource<short> : tensor<2xf32>
  return
}

{-#
  dialect_resources: { builtin: { short: "0x0400000041424344" } }
#-}

// -----

func.func @element_types() {
  // expected-error @below {{cannot seal elements of type i4; expected integers or floats of 8, 16, 32 or 64 bits}}
  %0 = arith.constant dense<[1, 2]> : tensor<2xi4>
  // expected-error @below {{cannot seal elements of type i24}}
  %1 = arith.constant dense<[1, 2]> : tensor<2xi24>
  // expected-error @below {{cannot seal elements of type f80}}
  %2 = arith.constant dense<[1.0, 2.0]> : tensor<2xf80>
  // expected-error @below {{cannot seal elements of type complex<f32>}}
  %3 = arith.constant dense<[(1.0, 2.0), (3.0, 4.0)]> : tensor<2xcomplex<f32>>
  return
}

// -----

func.func @sparse() {
  // expected-error @below {{cannot seal a constant that is neither dense nor a resource}}
  %0 = arith.constant sparse<[[0], [2]], [1.0, 2.0]> : tensor<4xf32>
  return
}

// -----

func.func @vector() {
  // expected-error @below {{cannot seal a constant that is not a ranked tensor; lock the model before it is vectorised}}
  %0 = arith.constant dense<[1.0, 2.0]> : vector<2xf32>
  return
}

// -----

// expected-error @below {{cannot seal a constant outside the functions of the module}}
%0 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>

// -----

// expected-error @below {{'ml_program.global' carries data of type tensor<2xf32>}}
ml_program.global private @w(dense<[1.0, 2.0]> : tensor<2xf32>) : tensor<2xf32>

// -----

// Unknown operations, too, as IREE's are here.
// expected-error @below {{'util.global' carries data of type tensor<2xf32>}}
"util.global"() <{initial_value = dense<[1.0, 2.0]> : tensor<2xf32>, sym_name = "w",
    sym_visibility = "private", type = tensor<2xf32>}> : () -> ()

// -----

// expected-error @below {{'func.func' carries data of type tensor<2xf32>}}
func.func private @argument(tensor<2xf32> {hwlock.default = dense<[1.0, 2.0]> : tensor<2xf32>})

// -----

func.func @elsewhere() {
  // expected-error @below {{'tosa.const' carries data of type tensor<2xi8>}}
  %0 = "tosa.const"() <{values = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2xi8>
  // expected-error @below {{'tensor.empty' carries data of type tensor<2xi8>}}
  %1 = tensor.empty() {hwlock.note = [{nested = dense<[1, 2]> : tensor<2xi8>}]} : tensor<2xi8>
  // expected-error @unknown {{'tensor.empty' carries data of type tensor<2xi8>}}
  %2 = tensor.empty() : tensor<2xi8> loc(fused<dense<[1, 2]> : tensor<2xi8>>["a"])
  return
}
