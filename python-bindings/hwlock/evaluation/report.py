"""Plots of all results that are there.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib

from . import plots, progress

PICTURES = {
    "accepts": plots.confusion,
    "destruction": plots.destruction,
    "indistinguishability": plots.discrimination,
}


def write(folder: pathlib.Path) -> None:
    for part, draw in PICTURES.items():
        results = folder / f"{part}.json"
        if results.exists():
            picture = folder / f"{part}.svg"
            draw(json.loads(results.read_text()), picture)
            progress.done(str(picture))
