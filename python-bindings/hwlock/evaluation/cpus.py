"""Fingerprints of CPUs: simulated, measured, emulated.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

A CPU is its latencies in cycles by chain; a chain whose instruction it lacks has
none. docs/evaluation/data holds what came from elsewhere.
"""

import json
import pathlib
import shutil
import subprocess

from .chains import UNMODELLED, all_chains
from .provenance import ROOT

Cpu = dict[str, float]

DATA = ROOT / "docs/evaluation/data"
# Chains whose loop is another one today than when the data were taken: the same
# kind of CPU reads another symbol.
CHANGED: frozenset[str] = frozenset(
    {"bextr", "blendvps", "cvtph2ps", "rolcl", "sha256rnds2", "shlcl", "vptest_setc"}
)


def simulated() -> dict[str, Cpu]:
    """25 CPUs of LLVM's scheduling models."""
    return json.loads((DATA / "x86-latency-models.json").read_text())


def measured() -> dict[str, Cpu]:
    """A virtual machine of another owner."""
    found = json.loads((DATA / "measured-sapphire-rapids.json").read_text())
    return {"measured Xeon": found["chains"]}


def doctor(prefix: list[str], program: pathlib.Path, measurements: int) -> Cpu:
    """What this machine measures, perhaps under an emulator."""
    command = [*prefix, program, "doctor", "--json", "--measurements", measurements]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    # 5: measured, but too unsteady to be enrolled.
    if result.returncode not in (0, 5):
        raise RuntimeError(f"{' '.join(prefix)} doctor: {result.returncode}\n{result.stderr}")
    return {c["name"]: c["cycles"] for c in json.loads(result.stdout)["chains"]}


EMULATORS = {
    "qemu-x86_64": ["qemu-x86_64"],
    "valgrind": ["valgrind", "--tool=none", "--quiet"],
}


def emulated(program: pathlib.Path, measurements: int) -> dict[str, Cpu]:
    return {
        name: doctor(prefix, program, measurements)
        for name, prefix in EMULATORS.items()
        if shutil.which(prefix[0])
    }


def common_chains() -> list[str]:
    """What the data have and mean the same as today, by identifier."""
    known = set().union(*simulated().values()) - CHANGED
    return [
        chain.name
        for chain in all_chains()
        if chain.name in known and not UNMODELLED.fullmatch(chain.name)
    ]
