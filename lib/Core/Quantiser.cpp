//===- Quantiser.cpp - Latency to symbol ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Quantiser.h"

namespace {

constexpr uint32_t cycle = 1024;
/// Up to here one bin a cycle; the first edge of the coarser grid.
constexpr uint32_t lastWholeCycle = 10;
constexpr uint32_t firstEdge = lastWholeCycle * cycle + cycle / 2;

/// The edge after `edge`: 1.16 times as far, rounded down. These integers are
/// the grid; a vault depends on every one of them.
constexpr uint64_t nextEdge(uint64_t edge) { return edge * 116 / 100; }

struct Bin {
  uint32_t symbol;
  uint64_t low, high;
};

/// The bin of a latency that is not 0.
constexpr Bin binOf(uint32_t latency) {
  if (latency < firstEdge) {
    uint32_t symbol = (latency + cycle / 2) / cycle;
    // 0 means absent. What takes less than half a cycle shares bin 1, whose
    // middle is at one cycle all the same.
    symbol = symbol ? symbol : 1;
    return {symbol, symbol * cycle - cycle / 2, symbol * cycle + cycle / 2};
  }
  Bin bin = {lastWholeCycle + 1, firstEdge, nextEdge(firstEdge)};
  while (latency >= bin.high)
    bin = {bin.symbol + 1, bin.high, nextEdge(bin.high)};
  return bin;
}
static_assert(binOf(UINT32_MAX).symbol <= UINT8_MAX);

} // namespace

uint8_t hwlock::core::quantise(uint32_t latency) {
  return latency ? static_cast<uint8_t>(binOf(latency).symbol) : 0;
}

uint32_t hwlock::core::marginPercent(uint32_t latency) {
  if (!latency)
    return 100;
  Bin bin = binOf(latency);
  if (latency < bin.low)
    return 0;
  uint64_t below = latency - bin.low, above = bin.high - latency;
  uint64_t nearest = below < above ? below : above;
  return static_cast<uint32_t>(nearest * 200 / (bin.high - bin.low));
}
