// What hwlock-flip-pair refuses: options out of range, before any IR is touched.
// RUN: not hwlock-opt %s --hwlock-flip-pair=kappa=0.5 2>&1 | FileCheck %s --check-prefix=OPTION0
// OPTION0: error: kappa is 5.000000e-01, expected 1 to 65536
// RUN: not hwlock-opt %s --hwlock-flip-pair=kappa=65537 2>&1 | FileCheck %s --check-prefix=OPTION1
// OPTION1: error: kappa is 6.553700e+04, expected 1 to 65536
// RUN: not hwlock-opt %s --hwlock-flip-pair=fraction=0 2>&1 | FileCheck %s --check-prefix=OPTION2
// OPTION2: error: fraction is 0.000000e+00, expected more than 0, up to 1
// RUN: not hwlock-opt %s --hwlock-flip-pair=fraction=1.5 2>&1 | FileCheck %s --check-prefix=OPTION3
// OPTION3: error: fraction is 1.500000e+00, expected more than 0, up to 1
module {}
