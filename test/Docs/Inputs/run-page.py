"""Runs every sh block of a page, in order, in a new folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

usage: run-page.py PAGE.md SOURCE-FOLDER BUILD-FOLDER [FILE...]

The folder looks like the root of a checkout (examples, include, scripts, and
build with the built programs) and has a copy of each FILE; the programs are in PATH.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

page, source, build, *files = map(pathlib.Path, sys.argv[1:])
blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
programs = os.pathsep.join([str(build / "bin"), os.environ["PATH"]])
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for part in ("examples", "include", "scripts"):
        (folder / part).symlink_to(source / part)
    (folder / "build").mkdir()
    for part in ("bin", "lib"):
        (folder / "build" / part).symlink_to(build / part)
    for file in files:
        shutil.copy(file, folder)
    # One shell, since a block may change the folder for those behind it.
    subprocess.run(
        ["bash", "-euc", "\n".join(blocks)],
        cwd=folder,
        check=True,
        env={**os.environ, "PATH": programs},
    )
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            print(path.relative_to(folder), "" if path.stat().st_size else "empty")
print(f"{len(blocks)} blocks")
