"""Locks machine-learning models to hardware.

>>> import hwlock
>>> here = hwlock.enroll("here.hwp")                      # on the machine that may run it
>>> hwlock.lock("model.mlir", "locked.mlir", profiles=[here])
>>> model = hwlock.load("locked.mlir")                    # raises elsewhere
>>> scores = model.run(images)

Functions raise the classes of `hwlock.errors`, one for each exit code of the
command `hwlock`. Long calls release the interpreter's lock, and tell a function
`progress(done, all)` how far they are; an exception that it raises ends the call.
What the compiler remarks goes to the logger "hwlock".

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

# The compiled half lies beside this file in a wheel, elsewhere in a build.
__path__ = pkgutil.extend_path(__path__, __name__)

from hwlock import slots  # noqa: E402
from hwlock._native import PathLike  # noqa: E402
from hwlock.constants import Constants, read_constants, replace_constants  # noqa: E402
from hwlock.errors import (  # noqa: E402
    CorruptError,
    EnvironmentFault,
    Error,
    InputError,
    NotAuthorisedError,
    UsageError,
)
from hwlock.locking import LockReport, inspect, lock, relock  # noqa: E402
from hwlock.models import Function, Model, TensorType, load  # noqa: E402
from hwlock.profiles import Profile, enroll  # noqa: E402


def compile(
    module: Any, example_inputs: Any, profiles: Iterable[PathLike] = (), **options: Any
) -> Callable[..., Any]:
    """A PyTorch module, locked for the machines of `profiles` and compiled for this
    CPU: called as `module` is. See `hwlock.torch.compile()`."""
    compiled: Callable[..., Any] = importlib.import_module("hwlock.torch").compile(
        module, example_inputs, profiles, **options
    )
    return compiled


__version__ = "0.1.0"

__all__ = [
    "Constants",
    "CorruptError",
    "EnvironmentFault",
    "Error",
    "Function",
    "InputError",
    "LockReport",
    "Model",
    "NotAuthorisedError",
    "Profile",
    "TensorType",
    "UsageError",
    "compile",
    "enroll",
    "inspect",
    "load",
    "lock",
    "read_constants",
    "relock",
    "replace_constants",
    "slots",
]
