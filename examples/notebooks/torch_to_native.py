# %% [markdown]
# # A PyTorch module, locked to this machine and run as native code
#
# You have a trained module. You want a file that computes the same on the machines
# that you choose, and whose weights are of no use to anybody who copies it.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# %%
import pathlib
import subprocess
import sys

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

import hwlock
import hwlock.torch

# %% [markdown]
# ## The model
#
# Any `torch.nn.Module` will do. This one reads the 8x8 images of digits that come
# with scikit-learn, and learns to in a second. The last 200 images are held out.

# %%
torch.manual_seed(0)
# More are no faster with a network of this size.
torch.set_num_threads(1)
digits = load_digits()
images = torch.tensor(digits.images[:, None] / 16, dtype=torch.float32)
labels = torch.tensor(digits.target)

net = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 10),
)  # fmt: skip
optimiser = torch.optim.Adam(net.parameters(), 5e-3)
for _ in range(120):
    batch = torch.randint(1597, [128])
    optimiser.zero_grad()
    nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
    optimiser.step()

held_out, truth = images[-200:], labels[-200:]
with torch.no_grad():
    expected = net(held_out)
accuracy = (expected.argmax(1) == truth).float().mean().item()
print(f"PyTorch reads {accuracy:.1%} of the held-out images")
assert accuracy > 0.85

# %% [markdown]
# ## Enrol the machine
#
# Enrolment measures what tells this kind of CPU from others, and writes a *profile*.
# Do it on each machine that shall run the model, and send the profiles to where the
# weights are. A profile is a secret of the machine's class: keep it as a key.

# %%
here = hwlock.enroll("here.hwp", name="my machine")
print(here.sources, f"about {here.guessing_bits:.0f} bits to guess")

# %% [markdown]
# ## Lock
#
# One line. The module is imported to MLIR, its weights are encrypted under a key that
# exists only while an authorised machine measures itself, and the result is one file.
# `class_bound` says honestly what two public properties of a CPU are worth: who knows
# the CPU's type can guess them. `vendor_and_device.py` binds to a TPM instead.

# %%
report = hwlock.torch.lock(net, (held_out,), "digits.mlirbc", profiles=[here])
print(f"{report.weights} weights, {report.sealed_bytes} bytes, class-bound: {report.class_bound}")
assert report.weights == 6 and report.class_bound

# %% [markdown]
# Nothing of the weights is in the file. To be sure that this search would find them, it
# looks into the module before it was locked as well.

# %%
plain = hwlock.torch.to_mlir(net, (held_out,)).encode()
locked = pathlib.Path("digits.mlirbc").read_bytes()
for weight in (net[0].weight, net[4].weight):
    some = weight.detach().numpy().tobytes()[:64]
    assert some.hex().upper().encode() in plain
    assert some not in locked and some.hex().upper().encode() not in locked

# %% [markdown]
# ## Run
#
# `load` opens the model, which takes this machine, and compiles it. Elsewhere it
# raises `hwlock.NotAuthorisedError`. Results are PyTorch's, up to the order in which
# numbers are added.

# %%
model = hwlock.load("digits.mlirbc")
scores = model.run(held_out.numpy())
np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)
print(f"the locked model reads {(scores.argmax(1) == truth.numpy()).mean():.1%}")

# %% [markdown]
# ## Change a byte
#
# Every part of the file is authenticated: a changed weight is found, not computed with.

# %%
changed = bytearray(locked)
changed[len(changed) // 2] ^= 1
pathlib.Path("changed.mlirbc").write_bytes(changed)
try:
    hwlock.load("changed.mlirbc")
except hwlock.CorruptError as error:
    print(error.message)
else:
    raise AssertionError("a changed model was loaded")

# %% [markdown]
# ## Compile for devices
#
# The device needs neither MLIR nor LLVM: `hwlock compile` makes a library of the
# locked model, which opens where the locked model opens. Python loads it, with the
# small wheel `hwlock-runtime` too, and any C program can: see `docs/AheadOfTime.md`.

# %%
subprocess.run(
    [sys.executable, "-m", "hwlock", "compile", "digits.mlirbc", "-o", "digits.so"], check=True
)
compiled = hwlock.load("digits.so")
assert (compiled.run(held_out.numpy()) == scores).all()
print(f"digits.so: {pathlib.Path('digits.so').stat().st_size} bytes, the same bits")

# %% [markdown]
# ## In one call
#
# Where the model stays in Python, `hwlock.compile` is to `torch.compile` what a safe is
# to a drawer: the result is called with tensors, and gives tensors.

# %%
fast = hwlock.compile(net, (held_out,), [here])
assert torch.allclose(fast(held_out), expected, rtol=1e-4, atol=1e-4)
