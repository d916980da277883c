"""This installation is the wheel without LLVM: see `hwlock._native`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
