"""Counts where a large file has what a large model has, byte for byte.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

hwlock.plaintext looks for every window and suits small models. Here the weights give
blocks of 16 bytes, of 90 MB each 44th, and every offset of the file is looked at: a
longer run of a weight is found wherever it begins.
"""

import numpy as np

BLOCK = 16
_MOST_BLOCKS = 1 << 17
# Others are in any file: zeros, small integers.
_LEAST_DIFFERENT_BYTES = 6
# Odd numbers; two blocks with one key are as likely as two random numbers.
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
_FILTER_BITS = 21
# Of the file, what fits in a cache.
_PIECE = 1 << 17


def keys(weights: list[bytes]) -> np.ndarray:
    """A number for each block that says something, in order."""
    step = -(-sum(map(len, weights)) // (BLOCK * _MOST_BLOCKS))
    found = []
    for weight in weights:
        blocks = np.frombuffer(weight, np.uint8, len(weight) // BLOCK * BLOCK)
        blocks = np.ascontiguousarray(blocks.reshape(-1, BLOCK)[::step])
        ordered = np.sort(blocks, axis=1)
        different = (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1) + 1
        halves = blocks.view("<u8")[different >= _LEAST_DIFFERENT_BYTES]
        found.append(halves[:, 0] * _FACTORS[0] + halves[:, 1] * _FACTORS[1])
    return np.unique(np.concatenate(found))


def count(wanted: np.ndarray, file: np.ndarray) -> int:
    """The offsets of `file`, an array of bytes, that have one of the blocks."""
    shift = np.uint64(64 - _FILTER_BITS)
    may_be_wanted = np.zeros(1 << _FILTER_BITS, dtype=bool)
    may_be_wanted[wanted >> shift] = True
    found = 0
    for start in range(0, len(file), _PIECE):
        piece = file[start : start + _PIECE + BLOCK - 1]
        for first in range(min(8, len(piece) - BLOCK + 1)):
            words = piece[first : first + (len(piece) - first) // 8 * 8].view("<u8")
            candidates = words[:-1] * _FACTORS[0] + words[1:] * _FACTORS[1]
            candidates = candidates[may_be_wanted[candidates >> shift]]
            places = np.minimum(np.searchsorted(wanted, candidates), len(wanted) - 1)
            found += int((wanted[places] == candidates).sum())
    return found
