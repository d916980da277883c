"""Searches files for the plain bytes of weights.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

A window is 16 bytes of a weight at any byte offset. Windows of one repeated
byte are skipped: zeros occur in any file.
"""

import re

WINDOW = 16

# How MLIR prints resources and large dense constants.
_HEX = re.compile(rb"[0-9A-Fa-f]{%d,}" % (2 * WINDOW))
_RESOURCE = re.compile(rb':\s*"0x([0-9A-Fa-f]+)"')
_DENSE = re.compile(rb'dense<"0x([0-9A-Fa-f]+)">')
_ALIGNMENT_DIGITS = 8  # a resource begins with its alignment


def resources(mlir_text: bytes) -> list[bytes]:
    """The contents of all resources of a module in text form."""
    return [
        bytes.fromhex(digits[_ALIGNMENT_DIGITS:].decode())
        for digits in _RESOURCE.findall(mlir_text)
    ]


def constants(mlir_text: bytes) -> list[bytes]:
    """The contents of all resources and of all large dense constants."""
    dense = (bytes.fromhex(digits.decode()) for digits in _DENSE.findall(mlir_text))
    return [*resources(mlir_text), *dense]


def windows(weights: list[bytes]) -> set[bytes]:
    """All windows of `weights` that tell something."""
    found = set()
    for weight in weights:
        for start in range(len(weight) - WINDOW + 1):
            window = weight[start : start + WINDOW]
            if window.count(window[0]) < WINDOW:
                found.add(window)
    return found


def search(wanted: set[bytes], haystack: bytes) -> set[bytes]:
    """The windows that `haystack` has, as raw bytes or as hexadecimal text."""
    views = [haystack]
    for digits in _HEX.findall(haystack):
        for skipped in (0, 1):  # a byte may begin at either digit
            even = digits[skipped : skipped + (len(digits) - skipped) // 2 * 2]
            views.append(bytes.fromhex(even.decode()))
    return {
        window
        for view in views
        for start in range(len(view) - WINDOW + 1)
        if (window := view[start : start + WINDOW]) in wanted
    }
