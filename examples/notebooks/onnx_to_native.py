# %% [markdown]
# # An ONNX file, locked
#
# What PyTorch does for a module, an ONNX file does for everything else: it has the
# operators and the weights. hwlock reads it with IREE's importer, and locks it.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# %%
import pathlib
import subprocess
import sys

import numpy as np
import onnx
import onnx.reference
from onnx import TensorProto, helper, numpy_helper

import hwlock
import hwlock.onnx

# %% [markdown]
# ## A file
#
# Yours comes from an exporter. This one is written here, operator by operator: a small
# classifier with a batch of any size, since `batch` is a name and no number.

# %%
random = np.random.default_rng(0)
weights = {
    "w1": random.normal(size=(32, 64)).astype(np.float32) / 6,
    "b1": random.normal(size=64).astype(np.float32),
    "w2": random.normal(size=(64, 5)).astype(np.float32) / 8,
    "b2": random.normal(size=5).astype(np.float32),
}
graph = helper.make_graph(
    [
        helper.make_node("Gemm", ["x", "w1", "b1"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "w2", "b2"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
    ],
    "classifier",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 32])],
    [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 5])],
    [numpy_helper.from_array(value, name) for name, value in weights.items()],
)
file = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(file)
onnx.save(file, "classifier.onnx")

# %% [markdown]
# ## Lock
#
# The profile is that of the machine that shall run it; the options are those of every
# lock. Here another machine gets no error but *garbage*: it decodes weights that look
# like weights, and computes chance. Who tries keys has to run the model to learn
# whether one is right. This policy stores nothing to correct a measurement with, so it
# is bound to what is exact: `precision`.

# %%
here = hwlock.enroll("here.hwp")
report = hwlock.onnx.lock("classifier.onnx", "error.mlirbc", profiles=[here])
hwlock.onnx.lock(
    "classifier.onnx", "garbage.mlirbc", profiles=[here],
    on_mismatch="garbage", chain="pretransform,aes", fingerprint="precision",
)  # fmt: skip
print(report.weights, "weights")
for name in ("error", "garbage"):
    locked = pathlib.Path(f"{name}.mlirbc").read_bytes()
    assert not any(value.tobytes()[:20] in locked for value in weights.values())

# %% [markdown]
# ## Run
#
# Kernels have fixed shapes, weights do not mind: a model that leaves the batch open is
# locked once and compiled for each size that you need.

# %%
x = random.normal(size=(4, 32)).astype(np.float32)
(expected,) = onnx.reference.ReferenceEvaluator(file).run(None, {"x": x})
for name, tolerance in (("error", 1e-5), ("garbage", 0.1)):
    subprocess.run(
        [sys.executable, "-m", "hwlock", "compile", f"{name}.mlirbc", "-o", f"{name}.so",
         "--shapes", "input0=4x32"],
        check=True,
    )  # fmt: skip
    found = hwlock.load(f"{name}.so").run(x)
    print(name, np.abs(found - expected).max())
    np.testing.assert_allclose(found, expected, atol=tolerance)

# %% [markdown]
# The code of the garbage form has a fixed rate, which costs some precision of the
# weights: see `docs/Transformations.md`. The other form is exact.
#
# ## When an operator is not there
#
# An importer knows many operators, not all. The error says which one, and where.

# %%
graph.node[3].op_type, graph.node[3].domain = "Conjure", "com.example"
del graph.node[3].attribute[:]
onnx.save(
    helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.example", 1)],
        ir_version=8,
    ),
    "strange.onnx",
)  # fmt: skip
try:
    hwlock.onnx.lock("strange.onnx", "never.mlirbc", profiles=[here])
except hwlock.onnx.ImportFailure as error:
    print(error)
    assert "Conjure" in str(error) and not pathlib.Path("never.mlirbc").exists()
else:
    raise AssertionError("an unknown operator was imported")
