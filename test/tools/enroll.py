#!/usr/bin/env python3
"""Tests of `hwlock enroll`. usage: enroll.py HWLOCK

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

HWLOCK = sys.argv.pop(1)


class Enroll(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.profile = pathlib.Path(self.folder.name) / "here.hwp"

    def enroll(self, *arguments):
        return subprocess.run(
            [HWLOCK, "enroll", *map(str, arguments)], capture_output=True, text=True
        )

    def refused(self, exit_code, message, *arguments):
        result = self.enroll(*arguments)
        self.assertEqual(result.returncode, exit_code, result.stderr)
        self.assertIn("hwlock: error: " + message, result.stderr)
        self.assertIn("hwlock: hint: ", result.stderr)
        self.assertEqual(result.stdout, "")

    def test_writes_a_private_file_and_says_what_it_kept(self):
        result = self.enroll("-o", self.profile)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(stat.S_IMODE(self.profile.stat().st_mode), 0o600)
        self.assertIn("chains kept", result.stdout)
        self.assertIn("class-bound: about 4 bits", result.stdout)
        # No progress line where nobody watches.
        self.assertNotIn("measuring", result.stderr)

    def test_json(self):
        result = self.enroll("-o", self.profile, "--json")
        report = json.loads(result.stdout)
        self.assertEqual(report["sources"], "clock,precision")
        self.assertGreaterEqual(report["chains_kept"], 24)
        reasons = ("unstable", "near_edge", "disturbed")
        left_out = sum(len(report[reason]) for reason in reasons)
        self.assertEqual(
            report["chains_kept"] + left_out,
            report["chains_measured"] + report["chains_absent"],
        )

    def test_does_not_overwrite_unless_told(self):
        self.profile.write_text("precious")
        self.refused(1, f"'{self.profile}' exists", "-o", self.profile)
        self.assertEqual(self.profile.read_text(), "precious")
        result = self.enroll("-o", self.profile, "--force", "--sources", "precision")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotEqual(self.profile.read_bytes(), b"precious")
        self.assertEqual(stat.S_IMODE(self.profile.stat().st_mode), 0o600)

    def test_the_name_is_in_the_file_only_on_request(self):
        self.enroll("-o", self.profile, "--sources", "precision")
        nameless = self.profile.read_bytes()
        self.enroll("-o", self.profile, "--sources", "precision", "--force",
                    "--name", "lab seven")
        self.assertNotIn(b"lab seven", nameless)
        self.assertIn(b"lab seven", self.profile.read_bytes())

    def test_the_precision_source_repeats_itself(self):
        other = self.profile.with_name("again.hwp")
        self.enroll("-o", self.profile, "--sources", "precision")
        self.enroll("-o", other, "--sources", "precision")
        self.assertEqual(self.profile.read_bytes(), other.read_bytes())

    def test_refuses_what_it_does_not_know(self):
        self.refused(1, "unknown source 'sgx'", "-o", self.profile, "--sources", "sgx")
        self.refused(1, "unexpected argument 'x'", "x")
        self.assertFalse(self.profile.exists())

    def test_a_place_that_cannot_be_written(self):
        missing = self.profile.parent / "missing" / "here.hwp"
        result = self.enroll("-o", missing, "--sources", "precision")
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertIn(str(missing), result.stderr)


if __name__ == "__main__":
    unittest.main()
