"""Attacks on soft locks: what anyone can do to weights that are readable.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
