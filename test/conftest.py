"""The programs and the profile that tests share.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("HWLOCK_BUILD_DIR", ROOT / "build"))

# The compiled half of the package.
sys.path.append(str(BUILD / "python"))

from hwlock.command import Hwlock  # noqa: E402


@pytest.fixture(scope="session")
def build() -> pathlib.Path:
    """The build folder under test; ctest says which."""
    return BUILD


@pytest.fixture(scope="session")
def hwlock(build) -> Hwlock:
    return Hwlock(build / "bin/hwlock")


@pytest.fixture(scope="session")
def profile(hwlock, tmp_path_factory) -> pathlib.Path:
    """This machine, enrolled once."""
    path = tmp_path_factory.mktemp("profile") / "here.hwp"
    hwlock.check("enroll", "-o", path)
    return path


@pytest.fixture(scope="session")
def foreign_profile(build, tmp_path_factory) -> pathlib.Path:
    """A machine that does not exist."""
    path = tmp_path_factory.mktemp("profile") / "elsewhere.hwp"
    subprocess.run([build / "bin/hwlock-test-profile", path], check=True)
    return path
