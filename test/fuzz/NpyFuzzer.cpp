//===- NpyFuzzer.cpp - Arbitrary bytes as a .npy file ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "NpyArray.h"
#include "Require.h"

using namespace hwlock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto array = tool::parseNpy({data, size});
  if (!array) {
    fuzz::require(array.error().status == Status::BadInput, "a bad array");
    return 0;
  }
  uint64_t bytes = static_cast<uint64_t>(array->type[2] - '0');
  for (int64_t extent : array->shape)
    fuzz::require(!__builtin_mul_overflow(bytes, extent, &bytes),
                  "sizes that memory can have");
  fuzz::require(array->data.size() == bytes, "as much data as the shape says");
  auto again = tool::parseNpy(tool::formatNpy(*array));
  fuzz::require(again && again->type == array->type &&
                    again->shape == array->shape && again->data == array->data,
                "what is written reads the same");
  return 0;
}
