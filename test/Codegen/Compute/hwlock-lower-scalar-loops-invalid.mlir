// RUN: hwlock-opt %s --hwlock-lower-scalar-loops --split-input-file --verify-diagnostics

func.func @tensors(%x: tensor<4xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{'linalg.exp' works on tensors: expected buffers; run one-shot-bufferize before}}
  %y = linalg.exp ins(%x : tensor<4xf32>) outs(%o : tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

// Not refused: the remark says what is known of the length.
func.func @dynamic(%x: memref<3x?xf32>, %y: memref<3x?xf32>) {
  // expected-remark @below {{'linalg.exp' runs as a scalar loop of at least 3 iterations}}
  linalg.exp ins(%x : memref<3x?xf32>) outs(%y : memref<3x?xf32>)
  return
}
