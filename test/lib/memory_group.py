"""Runs a program in a control group that limits its memory, page cache included.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import os
import pathlib
import uuid
from collections.abc import Callable, Iterator

MOUNT = pathlib.Path("/sys/fs/cgroup")


def _own_group() -> tuple[pathlib.Path, str]:
    """The memory group of this process, and the name of its limit."""
    lines = pathlib.Path("/proc/self/cgroup").read_text().splitlines()
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            folder = MOUNT / "memory"
            own = folder / path.lstrip("/")
            # A container may not see where it is.
            return own if own.is_dir() else folder, "memory.limit_in_bytes"
    return MOUNT, "memory.max"


@contextlib.contextmanager
def memory_group(limit: int) -> Iterator[Callable[[], None] | None]:
    """Yields what a child calls to enter the group, or None where this user
    may not make one."""
    parent, name = _own_group()
    group = parent / f"hwlock-{uuid.uuid4().hex}"
    made = False
    try:
        try:
            group.mkdir()
            made = True
            (group / name).write_text(str(limit))
            entry = group / "cgroup.procs"
            with entry.open("a"):
                pass
        except OSError:
            yield None
        else:
            yield lambda: entry.write_text(str(os.getpid()))
    finally:
        if made:
            group.rmdir()
