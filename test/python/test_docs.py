"""The blocks of docs/Python.md run, in order, in one folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_page_runs(tmp_path, monkeypatch, capsys):
    blocks = BLOCK.findall((ROOT / "docs/Python.md").read_text())
    assert len(blocks) == 9
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/Python.md", "exec"), names)  # noqa: S102
    printed = capsys.readouterr().out
    assert re.search(r"^(\d+) of \1$", printed, re.MULTILINE)
    assert "8 weights, 153128 bytes" in printed
    assert "float32 of shape (450, 1, 8, 8)" in printed
    assert "2 'here.hwp' is a profile" in printed
    assert "verdict: does not hold against T0" in printed
