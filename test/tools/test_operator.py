"""What docs/ThreatModel.md says of operators: not kept from the weights.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
from hwlock import model_text

MODEL = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[3.0, 4.0]> : tensor<2xf32>
  %y = linalg.mul ins(%x, %w : tensor<2xf32>, tensor<2xf32>)
                  outs(%x : tensor<2xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}
"""

LEAK = """
  func.func @leak(%x: tensor<2xf32>) -> tensor<2xf32> {
    %key = hwlock.open @vault : !hwlock.key
    %w = hwlock.unseal %key, @vault::@w0 : tensor<2xf32>
    return %w : tensor<2xf32>
  }
  func.func @main("""


def test_an_edited_model_gives_its_weights_away(hwlock, profile, tmp_path):
    model, locked = tmp_path / "model.mlir", tmp_path / "locked.mlir"
    x, y = tmp_path / "x.npy", tmp_path / "y.npy"
    model.write_text(MODEL)
    np.save(x, np.zeros(2, dtype=np.float32))
    hwlock.check("lock", model, "-o", locked, "-p", profile)
    text = model_text.without_checksum(locked.read_text())
    assert text.count("func.func @main(") == 1
    locked.write_text(text.replace("func.func @main(", LEAK.strip()))
    hwlock.check("run", locked, "--function", "leak", "--input", x, "--output", y)
    assert np.load(y).tolist() == [3, 4]
