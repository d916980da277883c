// RUN: hwlock-opt %s --split-input-file --verify-diagnostics \
// RUN:   --hwlock-import-parameters=parameters=model=%S/Inputs/pair.safetensors
// RUN: not hwlock-opt %S/hwlock-import-parameters.mlir \
// RUN:   --hwlock-import-parameters=parameters=model=%t.missing 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not hwlock-opt %S/hwlock-import-parameters.mlir \
// RUN:   --hwlock-import-parameters=parameters=model=%s 2>&1 | FileCheck %s --check-prefix=FORMAT
// MISSING: error: cannot read parameters '{{.*}}.missing': {{[Nn]}}o such file or directory
// FORMAT: error: cannot read parameters '{{.*}}': neither a .irpa nor a .safetensors

// expected-error @below {{has a parameter of the scope 'other', for which no file was given}}
"util.global"() <{initial_value = #stream.parameter.named<"other"::"w"> : tensor<2xf32>,
    sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()

// -----

// expected-error @below {{parameter 'v' is not there}}
"util.global"() <{initial_value = #stream.parameter.named<"model"::"v"> : tensor<2xf32>,
    sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()

// -----

// expected-error @below {{parameter 'w' is mutable; only constants can be sealed}}
"util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<2xf32>,
    is_mutable, sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()

// -----

// expected-error @below {{parameter 'w' has no type that can be sealed}}
"util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<?xf32>,
    sym_name = "w", sym_visibility = "private", type = tensor<?xf32>}> : () -> ()

// -----

// expected-error @below {{parameter 'w' has 8 bytes, expected 12 for 'tensor<3xf32>'}}
"util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<3xf32>,
    sym_name = "w", sym_visibility = "private", type = tensor<3xf32>}> : () -> ()

// -----

"util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<2xf32>,
    sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()
func.func @main(%x: tensor<2xf32>) {
  // expected-error @below {{uses the parameter @w in a way that cannot be sealed}}
  "util.global.store"(%x) <{global = @w}> : (tensor<2xf32>) -> ()
  return
}
