"""Prints a function with the given number of different weights.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import sys

print("func.func @main() {")
for number in range(int(sys.argv[1])):
    print(f"  %{number} = arith.constant dense<[{number}, -1]> : tensor<2xi32>")
print("  return\n}")
