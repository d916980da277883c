//===- Require.h - What must hold for every input -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An assertion that stays in optimised builds; libFuzzer keeps the input.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_FUZZ_REQUIRE_H
#define HWLOCK_TEST_FUZZ_REQUIRE_H

#include <cstdio>
#include <cstdlib>

namespace hwlock::fuzz {

inline void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

} // namespace hwlock::fuzz

#endif // HWLOCK_TEST_FUZZ_REQUIRE_H
