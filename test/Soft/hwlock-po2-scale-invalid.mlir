// What hwlock-po2-scale refuses: options out of range, before any IR is touched.
// RUN: not hwlock-opt %s --hwlock-po2-scale=range=0 2>&1 | FileCheck %s --check-prefix=OPTION0
// OPTION0: error: range is 0, expected 1 to 40
// RUN: not hwlock-opt %s --hwlock-po2-scale=range=41 2>&1 | FileCheck %s --check-prefix=OPTION1
// OPTION1: error: range is 41, expected 1 to 40
module {}
