# %% [markdown]
# # A PyTorch module, locked, under IREE's own run time
#
# IREE compiles a model to a `.vmfb`, which `iree-run-module` and `iree.runtime` execute.
# A locked one opens itself: nothing of hwlock is on the machine that runs it.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# %%
import pathlib
import subprocess

import numpy as np
import torch
from torch import nn

import hwlock
import hwlock.iree
import hwlock.torch

# %% [markdown]
# ## Model and profile
#
# See `torch_to_native.py` for both. Here the weights are random: they are not worth
# less to lock.

# %%
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.LayerNorm(256), nn.Linear(256, 10)).eval()
x = torch.randn(8, 64)
here = hwlock.enroll("here.hwp")

# %% [markdown]
# ## Lock, then compile
#
# The locked module is the same file that `hwlock run` takes. `hwlock-iree-compile` is a
# drop-in for `iree-compile`: it lowers what is locked and hands every flag on, to the
# compiler of the published wheels.
#
# A compiler that evaluates constants could open the model and store what it finds.
# hwlock keeps it from that, and trusts nobody: the result has no name before it was
# searched for the weights, as they are and rearranged. `--require-scan` makes it an
# error if it could not be searched.

# %%
hwlock.torch.lock(net, (x,), "net.mlirbc", profiles=[here])
flags = [
    "--iree-hal-target-device=local",
    "--iree-hal-local-target-device-backends=llvm-cpu",
    "--iree-llvmcpu-target-cpu=host",
    "--iree-opt-level=O3",
]
subprocess.run(
    ["hwlock-iree-compile", "--require-scan", "net.mlirbc", "-o", "net.vmfb", *flags], check=True
)

# %% [markdown]
# For comparison, the same module without a lock. Its weights can be read with any
# editor; those of the locked one cannot.

# %%
pathlib.Path("plain.mlir").write_text(hwlock.torch.to_mlir(net, (x,)))
subprocess.run(["hwlock-iree-compile", "plain.mlir", "-o", "plain.vmfb", *flags], check=True)
weight = net[0].weight.detach().numpy().tobytes()[:64]
assert weight in pathlib.Path("plain.vmfb").read_bytes()
assert weight not in pathlib.Path("net.vmfb").read_bytes()

# %% [markdown]
# ## Run
#
# `hwlock.iree.load` is `iree.runtime` with errors that say what a lock has to say:
# `NotAuthorisedError` on another machine, `CorruptError` if the file was changed. The
# weights are decoded once, when the module is loaded; after that it runs as the other
# does, with the same results, bit for bit.

# %%
locked, plain = hwlock.iree.load("net.vmfb"), hwlock.iree.load("plain.vmfb")
scores = locked.main(x.numpy()).to_host()
assert scores.tobytes() == plain.main(x.numpy()).to_host().tobytes()
np.testing.assert_allclose(scores, net(x).detach(), rtol=1e-4, atol=1e-4)
print(scores.round(3))

# %% [markdown]
# `iree-run-module` does as well, on a device that has nothing else installed.

# %%
np.save("x.npy", x.numpy())
subprocess.run(
    ["iree-run-module", "--device=local-task", "--module=net.vmfb", "--function=main",
     "--input=@x.npy", "--output=@scores.npy"],
    check=True,
)  # fmt: skip
assert np.load("scores.npy").tobytes() == scores.tobytes()
print("the same bits")
