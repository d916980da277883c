//===- Tpm2Fuzzer.cpp - Arbitrary bytes as what is kept of a TPM ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Items.h"
#include "Require.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt::tpm2;

template <typename Data>
static void requireOneEncoding(const rt::Result<Data> &read, Bytes bytes,
                               std::vector<uint8_t> (*write)(const Data &)) {
  if (read)
    fuzz::require(std::ranges::equal(write(*read), bytes),
                  "one encoding for each item");
  else
    fuzz::require(read.error().status == Status::BadInput, "a bad item");
}

/// Locking for a profile of somebody else: its point may be none.
static void requireBinds(Bytes bytes) {
  rt::ProfileItem item{layout::sourceTpm2, {bytes.begin(), bytes.end()}, {}};
  auto bound = rt::bindTpm2(item, "", rt::systemKeys());
  if (bound)
    fuzz::require(bool(readSlotData(bound->binding)), "a slot can be read");
  else
    fuzz::require(bound.error().status == Status::BadInput, "a bad point");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Bytes bytes(data, size);
  auto profile = readProfileData(bytes);
  requireOneEncoding(profile, bytes, writeProfileData);
  requireOneEncoding(readSlotData(bytes), bytes, writeSlotData);
  if (profile)
    requireBinds(bytes);
  return 0;
}
