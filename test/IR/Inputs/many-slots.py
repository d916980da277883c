"""Prints a vault with the given number of slots.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import sys

print(f'hwlock.vault @v policy error id "{bytes(32).hex()}" mac "{bytes(32).hex()}" {{')
for number in range(int(sys.argv[1])):
    print(
        f'  hwlock.slot @s{number} id "{number:032x}" sources<precision> probes [] '
        f'helper "" wrapped "{bytes(32).hex()}" tag "{bytes(32).hex()}"'
    )
print("}")
