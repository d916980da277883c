"""Runs every sh block of a page, in order, in a new folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

usage: run-page.py PAGE.md BUILD-FOLDER MODEL.mlir PROFILE.hwp

The folder has build (a link), model.mlir and here.hwp.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

page, build, model, profile = map(pathlib.Path, sys.argv[1:])
blocks = re.findall(r"```sh\n(.*?)```", page.read_text(), re.DOTALL)
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "build").symlink_to(build)
    shutil.copy(model, folder / "model.mlir")
    shutil.copy(profile, folder / "here.hwp")
    for block in blocks:
        subprocess.run(["bash", "-euc", block], cwd=folder, check=True)
    for path in sorted(folder.iterdir()):
        print(path.name, "empty" if path.is_file() and not path.stat().st_size else "")
print(f"{len(blocks)} blocks")
