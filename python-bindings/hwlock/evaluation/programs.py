"""The programs of a build that the evaluation calls.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
import subprocess
from collections.abc import Sequence

import numpy as np

from ..command import Hwlock, HwlockError

KEY_BYTES = 32
# Bits of layout::source*.
SOURCES = {"clock": 1, "precision": 2}


class Programs:
    """hwlock, and the helpers of test/lib that may make keys that repeat."""

    def __init__(self, build: pathlib.Path, folder: pathlib.Path):
        self.bin = build / "bin"
        self.hwlock = Hwlock(self.bin / "hwlock")
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def start(
        self, program: str, *arguments, cpu: int | None = None
    ) -> subprocess.CompletedProcess:
        """Runs a helper to its end, whatever its exit code."""
        pin = None if cpu is None else lambda: os.sched_setaffinity(0, {cpu})
        words = [str(self.bin / program), *map(str, arguments)]
        return subprocess.run(words, capture_output=True, text=True, preexec_fn=pin)

    def call(self, program: str, *arguments, cpu: int | None = None) -> str:
        """Standard output of a helper, which runs on one CPU if asked to."""
        process = self.start(program, *arguments, cpu=cpu)
        if process.returncode:
            raise HwlockError(process)
        return process.stdout

    def evaluate(self, *arguments, cpu: int | None = None) -> str:
        return self.call("hwlock-test-evaluate", *arguments, cpu=cpu)

    def lock(
        self, model: pathlib.Path, locked: pathlib.Path, chain: Sequence[str],
        seed: int, sources: Sequence[str] = ("clock", "precision"), policy: str = "garbage",
    ) -> None:
        """Locks to a made-up CPU, with keys that depend on `seed` alone."""
        profile = self.folder / f"{'-'.join(sources)}.hwp"
        if "tpm2" in sources:
            # Its key is in the TPM, which cannot be made up.
            names = ",".join(sources)
            self.hwlock.check("enroll", "--force", "--sources", names, "-o", profile)
        else:
            mask = sum(SOURCES[source] for source in sources)
            self.call("hwlock-test-profile", profile, 0, mask)
        self.evaluate("lock", profile, model, locked, policy, ",".join(chain), seed)

    def dump(self, locked: pathlib.Path, folder: pathlib.Path) -> list[dict]:
        """Writes the parts of a locked model; describes its weights."""
        folder.mkdir(parents=True, exist_ok=True)
        return json.loads(self.evaluate("dump", locked, folder))

    def keys(self, dump: pathlib.Path, kind: str, count: int, seed: int) -> pathlib.Path:
        """A file of the keys that right or wrong fingerprints give."""
        path = dump / f"{kind}.keys"
        self.evaluate("keys", dump / "vault", kind, count, seed, path)
        return path

    def scores(
        self, model: pathlib.Path, keys: pathlib.Path, inputs: Sequence[pathlib.Path]
    ) -> np.ndarray:
        """The first output of a compiled model under each key."""
        output = self.folder / "scores.npy"
        self.evaluate("attack", model, keys, output, *inputs)
        return np.load(output)


def random_keys(path: pathlib.Path, count: int, seed: int) -> pathlib.Path:
    """Uniform keys, which is what changing the wrapped key at random gives."""
    path.write_bytes(np.random.default_rng(seed).bytes(KEY_BYTES * count))
    return path
