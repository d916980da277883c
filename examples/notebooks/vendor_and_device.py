# %% [markdown]
# # A vendor, and a device with a TPM
#
# Two properties of a CPU bind a model to a *class* of machines. A TPM binds it to *one*:
# its key was made inside of it and never leaves. Here both sides of a delivery are in
# one file; each has a folder of its own, and only what is copied crosses over.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# %%
import os
import pathlib
import shutil
import subprocess

import numpy as np

import hwlock

# %% [markdown]
# How to reach the TPM, in the words of tpm2-tools. The README says how to have one in
# software. `TPM_ROOTS` is a folder with certificates of the manufacturers that the
# vendor trusts.

# %%
tcti = os.environ.get("TPM2TOOLS_TCTI", "device:/dev/tpmrm0")
roots = os.environ.get("TPM_ROOTS")
digits = pathlib.Path(os.environ.get("DIGITS", pathlib.Path(__file__).parents[1] / "digits"))
vendor, device = pathlib.Path("vendor"), pathlib.Path("device")
for folder in (vendor, device):
    folder.mkdir(exist_ok=True)

# %% [markdown]
# ## On the device: enrol
#
# The TPM makes a key for this purpose, and the profile has its public half. With it
# comes the TPM's certificate, if it has one, so that the vendor need not take the
# device's word.

# %%
profile = hwlock.enroll(
    device / "device.hwp", name="unit 7", sources="clock,precision,tpm2", tcti=tcti
)
print(profile.sources, f"{profile.guessing_bits:.0f} bits")
assert profile.guessing_bits >= 128
shutil.copy(device / "device.hwp", vendor)

# %% [markdown]
# ## At the vendor: keys
#
# Two of them, and neither ever leaves. The owner's key changes later who may open the
# model. The signer's says to devices that a file is the vendor's.


# %%
def make_key(name: str, *kind: str) -> None:
    private, public = vendor / f"{name}.pem", vendor / f"{name}.pub"
    subprocess.run(["openssl", "genpkey", *kind, "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)


make_key("owner", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
make_key("signer", "-algorithm", "ed25519")

# %% [markdown]
# ## At the vendor: lock and sign
#
# `fingerprint` says what to bind to. With `tpm_roots`, the certificate in the profile
# must lead to one of them, and the lock adds a secret that only the TPM with that
# certificate gives out: a profile that somebody made up is refused or useless.

# %%
report = hwlock.lock(
    digits / "model.mlir",
    vendor / "digits.mlirbc",
    profiles=[vendor / "device.hwp"],
    fingerprint="clock,precision,tpm2",
    owner=vendor / "owner.pub",
    tpm_roots=roots,
    sign=vendor / "signer.pem",
    model_name="digits",
    model_version=3,
)
print(f"{report.weights} weights; class-bound: {report.class_bound}")
assert not report.class_bound
for name in ("digits.mlirbc", "digits.mlirbc.sig", "signer.pub"):
    shutil.copy(vendor / name, device)

# %% [markdown]
# ## On the device: check and run
#
# `trust` has the file checked before anything of it is used. Opening asks the TPM,
# which takes a fraction of a second; after that it is not needed.

# %%
images, labels = np.load(digits / "images.npy"), np.load(digits / "labels.npy")
model = hwlock.load(
    device / "digits.mlirbc", trust=device / "signer.pub", min_version=3, tcti=tcti
)
right = (model.run(images).argmax(1) == labels).mean()
print(f"{right:.1%} of the images are read correctly")
assert right > 0.95

# %% [markdown]
# A thief has the file and a CPU of the same type, but no TPM, or another one:
# `OTHER_TCTI` may name one to try with.


# %%
def refused(kind: type[hwlock.Error], **options) -> None:
    try:
        hwlock.load(device / "digits.mlirbc", **options)
    except kind as error:
        print(f"{kind.__name__}: {error.message}")
    else:
        raise AssertionError(f"expected {kind.__name__}")


refused(hwlock.EnvironmentFault, tcti=f"swtpm:path={device.absolute()}/no-tpm")
if other := os.environ.get("OTHER_TCTI"):
    refused(hwlock.NotAuthorisedError, tcti=other)

# %% [markdown]
# An older version that somebody puts back is refused: `min_version` says which one
# the device has seen.

# %%
refused(hwlock.CorruptError, trust=device / "signer.pub", min_version=4, tcti=tcti)

# %% [markdown]
# ## At the vendor: another machine
#
# The owner's key adds a machine to the model that is out already. No authorised
# machine is needed, and the weights are not touched. This one has no TPM: it is bound
# to its class, and the file says so from now on.

# %%
office = hwlock.enroll(vendor / "office.hwp", name="the office")
added = hwlock.slots.add(vendor / "digits.mlirbc", office, owner_key=vendor / "owner.pem")
for slot in hwlock.slots.list(vendor / "digits.mlirbc"):
    bits = f"{slot['guessing_bits']:.0f} bits" if "guessing_bits" in slot else "the owner's key"
    print(slot["id"][:8], ",".join(slot["sources"]), bits)
assert hwlock.load(vendor / "digits.mlirbc").functions["main"]

# %% [markdown]
# ## At the vendor: revoke
#
# Removing a slot changes this file. Who has an older copy opens that one still, and
# who has opened one may know its key: after a leak, *relock* makes new keys and new
# ciphertext, for the machines that are named and the owner.

# %%
hwlock.slots.remove(vendor / "digits.mlirbc", added, owner_key=vendor / "owner.pem")
hwlock.relock(
    vendor / "digits.mlirbc", vendor / "renewed.mlirbc", [office], owner_key=vendor / "owner.pem"
)
assert hwlock.load(vendor / "renewed.mlirbc").run(images).shape == (450, 10)

# %% [markdown]
# The office opens what is left, and unit 7 is out: its slot is not in the file.

# %%
machines = [s for s in hwlock.slots.list(vendor / "renewed.mlirbc") if "owner_key" not in s]
assert [machine["sources"] for machine in machines] == [["clock", "precision"]]
