"""Wheels, installed into fresh environments with NumPy alone.

Nothing of the build and none of its libraries may be used: the programs that run
there see neither.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def build(folder: pathlib.Path, build_folder: pathlib.Path, *options: str) -> pathlib.Path:
    """What scripts/build-wheel makes of a build."""
    subprocess.run(
        [ROOT / "scripts/build-wheel", *options, folder],
        check=True,
        env={**os.environ, "HWLOCK_BUILD_DIR": str(build_folder)},
    )
    (found,) = folder.glob("*.whl")
    return found


def _copy_numpy(site_packages: pathlib.Path) -> None:
    """The tests need no network: NumPy comes from the environment that they run in."""
    distribution = importlib.metadata.distribution("numpy")
    tops = {file.parts[0] for file in distribution.files or () if ".." not in file.parts}
    for top in tops:
        shutil.copytree(distribution.locate_file(top), site_packages / top)


def install(wheel: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The interpreter of an environment that has the wheel."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    _copy_numpy(site_packages)
    interpreter = folder / "bin/python"
    subprocess.run(
        [interpreter, "-m", "pip", "install", "--quiet", "--no-index", wheel], check=True
    )
    return interpreter


def run(*words, cwd, **variables: str) -> str:
    """What a program prints, in an environment without the build."""
    process = subprocess.run(
        words,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd), **variables},
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def check_licenses(wheel: pathlib.Path) -> set[str]:
    """The libraries that auditwheel copied, each of which has a licence with it."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        files = {
            pathlib.PurePath(name).name: archive.read(name)
            for name in names
            if ".dist-info/licenses/" in name
        }
    # auditwheel writes hwlock.libs/libcrypto-0123abcd.so.3.
    bundled = {re.sub("-[0-9a-f]{8}", "", name.split("/")[-1]) for name in names
               if name.split("/")[0].endswith(".libs") and ".so" in name}  # fmt: skip
    for name in bundled:
        found = subprocess.run(
            ["dpkg-query", "-S", f"*/{name}*"], capture_output=True, text=True, check=True
        )
        packages = {line.split(":")[0] for line in found.stdout.splitlines()}
        assert any(b"opyright" in files.get(package, b"") for package in packages), name
    return bundled
