"""The claims of the demo, but for those that need a machine that measures the
same without correction every time.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pytest
from demo import Demo
from report import CHANCE


@pytest.fixture(scope="module")
def demo(build, tmp_path_factory):
    demo = Demo(build / "bin", tmp_path_factory.mktemp("demo"))
    demo.lock()
    return demo


@pytest.mark.slow
def test_another_cpu(demo):
    foreign = demo.run_elsewhere()
    assert foreign["error_exit_code"] == 3
    assert "hwlock: error: this machine is not authorised" in foreign["error_message"]
    assert foreign["garbage_accuracy"] < 3 * CHANCE


@pytest.mark.slow
def test_wrong_keys(demo):
    assert demo.run_with_wrong_keys(10)["max_accuracy"] < 3 * CHANCE


def test_no_weight_is_readable(demo):
    found, windows = demo.plaintext_windows()
    assert windows > 100_000
    assert found == 0
