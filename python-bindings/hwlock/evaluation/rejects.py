"""False rejects: how often the machine that a model is locked to does not open it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import json
import os
import pathlib
from collections import Counter

import numpy as np

from . import intervals, loads, progress
from .programs import Programs
from .provenance import ROOT
from .sizes import Sizes
from .store import Store

MODEL = ROOT / "examples/digits/model.mlir"
IMAGES = ROOT / "examples/digits/images.npy"
POLICIES = ("error", "garbage")
# What else runs, and whether the process that opens stays on one CPU.
CONDITIONS = {
    "nothing else started": (contextlib.nullcontext, True),
    "not pinned": (contextlib.nullcontext, False),
    "all cores loaded": (loads.busy_cores, True),
    "during a compile": (loads.compiling, True),
}
# Opens in one process: a run can be resumed after that many.
BATCH = 500


class OpenTrial:
    """The digits model, locked to this machine for each policy and compiled."""

    def __init__(self, programs: Programs):
        self.programs = programs
        self.compiled: dict[str, pathlib.Path] = {}

    def prepare(self) -> None:
        folder, hwlock = self.programs.folder, self.programs.hwlock
        profile = folder / "here.hwp"
        hwlock.check("enroll", "--force", "-o", profile)
        self.expected = hwlock.run_model(MODEL, IMAGES)
        for policy in POLICIES:
            locked = folder / f"here-{policy}.mlir"
            self.compiled[policy] = locked.with_suffix(".so")
            hwlock.check("lock", MODEL, "-o", locked, "-p", profile, "--on-mismatch", policy)
            hwlock.check("compile", locked, "-o", self.compiled[policy])

    def opens(self, policy: str, count: int, pinned: bool) -> dict:
        """Opens in a process of their own; a reject is another status than Ok or
        another key than the one that gives the model."""
        if not self.compiled:
            self.prepare()
        output = self.programs.folder / "opened.npy"
        cpu = min(os.sched_getaffinity(0)) if pinned else None
        text = self.programs.evaluate(
            "opens", self.compiled[policy], count, output, IMAGES, cpu=cpu
        )
        return {**json.loads(text), "model": np.load(output)[0].tobytes()}


def count_rejects(found: dict, expected: bytes) -> int:
    """The most frequent key is the right one if it gives the model; otherwise
    none is."""
    right, _ = Counter(found["key"]).most_common(1)[0]
    if found["model"] != expected or right < 0:
        return len(found["key"])
    return sum(key != right for key in found["key"])


def _condition(trial: OpenTrial, policy: str, condition: str, count: int) -> dict:
    load, pinned = CONDITIONS[condition]
    opens, rejected, milliseconds = 0, 0, []
    with load():
        while opens < count:
            batch = min(BATCH, count - opens)
            found = trial.opens(policy, batch, pinned)
            opens += batch
            rejected += count_rejects(found, trial.expected.tobytes())
            milliseconds += found["ms"]
            progress.show(f"false rejects: {policy}, {condition}: {opens} of {count}")
    low, high = intervals.share(rejected, opens)
    return {
        "opens": opens,
        "rejected": rejected,
        "low": low,
        "high": high,
        "ms": [float(np.quantile(milliseconds, q)) for q in (0.5, 0.9, 1)],
    }


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    trial = OpenTrial(programs)
    for policy in POLICIES:
        count = sizes.error_opens if policy == "error" else sizes.garbage_opens
        for condition in CONDITIONS:
            store.step(
                f"{policy}/{condition}",
                lambda: _condition(trial, policy, condition, count),
            )
