// What hwlock-ln-null-out refuses: options out of range, before any IR is touched,
// and numbers for groups that there are none of.
// RUN: not hwlock-opt %s --hwlock-ln-null-out=factor=0 2>&1 | FileCheck %s --check-prefix=OPTION0
// OPTION0: error: factor is 0.000000e+00, expected -1 or more than 0, up to 16384
// RUN: not hwlock-opt %s --hwlock-ln-null-out=factor=20000 2>&1 | FileCheck %s --check-prefix=OPTION1
// OPTION1: error: factor is 2.000000e+04, expected -1 or more than 0, up to 16384
// RUN: not hwlock-opt %s --hwlock-ln-null-out=factor=8,20000 2>&1 | FileCheck %s --check-prefix=EACH
// EACH: error: factor is 2.000000e+04, expected -1 or more than 0, up to 16384
// RUN: not hwlock-opt %s --hwlock-ln-null-out=factor=8,2 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: error: factor has 2 numbers, expected one or 0, as many as there are groups
module {}
