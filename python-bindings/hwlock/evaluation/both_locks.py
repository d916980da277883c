"""Soft and hard lock together: who may run it, who may not, and after the key has leaked.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np

from hwlock.attacks import ATTACKS, find_layers
from hwlock.attacks.outputs import drift
from hwlock.constants import read_constants

from . import intervals, networks_to_lock, progress, soft, usefulness
from .destruction import WrongKeyTrial
from .networks_to_lock import Subject
from .programs import Programs, random_keys
from .sizes import Sizes
from .store import Json, Store

NETWORKS = (networks_to_lock.SMALL[0], networks_to_lock.DECODERS[0])
CHAIN = ("aes",)
SOURCE = "clock"


def _run(programs: Programs, subject: Subject, model: pathlib.Path, *options: str) -> np.ndarray:
    """Locked to this machine as a user does, and run on it."""
    locked = programs.folder / "here.mlirbc"
    profile = programs.folder / "here.hwp"
    programs.hwlock.check("enroll", "--force", "-o", profile)
    programs.hwlock.check("lock", model, "-o", locked, "-p", profile, *options)
    return programs.hwlock.run_model(locked, *subject.inputs)


def _refused(
    programs: Programs, subject: Subject, locked: pathlib.Path, count: int, seed: int
) -> int:
    """Wrong keys with which the decoder decodes nothing. It does with the right one."""
    compiled = programs.folder / "error.so"
    programs.hwlock.check("compile", locked, "-o", compiled)
    folder = programs.folder / "error"
    programs.dump(locked, folder)
    programs.scores(compiled, programs.keys(folder, "right", 1, seed), subject.inputs)
    refused = 0
    for number in range(count):
        key = random_keys(folder / "wrong.keys", 1, seed + number)
        words = ("attack", compiled, key, programs.folder / "scores.npy", *subject.inputs)
        tried = programs.start("hwlock-test-evaluate", *words)
        refused += tried.returncode != 0 and "the weights cannot be decoded" in tried.stderr
    return refused


def _wrong_keys(
    programs: Programs, subject: Subject, model: pathlib.Path, count: int, seed: int
) -> Json:
    """Scores where nothing refuses a wrong key: the policy garbage has no tags, as a
    decoder that somebody took the check out of."""
    right = programs.hwlock.run_model(model, *subject.inputs)
    found = Subject(subject.name, model, subject.inputs, subject.labels, right)
    trial = WrongKeyTrial(programs, found, CHAIN, SOURCE, seed)
    outputs = trial.outputs(trial.keys("far", count))
    return intervals.summary(usefulness.accuracy(outputs, subject.labels))


def opened(programs: Programs, model: pathlib.Path, locked: pathlib.Path, seed: int) -> pathlib.Path:
    """What somebody has who got the key: the module with each weight as the decoder
    gives it. All weights of layers must be among them."""
    folder = programs.folder / "leak"
    weights = programs.dump(locked, folder)
    key = programs.keys(folder, "right", 1, seed)
    constants = read_constants(model)
    by_bytes = {constants[name].tobytes(): name for name in constants}
    decoded = {}
    for index, weight in enumerate(weights):
        path = folder / "plain"
        programs.evaluate("unseal", folder, index, "plain", key, path)
        name = by_bytes.get(path.read_bytes())
        if name is None:
            raise RuntimeError(f"{model}: the right key gives no tensor that was locked")
        decoded[name] = np.fromfile(path, constants[name].dtype).reshape(weight["shape"])
    missing = {layer.weight for layer in find_layers(constants).layers} - set(decoded)
    if missing:
        raise RuntimeError(f"{model}: the right key does not give {', '.join(sorted(missing))}")
    constants.replace(decoded)
    path = programs.folder / "opened.mlirbc"
    constants.write(path)
    return path


def _cell(programs: Programs, name: str, keys: int, seed: int) -> Json:
    subject = networks_to_lock.build(name, programs.folder, seed)
    model = soft.lock(programs, subject.model, seed)
    alone = programs.hwlock.run_model(model, *subject.inputs)
    found: Json = {"chance": subject.chance, "drift": drift(alone, subject.right)}
    progress.show(f"both locks: {name}, on this machine")
    found["same_bits"] = bool(np.array_equal(_run(programs, subject, model), alone))
    together = _run(programs, subject, subject.model, "--resist", "quantization,pruning")
    found["drift_together"] = drift(together, subject.right)
    found["score_together"] = float(usefulness.accuracy(together[None], subject.labels)[0])

    progress.show(f"both locks: {name}, wrong keys")
    found["wrong"] = _wrong_keys(programs, subject, model, keys, seed)
    locked = programs.folder / "error.mlirbc"
    programs.lock(model, locked, CHAIN, seed, (SOURCE,), policy="error")
    found["tried"] = min(keys, 20)  # a process each
    found["refused"] = _refused(programs, subject, locked, found["tried"], seed)

    leaked = opened(programs, model, locked, seed)
    for form, path in (("before", model), ("after", leaked)):
        rows = soft.attack(subject, path, list(ATTACKS), f"both locks: {name} {form} the leak")
        found[form] = rows["rows"]
    return found


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    for name in NETWORKS[: sizes.soft_networks]:
        store.step(name, lambda name=name: _cell(programs, name, sizes.both_keys, store.seed))
