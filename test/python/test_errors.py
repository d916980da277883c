"""One class for each exit code, and calls that are ended.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess
import threading

import pytest

import hwlock

MODEL = pathlib.Path(__file__).resolve().parents[2] / "examples/digits/model.mlir"


@pytest.fixture(scope="module")
def locked(profile, tmp_path_factory):
    return hwlock.lock(MODEL, tmp_path_factory.mktemp("errors") / "l.mlir", profiles=[profile])


def test_not_authorised(build, tmp_path):
    foreign, locked = tmp_path / "foreign.hwp", tmp_path / "locked.mlir"
    subprocess.run([build / "bin/hwlock-test-profile", foreign], check=True)
    with pytest.raises(hwlock.NotAuthorisedError) as raised:
        hwlock.load(hwlock.lock(MODEL, locked, profiles=[foreign]))
    assert raised.value.exit_code == 3
    assert "not authorised" in raised.value.message


def test_usage(profile):
    with pytest.raises(hwlock.UsageError) as raised:
        hwlock.lock(MODEL, "never.mlir", profiles=[profile], chain=["rot13"])
    assert raised.value.exit_code == 1
    assert "rot13" in raised.value.message
    assert isinstance(raised.value, ValueError)


def test_bad_input(tmp_path):
    with pytest.raises(hwlock.InputError) as raised:
        hwlock.lock("func.func @main(\n", tmp_path / "never.mlir")
    assert raised.value.exit_code == 2
    # The diagnostic of the parser follows the message.
    assert any("<text>:1" in hint for hint in raised.value.hints)
    assert not (tmp_path / "never.mlir").exists()


def test_corrupt(locked, tmp_path):
    data = bytearray(locked.path.read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.mlir"
    changed.write_bytes(data)
    with pytest.raises(hwlock.CorruptError) as raised:
        hwlock.load(changed)
    assert raised.value.exit_code == 4


def test_environment(tmp_path):
    with pytest.raises(hwlock.EnvironmentFault) as raised:
        hwlock.enroll(
            tmp_path / "never.hwp", sources="tpm2", tcti=f"swtpm:path={tmp_path}/nobody"
        )
    assert raised.value.exit_code == 5


def test_all_are_errors_of_hwlock():
    kinds = [
        hwlock.UsageError,
        hwlock.InputError,
        hwlock.NotAuthorisedError,
        hwlock.CorruptError,
        hwlock.EnvironmentFault,
    ]
    assert [kind.exit_code for kind in kinds] == [1, 2, 3, 4, 5]
    assert all(issubclass(kind, hwlock.Error) for kind in kinds)


class Stop(Exception):
    pass


def test_progress_that_raises_ends_a_lock(profile, tmp_path):
    def stop(done, all):
        if done == all:
            raise Stop

    with pytest.raises(Stop):
        hwlock.lock(MODEL, tmp_path / "never.mlir", profiles=[profile], progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_that_raises_ends_an_enrolment(tmp_path):
    calls = []

    def stop(done, all):
        calls.append(done)
        raise Stop

    with pytest.raises(Stop):
        hwlock.enroll(tmp_path / "never.hwp", progress=stop)
    assert calls == [1]
    assert list(tmp_path.iterdir()) == []


def test_progress_that_raises_ends_a_load(locked):
    with pytest.raises(Stop):
        hwlock.load(locked, progress=lambda done, all: (_ for _ in ()).throw(Stop))


def counted_while(call) -> int:
    """How often another thread gets the interpreter while `call` runs."""
    steps, ended = 0, threading.Event()

    def count():
        nonlocal steps
        while not ended.wait(0.001):
            steps += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        before = steps
        call()
        return steps - before
    finally:
        ended.set()
        thread.join()


def test_long_calls_release_the_interpreter(locked, tmp_path):
    assert counted_while(lambda: hwlock.enroll(tmp_path / "a.hwp")) > 10
    # Without a profile it enrols too: locking alone is over too soon.
    assert counted_while(lambda: hwlock.lock(MODEL, tmp_path / "b")) > 10
    assert counted_while(lambda: hwlock.load(locked)) > 10
