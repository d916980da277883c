"""The wheel without LLVM, installed into a fresh environment: see wheels.py.

It plays the device: enrols it, and runs what the whole build, the vendor, locked and
compiled for it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
import subprocess

import pytest
import wheels
from wheels import ROOT, run

import hwlock as package

HERE = pathlib.Path(__file__).parent
DIGITS = ROOT / "examples/digits"
MODEL, IMAGES = DIGITS / "model.mlir", DIGITS / "images.npy"


@pytest.fixture(scope="session")
def runtime_wheel(build, tmp_path_factory):
    # What the test runtime-only.g++ has built, if it ran.
    folder = tmp_path_factory.mktemp("runtime-wheel")
    return wheels.build(folder, build / "runtime-only-g++", "--runtime-only")


@pytest.fixture(scope="session")
def device(runtime_wheel, tmp_path_factory):
    """The interpreter of an environment that has the wheel."""
    return wheels.install(runtime_wheel, tmp_path_factory.mktemp("device"))


@pytest.fixture
def plugin(tmp_path, monkeypatch) -> pathlib.Path:
    """A source plug-in with a device."""
    (tmp_path / "key").write_bytes(os.urandom(32))
    path = tmp_path / "keyed-file.so"
    subprocess.run(
        ["cc", "-std=c11", "-shared", "-fPIC", f"-I{ROOT}/include",
         ROOT / "examples/plugin/keyed-file.c", "-lcrypto", "-o", path],
        check=True,
    )  # fmt: skip
    return path


def change_ciphertext(source: pathlib.Path, changed: pathlib.Path) -> None:
    sections = subprocess.run(
        ["readelf", "--sections", "--wide", source], check=True, capture_output=True, text=True
    ).stdout
    (line,) = (line for line in sections.splitlines() if ".hwlock.sealed" in line)
    offset = int(line.split("PROGBITS")[1].split()[1], 16)
    data = bytearray(source.read_bytes())
    data[offset + 1000] ^= 1
    changed.write_bytes(data)


def test_a_device(device, hwlock, foreign_profile, plugin, tmp_path):
    """See runtime_session.py."""
    key = {"KEYED_FILE_DEVICE": str(tmp_path / "key")}
    session = HERE / "runtime_session.py"
    assert run(device, session, "enroll", plugin, cwd=tmp_path, **key).endswith("enroll done\n")

    profiles = {"here": tmp_path / "here.hwp", "plugin": tmp_path / "plugin.hwp",
                "foreign": foreign_profile}  # fmt: skip
    for name, profile in profiles.items():
        locked = tmp_path / f"{name}.mlirbc"
        options = ["--fingerprint", "plugin"] if name == "plugin" else []
        hwlock.check("lock", MODEL, "-o", locked, "-p", profile, *options)
        hwlock.check("compile", locked, "-o", tmp_path / f"{name}.so")
    hwlock.check("run", MODEL, "--input", IMAGES, "--output", tmp_path / "scores.npy")
    change_ciphertext(tmp_path / "here.so", tmp_path / "changed.so")

    printed = run(device, session, "run", IMAGES, tmp_path / "scores.npy", plugin,
                  cwd=tmp_path, **key)  # fmt: skip
    assert printed.endswith("run done\n")


def test_facts_are_those_of_the_whole_package(device, profile, tmp_path):
    code = f"import hwlock, json; print(json.dumps(hwlock.inspect({str(profile)!r})))"
    facts = run(device, "-c", code, cwd=tmp_path)
    found, expected = json.loads(facts), package.inspect(profile)
    assert found.pop("guessing_bits") == pytest.approx(expected.pop("guessing_bits"), abs=1e-3)
    assert found == expected


def test_commands(device, tmp_path):
    module = run(device, "-m", "hwlock", "--version", cwd=tmp_path)
    assert module.startswith("hwlock ")
    assert run(device.parent / "hwlock", "--version", cwd=tmp_path) == module
    assert "chains" in run(device.parent / "hwlock", "doctor", cwd=tmp_path)
    assert not (device.parent / "hwlock-opt").exists()


def test_what_is_in_it(runtime_wheel):
    """Small, for every version of Python, with the licences of what it brings."""
    assert "-py3-none-manylinux" in runtime_wheel.name
    assert runtime_wheel.stat().st_size < 8 << 20
    bundled = wheels.check_licenses(runtime_wheel)
    assert bundled == {"libcrypto.so.3"}
