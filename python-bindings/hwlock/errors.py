"""What goes wrong, one class for each exit code of the command `hwlock`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from typing import ClassVar


class Error(Exception):
    """Base of all errors of hwlock. `str(error)` is the message; its hints and
    notes, one for a line, follow it."""

    #: What the command `hwlock` would exit with.
    exit_code: ClassVar[int] = 1

    @property
    def message(self) -> str:
        """The message without hints and notes: lower case, no period."""
        return str(self).partition("\n")[0]

    @property
    def hints(self) -> list[str]:
        """What to do about it, or more about the cause."""
        return str(self).split("\n")[1:]


class UsageError(Error, ValueError):
    """An argument is wrong (exit code 1)."""

    exit_code = 1


class InputError(Error):
    """A file is malformed, of another version or unsuitable (exit code 2)."""

    exit_code = 2


class NotAuthorisedError(Error):
    """The model does not open on this machine (exit code 3)."""

    exit_code = 3


class CorruptError(Error):
    """The model was changed since it was locked or signed (exit code 4)."""

    exit_code = 4


class EnvironmentFault(Error):
    """The machine lacks something: memory, disk, a device (exit code 5)."""

    exit_code = 5


_CLASSES: tuple[type[Error], ...] = (
    UsageError,
    InputError,
    NotAuthorisedError,
    CorruptError,
    EnvironmentFault,
)


def error_of(status: int, text: str) -> Error:
    """The error for a status of the C interface (hwlock-c/Hwlock.h)."""
    for kind in _CLASSES:
        if kind.exit_code == status:
            return kind(text)
    return EnvironmentFault(f"unknown status {status}: {text}")
