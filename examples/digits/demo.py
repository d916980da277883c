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
import sys
import time
from dataclasses import dataclass

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "python-bindings"))
from hwlock import plaintext  # noqa: E402
from hwlock.command import Hwlock  # noqa: E402

MODEL = HERE / "model.mlir"
IMAGES = HERE / "images.npy"
LABELS = np.load(HERE / "labels.npy")
POLICIES = ("error", "garbage")
EMULATOR = "qemu-x86_64"
WRAPPED_KEY = re.compile(r'(\bwrapped ")([0-9a-f]{64})(")')


@dataclass
class Demo:
    hwlock: Hwlock
    folder: pathlib.Path

    def artefact(self, policy: str) -> pathlib.Path:
        return self.folder / f"locked-{policy}.mlir"

    def lock(self) -> float:
        """Enrols this machine, locks for both policies; milliseconds of one."""
        profile = self.folder / "here.hwp"
        self.hwlock.check("enroll", "-o", profile)
        for policy in POLICIES:
            start = time.perf_counter()
            self.hwlock.check(
                *("lock", MODEL, "-o", self.artefact(policy), "-p", profile),
                *("--on-mismatch", policy),
            )
            milliseconds = 1000 * (time.perf_counter() - start)
        return milliseconds

    def run(self, model: pathlib.Path) -> np.ndarray:
        return self.hwlock.run_model(model, IMAGES)

    def run_elsewhere(self) -> dict:
        """The same two files on a processor that QEMU emulates."""
        elsewhere = Hwlock(self.hwlock.prefix[-1], [EMULATOR])
        garbage = elsewhere.run_model(self.artefact("garbage"), IMAGES)
        output = self.folder / "must-not-exist.npy"
        refused = elsewhere.call(
            *("run", self.artefact("error"), "--input", IMAGES, "--output", output)
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
        text = self.artefact("garbage").read_text()

        def attempt(index: int) -> float:
            wrong = self.folder / f"wrong-key-{index}.mlir"
            changed, places = WRAPPED_KEY.subn(
                lambda found: found[1] + secrets.token_hex(32) + found[3], text
            )
            if places != 1:
                sys.exit(f"demo: expected 1 wrapped key, found {places}")
            wrong.write_text(changed)
            try:
                return accuracy(self.run(wrong))
            finally:
                wrong.unlink()

        accuracies = []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for result in pool.map(attempt, range(count)):
                accuracies.append(result)
                progress(f"wrong key {len(accuracies)} of {count}")
        return {
            "n": count,
            "mean_accuracy": float(np.mean(accuracies)),
            "max_accuracy": max(accuracies),
        }

    def plaintext_windows(self) -> tuple[int, int]:
        """Windows of the weights found in the locked files, and their number."""
        clear = MODEL.read_bytes()
        wanted = plaintext.windows(plaintext.resources(clear))
        if plaintext.search(wanted, clear) != wanted:
            sys.exit("demo: the scan misses weights that lie in the clear")
        found = set()
        for policy in POLICIES:
            found |= plaintext.search(wanted, self.artefact(policy).read_bytes())
        return len(found), len(wanted)


def accuracy(scores: np.ndarray) -> float:
    return float((scores.argmax(1) == LABELS).mean())


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def make_report(demo: Demo, wrong_keys: int) -> tuple[dict, int]:
    lock_ms = demo.lock()
    progress("the unlocked model, and both locked ones, on this machine")
    unlocked = demo.run(MODEL)
    locked = [demo.run(demo.artefact(policy)) for policy in POLICIES]
    identical = [scores.tobytes() == unlocked.tobytes() for scores in locked]
    if identical == [True, False]:
        print(UNSTABLE, file=sys.stderr)
    progress(f"both locked models under {EMULATOR}, which takes a while")
    foreign = demo.run_elsewhere()
    found, windows = demo.plaintext_windows()
    report = {
        "reference_accuracy": accuracy(np.load(HERE / "scores.npy")),
        "authorised_accuracy": min(map(accuracy, locked)),
        "bit_identical": all(identical),
        "foreign": foreign,
        "wrong_keys": demo.run_with_wrong_keys(wrong_keys),
        "plaintext_windows_found": found,
        "open_ms": demo.open_milliseconds(),
        "lock_ms": lock_ms,
    }
    progress("")
    return report, windows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong-keys", type=int, default=200, metavar="N")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    arguments = parser.parse_args()
    folder = arguments.build / "demo"
    folder.mkdir(parents=True, exist_ok=True)

    demo = Demo(Hwlock(arguments.build / "bin/hwlock"), folder)
    report, windows = make_report(demo, arguments.wrong_keys)
    (folder / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(table(report, windows))
    broken = broken_claims(report)
    for claim in broken:
        print(f"demo: does not hold on this machine: {claim}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
