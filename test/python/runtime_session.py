"""What a device with the wheel without LLVM does; test_runtime_wheel.py runs it.

usage: runtime_session.py enroll PLUGIN
       runtime_session.py run IMAGES.npy SCORES.npy PLUGIN

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import sys
import threading

import numpy as np

import hwlock


def raises(kind, call) -> str:
    try:
        call()
    except Exception as error:
        assert type(error) is kind, (type(error), error)
        return str(error)
    raise AssertionError(f"expected {kind}")


def enroll(plugin: str) -> None:
    seen = []
    here = hwlock.enroll("here.hwp", name="the device", progress=lambda *s: seen.append(s))
    assert seen and seen[-1][0] == seen[-1][1]
    assert here.name == "the device" and here.sources == ("clock", "precision")
    assert 0 < here.guessing_bits < 128 and here.cpu_features
    assert pathlib.Path("here.hwp").stat().st_mode & 0o777 == 0o600
    bound = hwlock.enroll("plugin.hwp", sources=["plugin"], plugins=[plugin])
    assert bound.sources == ("plugin",) and bound.guessing_bits >= 128

    # The classes of the whole package, and nothing is left behind.
    raises(hwlock.UsageError, lambda: hwlock.enroll("here.hwp"))
    hwlock.enroll("here.hwp", name="again", overwrite=True)
    assert hwlock.Profile("here.hwp").name == "again"
    raises(hwlock.UsageError, lambda: hwlock.enroll("no.hwp", sources="fortune"))
    raises(hwlock.InputError, lambda: hwlock.enroll("no.hwp", sources="plugin", plugins=["no.so"]))
    nobody = f"swtpm:path={pathlib.Path.cwd()}/nobody"
    raises(hwlock.EnvironmentFault, lambda: hwlock.enroll("no.hwp", sources="tpm2", tcti=nobody))
    assert raises(ZeroDivisionError, lambda: hwlock.enroll("no.hwp", progress=lambda *s: 1 // 0))
    assert not pathlib.Path("no.hwp").exists()
    pathlib.Path("broken.hwp").write_bytes(pathlib.Path("here.hwp").read_bytes()[:-9])
    raises(hwlock.InputError, lambda: hwlock.Profile("broken.hwp").name)

    # What needs the compiler says so.
    for call in (
        lambda: hwlock.lock("m.mlir", "l.mlir"),
        lambda: hwlock.slots.add("l.mlir", here, owner_key="k"),
    ):
        text = raises(hwlock.EnvironmentFault, call)
        assert "needs the compiler" in text and "install the wheel 'hwlock'" in text


def run(images: str, scores: str, plugin: str) -> None:
    given, wanted = np.load(images), np.load(scores)
    model = hwlock.load("here.so")
    assert list(model.functions) == ["main"]
    assert str(model.functions["main"].inputs[0]) == "float32 of shape (450, 1, 8, 8)"
    np.testing.assert_array_equal(model.run(given), wanted)
    raises(hwlock.InputError, lambda: model.run(given[:1]))

    # Threads take turns.
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(model.run(given))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and all((result == wanted).all() for result in found)

    bound = hwlock.load("plugin.so", plugins=[plugin])
    np.testing.assert_array_equal(bound.run(given), wanted)
    raises(hwlock.EnvironmentFault, lambda: hwlock.load("plugin.so"))
    raises(hwlock.NotAuthorisedError, lambda: hwlock.load("foreign.so"))
    raises(hwlock.CorruptError, lambda: hwlock.load("changed.so"))
    raises(hwlock.UsageError, lambda: hwlock.load("here.so", trust="key.pub"))
    whole = pathlib.Path("here.so").read_bytes()
    program = pathlib.Path("/proc/self/exe").read_bytes()
    for content in (whole[:100], whole[: len(whole) // 2], b"module {}", program):
        pathlib.Path("unsuitable.so").write_bytes(content)
        raises(hwlock.InputError, lambda: hwlock.load("unsuitable.so"))
    raises(hwlock.InputError, lambda: hwlock.load("absent.so"))

    mapped = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
    mine = str(pathlib.Path(hwlock.__file__).parents[1])
    ours = [path for path in mapped if "libhwlock" in path]
    assert ours and all(path.startswith(mine) for path in ours), ours
    # The plug-in and Python have the system's.
    assert any("libcrypto" in path and path.startswith(mine) for path in mapped), mapped
    assert not any("LLVM" in path or "MLIR" in path for path in mapped), mapped


{"enroll": enroll, "run": run}[sys.argv[1]](*sys.argv[2:])
print(f"{sys.argv[1]} done")
