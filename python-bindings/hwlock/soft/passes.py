"""Options of the soft locks, and the passes of hwlock-opt that have them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import os
import pathlib
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from hwlock._native import PathLike
from hwlock._programs import environment, program
from hwlock.errors import InputError

#: Where each amplifier begins, and the largest that its pass takes (docs/Passes.md), in
#: the order of the passes.
AMPLIFIERS = {
    "ln_null_in_factor": (128, 16384),
    "head_mix_kappa": (256, 65536),
    "ln_null_out_factor": (16, 16384),
    "pos_mix_kappa": (256, 65536),
    "out_mix_kappa": (256, 65536),
}
#: Sizes of the blocks of hwlock-pos-mix: each costs twice the one before it.
BLOCKS = (4, 8, 16, 32, 64)


Amplification: TypeAlias = int | tuple[int, ...]

#: Passes draw from numbers up to so many above the seed of a draw.
_SEEDS = 16


def seed_of(seed: int, draw: int) -> int:
    """What passes draw from, for a draw of a search with `seed`; the first is 1."""
    return seed + _SEEDS * (draw - 1)


@dataclasses.dataclass(frozen=True)
class Settings:
    """Options of the soft locks; None where a pass finds nothing in the model. An
    amplifier is one number for all groups of weights, or one for each."""

    ln_null_in_factor: Amplification | None = None
    head_mix_kappa: Amplification | None = None
    ln_null_out_factor: Amplification | None = None
    pos_mix_kappa: Amplification | None = None
    pos_mix_block: int = BLOCKS[0]
    out_mix_kappa: Amplification | None = None

    def passes(self, seed: int) -> list[str]:
        """Arguments of hwlock-opt. Each pass draws from a seed of its own."""
        found = []
        if self.ln_null_in_factor is not None:
            found.append(
                f"--hwlock-ln-null-in=factor={_text(self.ln_null_in_factor)} beside-head-mix=true "
                f"seed={seed + 4}"
            )
        if self.head_mix_kappa is not None:
            found.append(f"--hwlock-head-mix=kappa={_text(self.head_mix_kappa)} seed={seed}")
        if self.ln_null_out_factor is not None:
            found.append(
                f"--hwlock-ln-null-out=factor={_text(self.ln_null_out_factor)} seed={seed + 1}"
            )
        if self.pos_mix_kappa is not None:
            found.append(
                f"--hwlock-pos-mix=kappa={_text(self.pos_mix_kappa)} block={self.pos_mix_block} "
                f"seed={seed + 2}"
            )
        if self.out_mix_kappa is not None:
            found.append(f"--hwlock-out-mix=kappa={_text(self.out_mix_kappa)} seed={seed + 5}")
        # Costs nothing and changes no bit: always, and last.
        return [*found, f"--hwlock-po2-scale=seed={seed + 3}"]

    def amplified(self, numbers: Mapping[str, Amplification]) -> "Settings":
        """With other numbers for some of the amplifiers."""
        changed: dict[str, Any] = dict(numbers)
        return dataclasses.replace(self, **changed)

    @property
    def amplifies(self) -> bool:
        return any(getattr(self, name) is not None for name in AMPLIFIERS)

    def __str__(self) -> str:
        parts = []
        if self.ln_null_in_factor is not None:
            parts.append(f"ln-null-in factor {_text(self.ln_null_in_factor)}")
        if self.head_mix_kappa is not None:
            parts.append(f"head-mix kappa {_text(self.head_mix_kappa)}")
        if self.ln_null_out_factor is not None:
            parts.append(f"ln-null-out factor {_text(self.ln_null_out_factor)}")
        if self.pos_mix_kappa is not None:
            parts.append(f"pos-mix kappa {_text(self.pos_mix_kappa)} block {self.pos_mix_block}")
        if self.out_mix_kappa is not None:
            parts.append(f"out-mix kappa {_text(self.out_mix_kappa)}")
        return ", ".join(parts) or "po2-scale alone"


def _text(given: Amplification | None) -> str:
    return ",".join(map(str, given)) if isinstance(given, tuple) else str(given)


def rewrite(model: PathLike, output: pathlib.Path, passes: Sequence[str]) -> str:
    """Writes `model` after passes, in bytecode if `output` ends in .mlirbc. Returns the
    remarks."""
    bytecode = ["--emit-bytecode"] if output.suffix == ".mlirbc" else []
    process = subprocess.run(
        [program("hwlock-opt"), os.fspath(model), *passes, *bytecode, "-o", output],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
        env=environment(), check=False,
    )  # fmt: skip
    if process.returncode:
        lines = [line for line in process.stderr.splitlines() if "error:" in line]
        said = lines[0] if lines else f"it ended with code {process.returncode}"
        raise InputError(f"hwlock-opt refuses the model\n{said}")
    return process.stderr


def weakest(model: PathLike, seed: int) -> Settings:
    """Where a search begins: each pass that finds something to change behind those before
    it, at its least."""
    found = Settings()
    with tempfile.TemporaryDirectory() as name:
        output = pathlib.Path(name) / "model.mlirbc"

        def amplified() -> bytes:
            *amplifiers, _ = found.passes(seed)
            rewrite(model, output, amplifiers)
            return output.read_bytes()

        before = amplified()
        for amplifier, (first, _) in AMPLIFIERS.items():
            without, found = found, found.amplified({amplifier: first})
            after = amplified()
            if after == before:
                found = without
            before = after
    return found
