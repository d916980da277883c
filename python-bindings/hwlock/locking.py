"""Locks models, and shows what a file holds.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import json
import os
import pathlib
from collections.abc import Iterable
from typing import Any, Literal

from hwlock import _native
from hwlock._native import PathLike, Progress


@dataclasses.dataclass(frozen=True)
class LockReport(os.PathLike[str]):
    """What `lock()` did. Stands for the path of the locked model."""

    #: The locked model.
    path: pathlib.Path
    #: What `hwlock lock --json` prints: policy, slots, weights, what is left clear.
    facts: dict[str, Any] = dataclasses.field(repr=False)

    def __fspath__(self) -> str:
        return str(self.path)

    @property
    def weights(self) -> int:
        """How many weights were sealed."""
        return len(self.facts["weights"])

    @property
    def sealed_bytes(self) -> int:
        """Their bytes before they were sealed."""
        return int(self.facts["sealed_bytes"])

    @property
    def class_bound(self) -> bool:
        """True if a slot can be opened by who guesses what its machine measures."""
        return bool(self.facts["class_bound"])


def _input(model: str | bytes | PathLike) -> tuple[str, bytes | None]:
    """Path, or name and contents, of what lock() was given."""
    if isinstance(model, bytes):
        return "<bytes>", model
    if isinstance(model, str) and "\n" in model:
        return "<text>", model.encode()
    return os.fspath(model), None


def lock(
    model: str | bytes | PathLike,
    output: PathLike,
    *,
    profiles: Iterable[PathLike] = (),
    fingerprint: str | Iterable[str] = ("clock", "precision"),
    chain: str | Iterable[str] = ("aes",),
    on_mismatch: Literal["error", "garbage"] = "error",
    unlock: Literal["eager"] = "eager",
    resist: str | Iterable[str] = (),
    owner: PathLike | None = None,
    tpm_roots: PathLike | None = None,
    sign: PathLike | None = None,
    model_name: str | None = None,
    model_version: int = 0,
    passphrase_file: PathLike | None = None,
    bytecode: bool = False,
    tcti: str | None = None,
    plugins: Iterable[PathLike] = (),
    progress: Progress | None = None,
) -> LockReport:
    """Locks a linalg model to one or more machines and writes it.

    model: a path (.mlir or .mlirbc), or the module itself: bytes, or text, which
        has more than one line.
    output: the file to write, in bytecode if it ends in .mlirbc or `bytecode` is
        true. It appears whole or not at all.
    profiles: the machines that may open it; none: this machine, enrolled now.
    fingerprint: what to bind to: "clock", "precision", "machine-id", "tpm2", "plugin".
    chain: transformations of the weights, innermost first: "shuffle", "pretransform",
        "aes", "aes256".
    on_mismatch: what another machine gets: "error", or "garbage", which decodes to
        weights that are wrong.
    unlock: when weights are decoded: "eager", at load.
    resist: soft locks, which leave weights that work in float32 alone:
        "quantization", "pruning".
    owner: public P-256 key of who may change the slots later.
    tpm_roots: folder with certificates that each TPM must be signed by.
    sign, model_name, model_version: private Ed25519 key, and the identity that it
        signs; writes `output` + ".sig".
    passphrase_file: its first line opens `sign`; None: asked for on the terminal.
    tcti, plugins: as for `enroll()`.
    progress: called with the steps that are done and their number.

    Raises UsageError for words that do not exist, InputError if the model or a
    profile cannot be used.
    """
    name, contents = _input(model)
    report = _native.native().lock(
        name,
        contents,
        _native.path_of(output),
        bytecode=bytecode,
        profiles=_native.paths(profiles),
        fingerprint=_native.words(fingerprint),
        chain=_native.words(chain),
        unlock=unlock,
        on_mismatch=on_mismatch,
        resist=_native.words(resist),
        owner=_native.optional_path(owner),
        tpm_roots=_native.optional_path(tpm_roots),
        sign=_native.optional_path(sign),
        model_name=model_name,
        model_version=model_version,
        passphrase_file=_native.optional_path(passphrase_file),
        tcti=tcti,
        plugins=_native.paths(plugins),
        progress=progress,
        message=_native.log,
    )
    return LockReport(pathlib.Path(output), json.loads(report))


def inspect(path: PathLike) -> dict[str, Any]:
    """What a model or a profile holds, as `hwlock inspect --json` prints it.

    Nothing of it is secret: whoever has a locked model can read it. Raises
    InputError if the file is neither.
    """
    facts: dict[str, Any] = json.loads(_native.native().inspect(_native.path_of(path)))
    return facts


def relock(
    locked: PathLike,
    output: PathLike,
    profiles: Iterable[PathLike],
    *,
    owner_key: PathLike,
    fingerprint: str | Iterable[str] = ("clock", "precision"),
    tpm_roots: PathLike | None = None,
    passphrase_file: PathLike | None = None,
    bytecode: bool = False,
) -> None:
    """Locks a locked model again, with new keys, for `profiles` and its owner.

    Nothing that opened an older copy opens the new one, apart from the machines
    given here and the owner. Needs no authorised machine. `output` may be
    `locked`; the other arguments are those of `lock()` and `slots.add()`.
    """
    edit = _native.edit(
        locked, output, owner_key, passphrase_file, fingerprint, tpm_roots, bytecode
    )
    _native.native().relock(edit, _native.paths(profiles), message=_native.log)
