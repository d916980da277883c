//===- VaultFuzzer.cpp - Arbitrary bytes as a vault -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Require.h"
#include "hwlock/Format/Vault.h"
#include <algorithm>

using namespace hwlock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::span<const uint8_t> bytes(data, size);
  auto vault = rt::readVault(bytes);
  if (!vault) {
    fuzz::require(vault.error().status == Status::BadInput, "a bad vault");
    return 0;
  }
  fuzz::require(bool(rt::checkVault(*vault)), "the rules of a vault");
  fuzz::require(std::ranges::equal(rt::writeVault(*vault), bytes),
                "one encoding for each vault");
  return 0;
}
