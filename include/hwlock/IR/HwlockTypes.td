//===- HwlockTypes.td - Types of the hwlock dialect -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKTYPES_TD
#define HWLOCK_IR_HWLOCKTYPES_TD

include "hwlock/IR/HwlockDialect.td"

def Hwlock_Key : Hwlock_Type<"Key", "key"> {
  let summary = "data key of a vault";
  let description = [{
    The key under which the weights of one vault are sealed. It is opaque: no
    operation turns it into bytes.

    ```mlir
    !hwlock.key
    ```
  }];
}

def Hwlock_Fingerprint : Hwlock_Type<"Fingerprint", "fingerprint"> {
  let summary = "what the sources of a slot measured on this machine";
  let description = [{
    One symbol for each probe of the clock and the exact bytes of the precision
    source. It is opaque: no operation turns it into bytes.

    ```mlir
    !hwlock.fingerprint
    ```
  }];
}

#endif // HWLOCK_IR_HWLOCKTYPES_TD
