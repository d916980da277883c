"""Right and wrong decodes of tensors that are locked again and again.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import pathlib
from collections.abc import Iterator

import numpy as np

from . import progress
from .features import Decode, Feature, marginals
from .features.suite import measure
from .programs import Programs, random_keys
from .tensors import Tensors, write_module


@dataclasses.dataclass
class Cost:
    """What guesses took, summed up."""

    decodes: int = 0
    decode_milliseconds: float = 0.0
    seconds: dict[str, float] = dataclasses.field(default_factory=dict)

    def per_guess(self) -> dict[str, float]:
        """Milliseconds of each test, with the decoding that it needs."""
        decoding = self.decode_milliseconds / self.decodes
        return {
            test: decoding + 1e3 * seconds / self.decodes
            for test, seconds in self.seconds.items()
        }


class Ensemble:
    """Some tensors in one module, locked with a chain."""

    def __init__(self, programs: Programs, name: str, tensors: Tensors,
                 tests: dict[str, Feature]):
        self.programs, self.name, self.tensors, self.tests = programs, name, tensors, tests
        self.folder = programs.folder / name.replace(" ", "-")
        self.folder.mkdir(exist_ok=True)
        self.module = self.folder / "tensors.mlir"
        write_module(tensors, self.module)
        self.names: list[str] = []

    def artefacts(
        self, chain: tuple[str, ...], seed: int, wrong: int, cost: Cost
    ) -> Iterator[tuple[str, np.ndarray]]:
        """Statistics of the right decode (first row) and of `wrong` wrong ones of
        each tensor, for one lock with the keys of `seed`."""
        locked, dump = self.folder / "locked.mlirbc", self.folder / "dump"
        self.programs.lock(self.module, locked, chain, seed)
        weights = self.programs.dump(locked, dump)
        keys = self.folder / "all.keys"
        right = self.programs.keys(dump, "right", 1, seed).read_bytes()
        keys.write_bytes(right + random_keys(keys, wrong + 1, seed).read_bytes())
        for index, weight in enumerate(weights):
            progress.show(f"{self.name}: {','.join(chain)}, lock {seed}, tensor {index}")
            decodes = self._decodes(dump, index, weight, chain, keys, cost)
            yield self._tensor(decodes[0].matrix), self._statistics(decodes, cost)

    def _unseal(self, dump: pathlib.Path, index: int, stage: str, keys: pathlib.Path) -> tuple:
        output = self.folder / stage
        milliseconds = float(
            self.programs.evaluate("unseal", dump, index, stage, keys, output)
        )
        return np.fromfile(output, np.uint32), milliseconds

    def _decodes(self, dump: pathlib.Path, index: int, weight: dict, chain: tuple[str, ...],
                 keys: pathlib.Path, cost: Cost) -> list[Decode]:
        rows = weight["shape"][0] if len(weight["shape"]) > 1 else 1
        words, milliseconds = self._unseal(dump, index, "plain", keys)
        matrices = words.view(np.float32).reshape(
            keys.stat().st_size // 32, rows, -1
        )
        codes: list = [None] * len(matrices)
        if "pretransform" in chain:
            payload, _ = self._unseal(dump, index, "payload", keys)
            # The code of a weight is the upper half of its word.
            codes = list(payload.reshape(len(matrices), -1)[:, -matrices[0].size :] >> 16)
            codes = [code.reshape(matrices[0].shape) for code in codes]
        cost.decode_milliseconds += milliseconds * len(matrices)
        cost.decodes += len(matrices)
        return [Decode(matrix, code) for matrix, code in zip(matrices, codes)]

    def _tensor(self, matrix: np.ndarray) -> str:
        """Which tensor this is. The right decode must be one of them, bit for
        bit: a fault in the attack would look like a strong lock."""
        for name, tensor in self.tensors.items():
            if tensor.size == matrix.size and tensor.tobytes() == matrix.tobytes():
                return name
        raise RuntimeError(f"{self.name}: the right key gives no tensor that was locked")

    def _statistics(self, decodes: list[Decode], cost: Cost) -> np.ndarray:
        """The last decode is what the others are compared to."""
        *compared, other = decodes
        reference = marginals.sample(other.finite)
        rows = []
        for decode in compared:
            decode.reference = reference
            found = measure(decode, self.tests, cost.seconds)
            self.names = list(found)
            rows.append(list(found.values()))
        return np.array(rows)
