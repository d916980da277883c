// What hwlock-split-pair refuses: options out of range, before any IR is touched.
// RUN: not hwlock-opt %s --hwlock-split-pair=kappa=0.5 2>&1 | FileCheck %s --check-prefix=OPTION0
// OPTION0: error: kappa is 5.000000e-01, expected 1 to 65536
// RUN: not hwlock-opt %s --hwlock-split-pair=kappa=65537 2>&1 | FileCheck %s --check-prefix=OPTION1
// OPTION1: error: kappa is 6.553700e+04, expected 1 to 65536
// RUN: not hwlock-opt %s --hwlock-split-pair=block=1 2>&1 | FileCheck %s --check-prefix=OPTION2
// OPTION2: error: block is 1, expected 2 to 256
// RUN: not hwlock-opt %s --hwlock-split-pair=block=257 2>&1 | FileCheck %s --check-prefix=OPTION3
// OPTION3: error: block is 257, expected 2 to 256
module {}
