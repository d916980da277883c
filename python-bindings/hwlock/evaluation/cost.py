"""What a lock costs: opening, decoding, size.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib
import statistics

from . import networks_to_lock, progress
from .destruction import CHAINS
from .networks_to_lock import Subject, Subjects
from .programs import Programs
from .sizes import Sizes
from .store import Store

CLEAR = "not locked"


def _times(programs: Programs, model: pathlib.Path, subject: Subject, repetitions: int) -> dict:
    """Medians over fresh processes: until the key is there, until the weights are."""
    inputs = ("--input", *subject.inputs)
    runs = [
        json.loads(programs.hwlock.check("run", model, *inputs, "--bench", 1).stdout)
        for _ in range(repetitions)
    ]
    return {
        name: statistics.median(run.get(name, 0.0) for run in runs)
        for name in ("open_ms", "load_ms")
    }


def _row(programs: Programs, subject: Subject, chain: tuple[str, ...] | None,
         policy: str, repetitions: int) -> dict:
    model = subject.model
    if chain:
        model = programs.folder / "cost.mlirbc"
        profile = programs.folder / "cost.hwp"
        if not profile.exists():
            programs.hwlock.check("enroll", "-o", profile)
        programs.hwlock.check(
            "lock", subject.model, "-o", model, "-p", profile, "--on-mismatch", policy,
            "--chain", ",".join(chain),
        )
    found = _times(programs, model, subject, repetitions)
    return {**found, "bytes": model.stat().st_size, "plain_bytes": subject.model.stat().st_size}


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    (programs.folder / "cost.hwp").unlink(missing_ok=True)
    subjects = Subjects(programs.folder, store.seed)
    rows = [(CLEAR, None, "")] + [
        (f"{','.join(chain)}/{policy}", chain, policy)
        for chain in CHAINS
        for policy in ("error", "garbage")
    ]
    names = ["digits CNN"] + [networks_to_lock.MINILM] * bool(sizes.minilm_keys)
    for name in names:
        for row, chain, policy in rows:
            progress.show(f"cost: {name}, {row}")
            store.step(
                f"{name}/{row}",
                lambda: _row(programs, subjects.get(name), chain, policy, sizes.repetitions),
            )
