"""Set-up of the lit tests; lit.site.cfg.py loads it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import shutil

import lit.formats
from lit.llvm import llvm_config
from lit.llvm.subst import ToolSubst

config.name = "hwlock"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "fixtures", "unit"]
config.test_source_root = os.path.join(config.hwlock_source_dir, "test")
config.test_exec_root = os.path.join(config.hwlock_binary_dir, "test")

bin_dir = os.path.join(config.hwlock_binary_dir, "bin")
config.substitutions.append(("%python", f'"{config.python}"'))
run_page = os.path.join(config.test_source_root, "Docs", "Inputs", "run-page.py")
config.substitutions.append(("%run-page", f'"{config.python}" {run_page}'))
config.substitutions.append(("%hwlock-source", f"'{config.hwlock_source_dir}'"))
config.substitutions.append(("%hwlock-build", f"'{config.hwlock_binary_dir}'"))
# MLIR's own mlir-opt, and with what it needs to load hwlock.
config.substitutions.append(("%stock-mlir-opt", f"'{config.stock_mlir_opt}'"))
plugin = os.path.join(config.hwlock_binary_dir, "lib", "HwlockPlugin.so")
config.substitutions.append(
    (
        "%plugged-mlir-opt",
        f"'{config.stock_mlir_opt}' --load-dialect-plugin='{plugin}' "
        f"--load-pass-plugin='{plugin}'",
    )
)
exits_with = os.path.join(config.test_source_root, "exits-with.py")
config.substitutions.append(("%exits-with", f'"{config.python}" {exits_with}'))
config.substitutions.append(("%hwlock", os.path.join(bin_dir, "hwlock")))
# The sanitizers' memory map does not fit into the emulator's.
if shutil.which("qemu-x86_64") and not config.hwlock_sanitize:
    config.available_features.add("qemu-x86_64")
# IREE's wheels, which scripts/setup installs.
iree_bin = os.path.join(config.hwlock_source_dir, ".venv", "bin")
if os.path.exists(os.path.join(iree_bin, "iree-compile")):
    config.available_features.add("iree")
config.substitutions.append(("%iree-bin", iree_bin))
# A variable of FileCheck ends with its CHECK-LABEL, unless its name starts with
# a dollar sign.
llvm_config.add_tool_substitutions(
    [
        ToolSubst("FileCheck", extra_args=["--enable-var-scope"]),
        "count",
        "hwlock",
        "hwlock-iree-compile",
        "hwlock-lsp-server",
        "hwlock-opt",
        "hwlock-reduce",
        "hwlock-test-profile",
        "not",
        "split-file",
    ],
    [bin_dir, config.llvm_tools_dir],
)
for folder in (config.llvm_tools_dir, bin_dir):
    llvm_config.with_environment("PATH", folder, append_path=True)
