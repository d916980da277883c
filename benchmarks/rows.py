"""The comparisons that scripts/bench can make.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import dataclasses
import json
import pathlib

from iree import iree
from measure import Row, in_turn, output, run, spread
from soft import soft

ROOT = pathlib.Path(__file__).resolve().parent.parent
MIB = 1 << 20
KEY = "000102030405060708090a0b0c0d0e0f"
OPENSSL = ("openssl", "enc", "-aes-128-ctr", "-K", KEY, "-iv", KEY)


@dataclasses.dataclass
class Bench:
    """Where things are, and how often to repeat."""

    programs: pathlib.Path
    models: pathlib.Path
    folder: pathlib.Path  # for scratch files
    size: int  # MiB
    repetitions: int

    @property
    def hwlock(self) -> pathlib.Path:
        return self.programs / "hwlock"

    def profile(self) -> pathlib.Path:
        path = self.folder / "here.hwp"
        if not path.exists():
            run(self.hwlock, "enroll", "-o", path)
        return path


def lock(bench: Bench) -> list[Row]:
    """Locks big models; OpenSSL encrypts the same file, in the same folder."""
    return lock_form(bench, "mlirbc", bench.size) + lock_form(bench, "mlir", bench.size // 4)


def lock_form(bench: Bench, form: str, size: int) -> list[Row]:
    width = 2048
    layers = max(1, size * MIB // (4 * width * width))
    weights = layers * 4 * width * width
    model, out = bench.folder / f"model.{form}", bench.folder / f"out.{form}"
    run(bench.programs / "hwlock-test-model", model, layers, width)
    profile = bench.profile()

    def fresh(*command):
        out.unlink(missing_ok=True)
        return run(*command)

    results = in_turn(
        {
            "openssl enc": lambda: fresh(*OPENSSL, "-in", model, "-out", out),
            "hwlock lock": lambda: fresh(bench.hwlock, "lock", model, "-o", out, "-p", profile),
        },
        bench.repetitions,
    )
    length = model.stat().st_size
    model.unlink()
    out.unlink()
    rows = []
    for clock in ("wall", "cpu"):
        medians = {}
        for name, usages in results.items():
            values = spread(length / getattr(usage, clock) / 1e6 for usage in usages)
            medians[name] = values["median"]
            rows.append(Row(f"lock .{form}, {name}, {clock} time", "MB of file/s", values))
        rows[-1].ratio = medians["hwlock lock"] / medians["openssl enc"]
        if clock == "wall":
            rows[-1].target, rows[-1].hit = ">= 1.0", rows[-1].ratio >= 1
    peaks = spread(usage.peak / 1e6 for usage in results["hwlock lock"])
    limit = (1.3 * weights + 128e6) / 1e6
    what = f"lock .{form}, peak memory for {weights / 1e6:.0f} MB of weights"
    rows.append(Row(what, "MB", peaks))
    rows[-1].target, rows[-1].hit = f"<= {limit:.0f}", peaks["max"] <= limit
    return rows


def unseal(bench: Bench) -> list[Row]:
    """Decodes buffers in memory, on one core, with every AES level; and undoes each chain."""
    report = output(
        bench.programs / "hwlock-bench-decode",
        f"--benchmark_repetitions={bench.repetitions}",
        "--benchmark_enable_random_interleaving=true",
        "--benchmark_min_time=0.1",
        "--benchmark_format=json",
    )
    rates: dict[str, list[float]] = {}
    for result in json.loads(report)["benchmarks"]:
        if result["run_type"] == "iteration":
            rates.setdefault(result["name"], []).append(result["bytes_per_second"] / 1e9)
    rows = []
    levels = ["openssl", "portable", "aesni", "vaes256", "vaes512"]

    def order(name: str) -> tuple:
        kind, level, size = name.split("/")[:3]
        return kind, int(size), levels.index(level)

    for name in sorted(rates, key=order):
        values = rates[name]
        kind, level, size = name.split("/")[:3]
        row = Row(f"{kind} {int(size) // 1024} KiB, {level}", "GB/s", spread(values))
        if "," in kind:
            # What a chain costs beside its AES alone; there is nothing to compare with.
            row.ratio = row.values["median"] / spread(rates[f"decode/{level}/{size}"])["median"]
        elif level != "openssl":
            row.ratio = row.values["median"] / spread(rates[f"{kind}/openssl/{size}"])["median"]
        if "," not in kind and level not in ("openssl", "portable"):
            least = 1.5 if kind.startswith("decode") and level.startswith("vaes") else 1.0
            row.target, row.hit = f">= {least}", row.ratio >= least
        rows.append(row)
    return rows


def run_json(
    bench: Bench, model: pathlib.Path, inputs: list[pathlib.Path], rounds: int, *options
) -> dict:
    return json.loads(
        output(bench.hwlock, "run", model, "--input", *inputs, "--bench", rounds, *options)
    )


def open(bench: Bench) -> list[Row]:
    """Measures this machine, or asks a TPM in software, for the data key."""
    digits = ROOT / "examples/digits"

    def contestant(name: str, profile: pathlib.Path, *options, tcti: str = ""):
        locked = bench.folder / f"{name}.mlirbc"
        run(bench.hwlock, "lock", digits / "model.mlir", "-o", locked, "-p", profile, *options)
        return lambda: run_json(
            bench, locked, [digits / "images.npy"], 1, "--tcti", tcti
        )["open_ms"]

    def measure(contestants: dict, target: int) -> list[Row]:
        rows = []
        for name, times in in_turn(contestants, bench.repetitions).items():
            values = spread(times)
            rows.append(Row(f"open, {name}", "ms", values))
            rows[-1].target, rows[-1].hit = f"<= {target}", values["median"] <= target
        return rows

    policies = {
        f"policy {name}": contestant(name, bench.profile(), "--on-mismatch", name)
        for name in ("error", "garbage")
    }
    rows = measure(policies, 25)
    with software_tpm(bench.folder) as (tcti, roots):
        profile = bench.folder / "tpm2.hwp"
        run(bench.hwlock, "enroll", "-o", profile, "--sources", "tpm2", "--tcti", tcti)
        bind = ("--fingerprint", "tpm2")
        devices = {
            "tpm2 (swtpm)": contestant("tpm2", profile, *bind, tcti=tcti),
            "tpm2 (swtpm), attested": contestant(
                "attested", profile, *bind, "--tpm-roots", roots, tcti=tcti
            ),
        }
        return rows + measure(devices, 90)


@contextlib.contextmanager
def software_tpm(folder: pathlib.Path):
    """How to reach a TPM in software, and the certificates of its maker."""
    script, home = ROOT / "test/lib/software-tpm", folder / "tpm"
    run(script, "make", home)
    run(script, "start", home)
    try:
        yield f"swtpm:path={home}/socket", home / "roots"
    finally:
        run(script, "stop", home)


def eager(bench: Bench) -> list[Row]:
    """Runs models locked and unlocked; each run calls the model many times."""
    digits = ROOT / "examples/digits"
    models = {"digits": (digits / "model.mlir", [digits / "images.npy"], 100)}
    minilm = bench.models / "minilm"
    if (minilm / "model.mlirbc").exists():
        models["MiniLM"] = (minilm / "model.mlirbc", sorted(minilm.glob("input*.npy")), 20)
    rows = []
    for name, (model, inputs, rounds) in models.items():
        locked = bench.folder / f"{name}.mlirbc"
        run(bench.hwlock, "lock", model, "-o", locked, "-p", bench.profile())
        results = in_turn(
            {
                form: lambda path=path: run_json(bench, path, inputs, rounds)["latency_us"]["min"]
                for form, path in {"unlocked": model, "locked": locked}.items()
            },
            bench.repetitions,
        )
        rows += [
            Row(f"eager {name}, {form}, fastest call", "us", spread(times))
            for form, times in results.items()
        ]
        # Load only adds time: the fastest calls of all say most.
        rows[-1].ratio = rows[-1].values["min"] / rows[-2].values["min"]
        rows[-1].target, rows[-1].hit = "<= 1.02", rows[-1].ratio <= 1.02
    return rows


ALL = {"lock": lock, "unseal": unseal, "open": open, "eager": eager, "iree": iree, "soft": soft}
