"""The source machine-id, with a file in the place of /etc/machine-id that only
these processes see: no option and no variable of hwlock names another one.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import subprocess

import numpy as np
import pytest
from hwlock.command import Hwlock
from test_operator import MODEL

HERE = "0123456789abcdef0123456789abcdef"
THERE = "0123456789abcdef0123456789abcdee"


@pytest.fixture(scope="module")
def on(build, tmp_path_factory):
    """hwlock on a machine with the id that is given."""

    def machine(content: str) -> Hwlock:
        path = tmp_path_factory.mktemp("id") / "machine-id"
        path.write_text(content)
        script = f'mount --bind "{path}" /etc/machine-id && exec "$@"'
        return Hwlock(
            build / "bin/hwlock", ["unshare", "-rm", "sh", "-c", script, "sh"]
        )

    try:
        machine(HERE).check("--version")
    except (OSError, RuntimeError) as error:
        pytest.skip(f"no private mounts here: {error}")
    return machine


@pytest.fixture(scope="module")
def locked(on, tmp_path_factory):
    folder = tmp_path_factory.mktemp("locked")
    (folder / "model.mlir").write_text(MODEL)
    np.save(folder / "x.npy", np.array([1, 10], dtype=np.float32))
    here = on(HERE)
    result = here.check("enroll", "-o", folder / "here.hwp", "--sources", "machine-id")
    assert "class-bound: no bits for who has seen the machine" in result.stdout
    here.check(
        "lock", folder / "model.mlir", "-o", folder / "locked.mlir",
        "-p", folder / "here.hwp", "--fingerprint", "machine-id",
    )  # fmt: skip
    return folder


def run(hwlock: Hwlock, folder) -> subprocess.CompletedProcess:
    return hwlock.call(
        "run", folder / "locked.mlir", "--input", folder / "x.npy", "--output", folder / "y.npy"
    )


def test_opens_where_it_was_enrolled(on, locked):
    assert run(on(HERE + "\n"), locked).returncode == 0
    assert np.load(locked / "y.npy").tolist() == [3, 40]
    (locked / "y.npy").unlink()


def test_another_machine_is_not_authorised(on, locked):
    process = run(on(THERE), locked)
    assert process.returncode == 3
    assert "not authorised" in process.stderr
    assert not (locked / "y.npy").exists()


def test_a_machine_without_an_id_says_so(on, locked):
    process = run(on(""), locked)
    assert process.returncode == 5
    assert "this machine has no usable id: '/etc/machine-id' has 0 characters" in process.stderr
    assert not (locked / "y.npy").exists()


def test_no_file_holds_the_id(locked):
    for name in ("here.hwp", "locked.mlir"):
        content = (locked / name).read_bytes()
        assert HERE.encode() not in content
        assert bytes.fromhex(HERE) not in content
