"""What a search for soft locks tried, and what it found.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import pathlib
from typing import Any

from hwlock.soft.cost import Cost
from hwlock.soft.passes import Settings
from hwlock.soft.verdict import Audit, described


@dataclasses.dataclass(frozen=True)
class Trial:
    """Settings that were tried, with one draw of the soft locks."""

    settings: Settings
    #: The first is 1.
    draw: int
    #: What the passes draw from (`seed_of()`).
    seed: int
    #: Largest change of an output relative to the largest, on the samples.
    drift: float
    cost: Cost
    #: None if drift or cost is beyond its budget. If it does not hold, or is of a draw that
    #: is not the best, it may be of some of the attacks alone.
    audit: Audit | None = None
    #: How many groups each amplifier has.
    counts: dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def passes(self) -> list[str]:
        """The arguments of hwlock-opt that write this model."""
        return self.settings.passes(self.seed)

    @property
    def name(self) -> str:
        again = f", draw {self.draw} (seed {self.seed})" if self.draw > 1 else ""
        return f"{self.settings}{again}"

    def __str__(self) -> str:
        text = f"{self.name}: drift {self.drift:.2g}, cost {self.cost.larger:.3f}"
        if self.audit is None:
            return f"{text}, beyond the budget"
        best = self.audit.best
        return f"{text}; {described(best)} leaves {best.left:.1%}"

    def facts(self) -> dict[str, Any]:
        best = None if self.audit is None else dataclasses.asdict(self.audit.best)
        return {
            "settings": dataclasses.asdict(self.settings),
            "draw": self.draw,
            "seed": self.seed,
            "drift": self.drift,
            "cost": dataclasses.asdict(self.cost),
            "best": best,
        }


@dataclasses.dataclass(frozen=True)
class Tuned:
    """What `tune()` found. `str()` tells what was tried, and the audit."""

    #: What was written, if anything.
    output: pathlib.Path | None
    #: What the search drew from: with it the same is found. `trial.seed` is what the
    #: soft locks drew from.
    search_seed: int
    #: The one that holds, with an audit of all attacks.
    trial: Trial
    audit: Audit
    #: All, in their order.
    trials: tuple[Trial, ...]
    #: On samples that the search has not seen; None if none were held out.
    held_out: Audit | None = None

    @property
    def passes(self) -> list[str]:
        """The arguments of hwlock-opt that write the same model."""
        return self.trial.passes

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "output": None if self.output is None else str(self.output),
            "search_seed": self.search_seed,
            "passes": self.passes,
            **self.trial.facts(),
            "audit": self.audit.facts(),
            "held_out": None if self.held_out is None else self.held_out.facts(),
            "trials": [trial.facts() for trial in self.trials],
        }

    def _told_of_held_out(self) -> list[str]:
        if self.held_out is None:
            return []
        return ["", "on samples that were held out:", *self.held_out.verdict(), ""]

    def __str__(self) -> str:
        passes = " ".join(f'"{argument}"' for argument in self.passes)
        return "\n".join(
            [
                *(f"tried {trial}" for trial in self.trials),
                "",
                str(self.audit),
                *self._told_of_held_out(),
                f"found: {self.trial.name}",
                f"drift: {self.trial.drift:.2g}; cost: {self.trial.cost}",
                f"the same again: hwlock-opt {passes}",
            ]
        )
