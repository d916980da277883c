"""The source tpm2 from enrolment to inference, with TPMs in software.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib

import numpy as np
import pytest

from tpm import software_tpm

DIGITS = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
SOURCES = "clock,precision,tpm2"


@pytest.fixture(scope="module")
def device():
    with software_tpm() as tpm:
        yield tpm


@pytest.fixture(scope="module")
def other(device):
    """A second TPM of the same manufacturer."""
    with software_tpm(sibling=device) as tpm:
        yield tpm


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tpm2")


@pytest.fixture(scope="module")
def profile(hwlock, device, folder):
    path = folder / "device.hwp"
    hwlock.check("enroll", "-o", path, "--sources", SOURCES, "--tcti", device.tcti)
    return path


def lock(hwlock, profile, out, *options, sources=SOURCES):
    hwlock.check("lock", DIGITS / "model.mlir", "-o", out, "-p", profile,
                 "--fingerprint", sources, *options)  # fmt: skip
    return out


@pytest.fixture(scope="module")
def locked(hwlock, profile, folder):
    return lock(hwlock, profile, folder / "locked.mlirbc")


@pytest.fixture(scope="module")
def attested(hwlock, profile, folder, device):
    return lock(hwlock, profile, folder / "attested.mlirbc", "--tpm-roots", device.roots)


@pytest.fixture(scope="module")
def garbage(hwlock, profile, folder):
    # Not the clock, which garbage reads without a correction: see docs/Fingerprints.md.
    return lock(hwlock, profile, folder / "garbage.mlirbc", "--on-mismatch", "garbage",
                sources="precision,tpm2")  # fmt: skip


def run(hwlock, model, tpm, output=None):
    options = ["--output", output] if output else []
    return hwlock.call("run", model, "--input", DIGITS / "images.npy", "--tcti", tpm.tcti,
                       *options)  # fmt: skip


def accuracy(output):
    scores = np.load(output)
    return np.mean(scores.argmax(axis=1) == np.load(DIGITS / "labels.npy"))


def expect_opens(hwlock, model, tpm, folder):
    output = folder / "scores.npy"
    process = run(hwlock, model, tpm, output)
    assert process.returncode == 0, process.stderr
    assert accuracy(output) > 0.9


def test_opens_with_its_tpm(hwlock, locked, attested, device, folder):
    for model in (locked, attested):
        expect_opens(hwlock, model, device, folder)


def test_opens_after_a_restart(hwlock, locked, attested, device, folder):
    device.restart()
    for model in (locked, attested):
        expect_opens(hwlock, model, device, folder)


def test_another_tpm_is_not_authorised(hwlock, locked, attested, other):
    for model in (locked, attested):
        process = run(hwlock, model, other)
        assert process.returncode == 3, process.stderr
        assert process.stdout == ""


def test_without_a_tpm_the_environment_is_to_blame(hwlock, locked, device):
    device.stop()
    try:
        process = run(hwlock, locked, device)
    finally:
        device.start()
    assert process.returncode == 5, process.stderr
    assert f"no TPM 2.0 answers at '{device.tcti}'" in process.stderr
    assert "hwlock: hint: " in process.stderr
    # Nothing of the software stack's own messages.
    assert all(line.startswith("hwlock: ") for line in process.stderr.splitlines())


def test_garbage_runs_everywhere_and_is_right_with_its_tpm_only(
    hwlock, garbage, device, other, folder
):
    expect_opens(hwlock, garbage, device, folder)
    output = folder / "wrong.npy"
    process = run(hwlock, garbage, other, output)
    assert process.returncode == 0, process.stderr
    assert accuracy(output) < 0.5


def test_opens_when_compiled(hwlock, attested, device, other, folder):
    library = folder / "attested.so"
    hwlock.check("compile", attested, "-o", library)
    expect_opens(hwlock, library, device, folder)
    assert run(hwlock, library, other).returncode == 3


def test_lock_says_what_it_took_on_trust(hwlock, profile, folder, device):
    command = ("lock", DIGITS / "model.mlir", "-o", folder / "said.mlirbc", "-p", profile,
               "--fingerprint", "tpm2")  # fmt: skip
    remark = "hwlock: remark: TPM of 1 slot(s) unattested"
    assert remark in hwlock.check(*command).stderr
    assert remark not in hwlock.check(*command, "--tpm-roots", device.roots).stderr


def test_attestation_needs_the_manufacturer(hwlock, profile, folder):
    with software_tpm() as stranger:
        process = hwlock.call(
            "lock", DIGITS / "model.mlir", "-o", folder / "none.mlir", "-p", profile,
            "--fingerprint", SOURCES, "--tpm-roots", stranger.roots,
        )  # fmt: skip
    assert process.returncode == 2
    assert "the endorsement certificate is not trusted" in process.stderr
    assert not (folder / "none.mlir").exists()


def test_an_owners_password_is_explained(hwlock, folder):
    with software_tpm() as tpm:
        tpm.tool("tpm2_changeauth", "-c", "o", "secret")
        process = hwlock.call("enroll", "-o", folder / "none.hwp", "--sources", "tpm2",
                              "--tcti", tpm.tcti)  # fmt: skip
    assert process.returncode == 5
    assert "the storage root: a password is set" in process.stderr
    assert "0x81000001" in process.stderr
    assert not (folder / "none.hwp").exists()


def test_reports_say_what_is_attested(hwlock, profile, locked, attested):
    enrolled = json.loads(hwlock.check("inspect", "--json", profile).stdout)
    name = enrolled["tpm2"]["key"]
    assert name.startswith("000b") and len(name) == 68
    assert enrolled["tpm2"]["certificate"] is True
    for model, expected in ((locked, False), (attested, True)):
        report = json.loads(hwlock.check("inspect", "--json", model).stdout)
        assert report["slots"][0]["tpm2"] == {"key": name, "attested": expected}
        text = hwlock.check("inspect", model).stdout
        assert f"TPM key {name}, {'attested' if expected else 'unattested'}" in text


def test_doctor_finds_the_tpm(hwlock, device):
    report = hwlock.check("doctor", "-n", 5, "--tcti", device.tcti).stdout
    (row,) = [line for line in report.splitlines() if line.startswith("tpm2 ")]
    assert "its manufacturer's certificate attests it" in row
    device.stop()
    try:
        report = hwlock.check("doctor", "-n", 5, "--tcti", device.tcti).stdout
    finally:
        device.start()
    assert "tpm2       cannot be used: no TPM 2.0 answers" in report
