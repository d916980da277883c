// What hwlock-head-mix refuses: options out of range, before any IR is touched,
// and numbers for groups that there are none of.
// RUN: not hwlock-opt %s --hwlock-head-mix=kappa=0.5 2>&1 | FileCheck %s --check-prefix=OPTION0
// OPTION0: error: kappa is 5.000000e-01, expected -1, 0 or 1 to 65536
// RUN: not hwlock-opt %s --hwlock-head-mix=block=1 2>&1 | FileCheck %s --check-prefix=OPTION1
// OPTION1: error: block is 1, expected 2 to 256
// RUN: not hwlock-opt %s --hwlock-head-mix=block=300 2>&1 | FileCheck %s --check-prefix=OPTION2
// OPTION2: error: block is 300, expected 2 to 256
// RUN: not hwlock-opt %s --hwlock-head-mix=kappa=8,70000 2>&1 | FileCheck %s --check-prefix=EACH
// EACH: error: kappa is 7.000000e+04, expected -1, 0 or 1 to 65536
// RUN: not hwlock-opt %s --hwlock-head-mix=kappa=8,2 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: error: kappa has 2 numbers, expected one or 0, as many as there are groups
module {}
