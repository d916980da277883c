"""Models under IREE that are bound to a device: a TPM in software, the example plug-in.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess

import iree_tools
import numpy as np
import pytest
from hwlock import iree as hwlock_iree
from hwlock.command import HwlockError
from hwlock.errors import EnvironmentFault, InputError, NotAuthorisedError
from tpm import software_tpm

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIGITS = ROOT / "examples/digits"
MODEL, IMAGES = DIGITS / "model.mlir", DIGITS / "images.npy"
# What every machine of the tests has: the lock alone decides.
CPU = "--iree-llvmcpu-target-cpu=x86-64-v2"
WRONG_MACHINE = "FAILED_PRECONDITION; hwlock: this machine is not authorised"
UNREACHABLE = (
    "FAILED_PRECONDITION; hwlock: a device that the model is bound to cannot be reached"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("devices")


@pytest.fixture(scope="module")
def unlocked(folder) -> np.ndarray:
    iree_tools.compile_module(MODEL, folder / "plain.vmfb", CPU)
    return iree_tools.results(folder / "plain.vmfb", [IMAGES])


@pytest.fixture(scope="module")
def devices(build):
    """How iree-run-module is told to load the VM module."""

    def with_parameters(**parameters) -> list[str]:
        listed = "&".join(f"{key}={value}" for key, value in parameters.items())
        question = f"?{listed}" if listed else ""
        return [f"{build / 'lib/libhwlock_vm.so'}@hwlock_vm_create{question}"]

    return with_parameters


@pytest.fixture(scope="module")
def open_devices(build):
    """As a program in Python does."""
    pytest.importorskip("iree.runtime")

    def call(*arguments, **named) -> hwlock_iree.Devices:
        library = build / "lib/libhwlock_rt.so"
        return hwlock_iree.Devices(*arguments, library=library, **named)

    return call


@pytest.fixture(scope="module")
def compile_locked(build):
    def call(locked: pathlib.Path) -> pathlib.Path:
        lowered, module = locked.with_suffix(".iree.mlir"), locked.with_suffix(".vmfb")
        subprocess.run(
            [build / "bin/hwlock-opt", "--hwlock-to-iree", "--mlir-print-op-generic", locked,
             "-o", lowered],
            check=True,
        )  # fmt: skip
        iree_tools.compile_module(lowered, module, CPU)
        return module

    return call


@pytest.fixture(scope="module")
def make(hwlock, folder, compile_locked):
    """Locks the digits model for profiles and compiles it."""

    def call(name: str, profiles: list[pathlib.Path], *options: str) -> pathlib.Path:
        locked = folder / f"{name}.mlirbc"
        named = [word for profile in profiles for word in ("-p", profile)]
        hwlock.check("lock", MODEL, "-o", locked, *named, *options)
        return compile_locked(locked)

    return call


def run(module, before=()):
    output = module.with_suffix(".npy")
    output.unlink(missing_ok=True)
    return iree_tools.run_module(module, [IMAGES], output, before=before), output


def expect_bits(unlocked, module, before=()):
    process, output = run(module, before)
    assert process.returncode == 0, process.stderr
    assert np.load(output).tobytes() == unlocked.tobytes()


def expect_bits_in_python(unlocked, module, devices=None):
    model = hwlock_iree.load(module, devices)
    assert model.main(np.load(IMAGES)).to_host().tobytes() == unlocked.tobytes()


def expect_refused(message, module, before=()) -> str:
    process, output = run(module, before)
    assert process.returncode != 0
    assert message in process.stderr
    assert not output.exists()
    return process.stderr


def expect_chance(module, before=()):
    process, output = run(module, before)
    assert process.returncode == 0, process.stderr
    labels = np.load(DIGITS / "labels.npy")
    assert np.mean(np.load(output).argmax(axis=1) == labels) < 0.5


class TestTpm:
    SOURCES = "precision,tpm2"

    @pytest.fixture(scope="class")
    def tpm(self):
        with software_tpm() as tpm:
            yield tpm

    @pytest.fixture(scope="class")
    def other(self, tpm):
        with software_tpm(sibling=tpm) as other:
            yield other

    @pytest.fixture(scope="class")
    def tpm_profile(self, hwlock, tpm, folder):
        path = folder / "tpm.hwp"
        hwlock.check("enroll", "-o", path, "--sources", self.SOURCES, "--tcti", tpm.tcti)
        return path

    @pytest.fixture(scope="class")
    def locked(self, make, tpm_profile):
        return make("tpm", [tpm_profile], "--fingerprint", self.SOURCES)

    def test_opens_with_its_tpm(self, locked, unlocked, devices, tpm):
        expect_bits(unlocked, locked, devices(tcti=tpm.tcti))

    def test_finds_the_tpm_of_the_environment(
        self, locked, unlocked, devices, tpm, monkeypatch
    ):
        monkeypatch.setenv("TPM2TOOLS_TCTI", tpm.tcti)
        expect_bits(unlocked, locked, devices())

    def test_another_tpm_is_not_authorised(self, locked, devices, other):
        expect_refused(WRONG_MACHINE, locked, devices(tcti=other.tcti))

    def test_a_tpm_that_does_not_answer(self, locked, devices, folder):
        tcti = f"swtpm:path={folder}/nothing"
        said = expect_refused(UNREACHABLE, locked, devices(tcti=tcti))
        assert f"hwlock: error: no TPM 2.0 answers at '{tcti}'" in said
        assert said.count("hwlock: error: ") == 1

    def test_without_the_vm_module(self, locked):
        said = expect_refused(UNREACHABLE, locked)
        assert "is the module 'hwlock' loaded before the model?" in said

    def test_two_devices_and_each_opens(
        self, hwlock, make, folder, unlocked, devices, tpm, other, tpm_profile
    ):
        profile = folder / "other.hwp"
        hwlock.check("enroll", "-o", profile, "--sources", self.SOURCES, "--tcti", other.tcti)
        module = make("two", [tpm_profile, profile], "--fingerprint", self.SOURCES)
        for device in (tpm, other):
            expect_bits(unlocked, module, devices(tcti=device.tcti))
        expect_refused(UNREACHABLE, module)

    def test_python(self, locked, unlocked, open_devices, tpm, other, folder):
        expect_bits_in_python(unlocked, locked, open_devices(tpm.tcti))
        with pytest.raises(NotAuthorisedError, match="^this machine is not authorised: "):
            hwlock_iree.load(locked, open_devices(other.tcti))
        with pytest.raises(EnvironmentFault, match="^a device that .* cannot be reached: "):
            hwlock_iree.load(locked)
        absent = open_devices(f"swtpm:path={folder}/nothing")
        with pytest.raises(EnvironmentFault) as refused:
            hwlock_iree.load(locked, absent)
        assert refused.value.hints == [absent.failure]
        assert "no TPM 2.0 answers" in absent.failure

    def test_garbage(self, make, tpm_profile, unlocked, devices, tpm, other):
        module = make("tpm-garbage", [tpm_profile], "--fingerprint", self.SOURCES,
                      "--on-mismatch", "garbage")  # fmt: skip
        expect_bits(unlocked, module, devices(tcti=tpm.tcti))
        expect_chance(module, devices(tcti=other.tcti))
        expect_chance(module)


class TestPlugin:
    @pytest.fixture(scope="class")
    def library(self, folder):
        path = folder / "keyed-file.so"
        subprocess.run(
            ["cc", "-std=c11", "-shared", "-fPIC", "-I", ROOT / "include",
             ROOT / "examples/plugin/keyed-file.c", "-lcrypto", "-o", path],
            check=True,
        )  # fmt: skip
        return path

    @pytest.fixture
    def device(self, folder, monkeypatch):
        """Whose device the plug-in finds."""

        def choose(name: str):
            (folder / name).write_bytes(name.encode().ljust(32, b"."))
            monkeypatch.setenv("KEYED_FILE_DEVICE", str(folder / name))

        choose("mine")
        return choose

    @pytest.fixture
    def plugin_profile(self, hwlock, tmp_path, library, device):
        path = tmp_path / "plugin.hwp"
        hwlock.check("enroll", "-o", path, "--sources", "plugin", "--plugin", library)
        return path

    def test_opens_with_its_device_only(
        self, make, plugin_profile, unlocked, devices, library, device, open_devices
    ):
        module = make("plugin", [plugin_profile], "--fingerprint", "plugin")
        expect_bits(unlocked, module, devices(plugin=library))
        said = expect_refused(UNREACHABLE, module, devices())
        assert "the plug-in 'keyed-file', to which the model is locked, is not loaded" in said
        expect_bits_in_python(unlocked, module, open_devices(plugins=[library]))
        device("yours")
        expect_refused(WRONG_MACHINE, module, devices(plugin=library))

    def test_a_slot_without_a_device_opens_without_the_vm_module(
        self, hwlock, compile_locked, tmp_path, plugin_profile, unlocked, devices, library, device
    ):
        private, public = tmp_path / "owner.pem", tmp_path / "owner.pub"
        subprocess.run(
            f"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {private} &&"
            f"openssl pkey -in {private} -pubout -out {public}",
            shell=True,
            check=True,
        )
        here, owned, mixed = (tmp_path / name for name in ("here.hwp", "owned.mlir", "mixed.mlir"))
        hwlock.check("enroll", "-o", here, "--sources", "precision")
        hwlock.check("lock", MODEL, "-o", owned, "-p", plugin_profile, "--fingerprint", "plugin",
                     "--owner", public)  # fmt: skip
        hwlock.check("slot", "add", owned, "-o", mixed, "-p", here, "--fingerprint", "precision",
                     "--owner-key", private)  # fmt: skip
        module = compile_locked(mixed)
        expect_bits(unlocked, module)
        expect_bits_in_python(unlocked, module)
        device("yours")
        expect_bits(unlocked, module, devices(plugin=library))


def test_machine_id(hwlock, make, folder, unlocked, devices):
    profile = folder / "machine.hwp"
    try:
        hwlock.check("enroll", "-o", profile, "--sources", "machine-id")
    except HwlockError as error:
        pytest.skip(str(error))
    module = make("machine", [profile], "--fingerprint", "machine-id")
    expect_bits(unlocked, module, devices())
    expect_refused(UNREACHABLE, module)


@pytest.mark.parametrize("parameters", [{"tpm": "x"}, {"plugin": "/nonexistent.so"}])
def test_the_vm_module_refuses_parameters_that_it_cannot_use(parameters, devices, folder):
    process, _ = run(folder / "unused.vmfb", devices(**parameters))
    assert process.returncode != 0
    assert "INVALID_ARGUMENT" in process.stderr
    assert "hwlock: error: " in process.stderr


def test_python_refuses_a_plugin_that_it_cannot_load(open_devices):
    with pytest.raises(InputError, match="^cannot load the plug-in '/nonexistent.so'"):
        open_devices(plugins=["/nonexistent.so"])
