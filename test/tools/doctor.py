#!/usr/bin/env python3
"""Tests of `hwlock doctor`. usage: doctor.py HWLOCK

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib
import subprocess
import sys
import unittest

HWLOCK = sys.argv.pop(1)


def doctor(*arguments):
    return subprocess.run([HWLOCK, "doctor", *arguments], capture_output=True, text=True)


class Doctor(unittest.TestCase):
    def test_text(self):
        result = doctor("--measurements", "20")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        for word in ["clock ", "precision ", "error ", "garbage ", "class-bound", "tpm2 "]:
            self.assertIn(word, result.stdout)
        self.assertIn("plugin     cannot be used: none is loaded", result.stdout)

    def test_json(self):
        result = doctor("--measurements", "20", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        report = json.loads(result.stdout)
        self.assertEqual(report["measurements"], 20)
        self.assertEqual(report["same_precision"], 20)
        self.assertEqual(report["garbage"]["medians"], 4)
        self.assertLess(report["error"]["longest_rejected_run"], 10)
        devices = {device["source"]: device for device in report["devices"]}
        self.assertEqual(list(devices), ["machine-id", "tpm2", "plugin"])
        self.assertFalse(devices["plugin"]["usable"])
        machine_id = pathlib.Path("/etc/machine-id")
        if machine_id.exists() and len(machine_id.read_text().strip()) == 32:
            self.assertTrue(devices["machine-id"]["usable"])
            self.assertIn("no bits", devices["machine-id"]["detail"])
        kept = [chain for chain in report["chains"] if chain["kept"]]
        self.assertEqual(len(kept), report["chains_kept"])
        for chain in report["chains"]:
            self.assertEqual(chain["symbol"] == 0, chain["cycles"] == 0, chain["name"])
            self.assertLessEqual(chain["least"], chain["cycles"], chain["name"])
            self.assertLessEqual(chain["cycles"], chain["most"], chain["name"])

    def test_refuses_too_few_measurements(self):
        result = doctor("--measurements", "4")
        self.assertEqual(result.returncode, 1)
        self.assertIn("wants a number from 5 to 100000, found '4'", result.stderr)


if __name__ == "__main__":
    unittest.main()
