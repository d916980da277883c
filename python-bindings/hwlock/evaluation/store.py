"""Results as JSON files, kept step by step so that a run can be resumed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
from collections.abc import Callable

from . import provenance

Json = dict


class Store:
    """The results of one part: a step for each key, each with where it comes
    from."""

    def __init__(self, path: pathlib.Path, seed: int, resume: bool):
        self.path = path
        self.seed = seed
        self.steps: Json = {}
        if resume and path.exists():
            self.steps = json.loads(path.read_text())

    def step(self, name: str, compute: Callable[[], Json]) -> Json:
        """The result of a step, computed unless it is there."""
        if name not in self.steps:
            run = provenance.describe(self.seed)
            self.steps[name] = {**compute(), "run": run}
            self._write()
        return self.steps[name]

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self.path.with_suffix(".tmp")
        lines = [f"{json.dumps(name)}: {json.dumps(step)}" for name, step in self.steps.items()]
        scratch.write_text("{\n" + ",\n".join(lines) + "\n}\n")
        os.replace(scratch, self.path)
