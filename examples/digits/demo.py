#!/usr/bin/env python3
"""Locks the digits model to this machine and shows where it works.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Writes build/demo/report.json. Ends with exit code 1, and says why, if one of
the claims in the table does not hold on this machine.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import secrets
import statistics
import subprocess
import sys

import numpy as np

import report

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "python-bindings"))
from hwlock import model_text, plaintext  # noqa: E402
from hwlock.command import Hwlock, HwlockError  # noqa: E402

MODEL = HERE / "model.mlir"
IMAGES = HERE / "images.npy"
LABELS = np.load(HERE / "labels.npy")
POLICIES = ("error", "garbage")
# Under garbage, wrong weights have to look like weights.
CHAINS = {"error": "aes", "garbage": "pretransform,aes"}
# Garbage corrects no misreading, and clocks of some machines are not quiet enough.
SOURCES = {"error": "clock,precision", "garbage": "precision"}
EMULATOR = "qemu-x86_64"
RUNS_HERE = 5
WRAPPED_KEY = re.compile(r'(?<=\bwrapped ")[0-9a-f]{64}(?=")')


def accuracy(scores: np.ndarray) -> float:
    return float((scores.argmax(1) == LABELS).mean())


def progress(text: str) -> None:
    """One line that is rewritten, if somebody looks."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


class Demo:
    def __init__(self, programs: pathlib.Path, folder: pathlib.Path):
        self.hwlock = Hwlock(programs / "hwlock")
        self.elsewhere = Hwlock(programs / "hwlock", [EMULATOR])
        self.hwlock_opt = programs / "hwlock-opt"
        self.folder = folder
        self.wrong_keys_with_nan = 0
        self.locked = {policy: folder / f"locked-{policy}.mlir" for policy in POLICIES}

    def lock(self) -> float:
        """Enrols this machine, locks for both policies; milliseconds of the form
        error."""
        milliseconds = {}
        profile = self.folder / "here.hwp"
        self.hwlock.check("enroll", "--force", "-o", profile)
        for policy, path in self.locked.items():
            options = ("-p", profile, "--on-mismatch", policy, "--json")
            form = ("--chain", CHAINS[policy], "--fingerprint", SOURCES[policy])
            locked = self.hwlock.check("lock", MODEL, "-o", path, *options, *form)
            milliseconds[policy] = json.loads(locked.stdout)["lock_ms"]
        return milliseconds["error"]

    def run(self, model: pathlib.Path) -> np.ndarray:
        return self.hwlock.run_model(model, IMAGES)

    def run_here(self) -> tuple[float, bool]:
        """Least accuracy of the locked models, and whether all of their runs
        gave the bytes of the unlocked one."""
        expected = self.run(MODEL)
        least, identical = 1.0, True
        for policy, path in self.locked.items():
            results = [self.run(path) for _ in range(RUNS_HERE)]
            least = min(least, *map(accuracy, results))
            same = sum(scores.tobytes() == expected.tobytes() for scores in results)
            if same < RUNS_HERE:
                identical = False
                print(report.unstable(policy, same, RUNS_HERE), file=sys.stderr)
        return least, identical

    def open_milliseconds(self) -> float:
        """Until a fresh process has the key; the median of five."""
        benchmark = ("run", self.locked["error"], "--input", IMAGES, "--bench", 1)
        runs = [self.hwlock.check(*benchmark).stdout for _ in range(5)]
        return statistics.median(json.loads(run)["open_ms"] for run in runs)

    def run_elsewhere(self) -> dict:
        """The same two files on a processor that QEMU emulates."""
        garbage = self.elsewhere.run_model(self.locked["garbage"], IMAGES)
        output = self.folder / "must-not-exist.npy"
        refused = self.elsewhere.call(
            *("run", self.locked["error"], "--input", IMAGES, "--output", output)
        )
        if output.exists():
            sys.exit(f"demo: the run under {EMULATOR} wrote {output}")
        return {
            "cpu": EMULATOR,
            "garbage_accuracy": accuracy(garbage),
            "error_exit_code": refused.returncode,
            "error_message": refused.stderr.strip(),
        }

    def run_with_wrong_keys(self, count: int) -> dict:
        """Changes the wrapped key at random: since it is wrapped by XOR, that
        does what a wrong fingerprint does."""
        text = model_text.without_checksum(self.locked["garbage"].read_text())
        keys = WRAPPED_KEY.findall(text)
        if len(keys) != 1:
            sys.exit("demo: the garbage form should have one wrapped key")

        def scores(name: str, key: str) -> np.ndarray:
            model = self.folder / f"key-{name}.mlir"
            model.write_text(WRAPPED_KEY.sub(key, text))
            try:
                return self.run(model)
            finally:
                model.unlink()

        # A mistake in the attack would look like a strong lock: with the key
        # that was there, the same steps must give the model back.
        if scores("right", keys[0]).tobytes() != self.run(MODEL).tobytes():
            sys.exit("demo: replacing a key by itself changed what the model computes")

        def attempt(index: int) -> tuple[float, bool]:
            wrong = scores(f"wrong-{index}", secrets.token_hex(32))
            return accuracy(wrong), bool(np.isnan(wrong).any())

        accuracies = []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for result, is_nan in pool.map(attempt, range(count)):
                accuracies.append(result)
                self.wrong_keys_with_nan += is_nan
                progress(f"running with wrong keys: {len(accuracies)} of {count}")
        return {
            "n": count,
            "mean_accuracy": statistics.mean(accuracies),
            "max_accuracy": max(accuracies),
        }

    def plaintext_windows(self) -> tuple[int, int]:
        """Windows of the weights found in the locked files, and their number."""
        clear = MODEL.read_bytes()
        wanted = plaintext.windows(plaintext.resources(clear))
        if plaintext.search(wanted, clear) != wanted:
            sys.exit("demo: the scan misses weights that lie in the clear")
        found = set()
        for path in self.locked.values():
            # Bytecode holds bytes as they are, whatever way text prints them.
            bytecode = path.with_suffix(".mlirbc")
            tool = [self.hwlock_opt, "--emit-bytecode", path, "-o", bytecode]
            subprocess.run(tool, check=True)
            for file in (path, bytecode):
                found |= plaintext.search(wanted, file.read_bytes())
        return len(found), len(wanted)


def show(demo: Demo, wrong_keys: int) -> tuple[dict, int]:
    """All figures of the report, and the number of windows searched for."""
    progress("enrolling this machine and locking the model")
    lock_ms = demo.lock()
    progress("running the model here")
    authorised, identical = demo.run_here()
    open_ms = demo.open_milliseconds()
    progress(f"running the model under {EMULATOR}, which takes a while")
    foreign = demo.run_elsewhere()
    wrong = demo.run_with_wrong_keys(wrong_keys)
    progress("searching for plain weights")
    found, windows = demo.plaintext_windows()
    progress("")
    figures = {
        "reference_accuracy": accuracy(np.load(HERE / "scores.npy")),
        "authorised_accuracy": authorised,
        "bit_identical": identical,
        "foreign": foreign,
        "wrong_keys": wrong,
        "plaintext_windows_found": found,
        "open_ms": open_ms,
        "lock_ms": lock_ms,
    }
    return figures, windows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong-keys", type=int, default=200, metavar="N")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    arguments = parser.parse_args()
    folder = arguments.build / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        demo = Demo(arguments.build / "bin", folder)
        figures, windows = show(demo, arguments.wrong_keys)
    except HwlockError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    (folder / "report.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(report.table(figures, len(LABELS), windows))
    print(report.nan_note(demo.wrong_keys_with_nan, arguments.wrong_keys))
    broken = report.broken_claims(figures)
    for claim in broken:
        print(f"demo: does not hold on this machine: {claim}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
