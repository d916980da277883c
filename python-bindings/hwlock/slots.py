"""Who may open a locked model, and changing that.

`list()` needs no key: whoever has the file can read it. Changes need the private
key of the owner that the model was locked for (`lock(..., owner=...)`), and no
authorised machine.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import builtins
import json
from collections.abc import Iterable
from typing import Any

from hwlock import _native
from hwlock._native import PathLike
from hwlock.errors import InputError


def list(locked: PathLike) -> builtins.list[dict[str, Any]]:
    """The slots of a locked model, as `hwlock slot list --json` prints them.

    Raises InputError if the model is not locked.
    """
    facts = json.loads(_native.native().inspect(_native.path_of(locked)))
    if "slots" not in facts:
        raise InputError(f"'{_native.path_of(locked)}' is not a locked model")
    slots: builtins.list[dict[str, Any]] = facts["slots"]
    return slots


def add(
    locked: PathLike,
    profile: PathLike,
    *,
    owner_key: PathLike,
    output: PathLike | None = None,
    fingerprint: str | Iterable[str] = ("clock", "precision"),
    tpm_roots: PathLike | None = None,
    passphrase_file: PathLike | None = None,
) -> str:
    """Allows the machine of `profile` to open the model; returns its slot's identifier.

    output: where to write the changed model; None: over `locked`.
    fingerprint, tpm_roots: how to bind the slot, as for `lock()`.
    passphrase_file: its first line opens `owner_key`; None: asked for on the terminal.
    """
    edit = _native.edit(locked, output, owner_key, passphrase_file, fingerprint, tpm_roots)
    slot: str = _native.native().slot_add(edit, _native.path_of(profile), message=_native.log)
    return slot


def remove(
    locked: PathLike,
    slot: str,
    *,
    owner_key: PathLike,
    output: PathLike | None = None,
    even_owner: bool = False,
    passphrase_file: PathLike | None = None,
) -> None:
    """Takes a machine out of the model.

    It still opens copies that have its slot: `relock()` makes new keys.

    slot: the first digits of its identifier.
    even_owner: remove even the owner's slot; nobody can change the slots any more then.
    """
    edit = _native.edit(locked, output, owner_key, passphrase_file)
    _native.native().slot_remove(edit, slot, even_owner, message=_native.log)
