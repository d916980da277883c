"""What a user of the wheel does; test_wheel.py runs it.

usage: wheel_session.py EXAMPLE, in a folder with foreign.hwp.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import sys
import threading

import numpy as np

import hwlock

example = pathlib.Path(sys.argv[1])
model = example / "model.mlir"
images = np.load(example / "images.npy")


def raises(kind, call) -> None:
    try:
        call()
    except hwlock.Error as error:
        assert type(error) is kind, (type(error), error)
    else:
        raise AssertionError(f"expected {kind}")


# Enrol, lock, load, run: the bits of the model that is not locked.
seen = []
here = hwlock.enroll("here.hwp", progress=lambda done, all: seen.append((done, all)))
assert seen and seen[-1][0] == seen[-1][1]
seen.clear()
locked = hwlock.lock(model, "locked.mlir", profiles=[here], progress=lambda *s: seen.append(s))
assert seen and seen[-1][0] == seen[-1][1]
loaded = hwlock.load(locked)
np.testing.assert_array_equal(loaded.run(images), hwlock.load(model).run(images))
assert hwlock.inspect(locked)["locked"] and len(hwlock.slots.list(locked)) == 1

# One class of exception for each exit code.
raises(hwlock.UsageError, lambda: hwlock.lock(model, "no.mlir", profiles=[here], chain="rot13"))
raises(hwlock.InputError, lambda: hwlock.load("absent.mlir"))
foreign = hwlock.lock(model, "foreign.mlir", profiles=["foreign.hwp"])
raises(hwlock.NotAuthorisedError, lambda: hwlock.load(foreign))
data = bytearray(pathlib.Path(locked).read_bytes())
data[len(data) // 2] ^= 1
pathlib.Path("changed.mlir").write_bytes(data)
raises(hwlock.CorruptError, lambda: hwlock.load("changed.mlir"))
nobody = f"swtpm:path={pathlib.Path.cwd()}/nobody"
raises(hwlock.EnvironmentFault, lambda: hwlock.enroll("n.hwp", sources="tpm2", tcti=nobody))

# Another thread goes on while a long call runs.
ended, steps = threading.Event(), [0]


def count() -> None:
    while not ended.wait(0.001):
        steps[0] += 1


thread = threading.Thread(target=count)
thread.start()
before = steps[0]
hwlock.enroll("again.hwp")
assert steps[0] - before > 10, steps[0] - before
ended.set()
thread.join()

# Every library is the wheel's or the system's own.
mapped = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
mine = str(pathlib.Path(hwlock.__file__).parents[1])
llvm = [path for path in mapped if "LLVM" in path or "MLIR" in path or "hwlock" in path]
assert len(llvm) >= 3 and all(path.startswith(mine) for path in llvm), llvm
print("session done")
