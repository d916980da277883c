//===- Meter.cpp - Measures this CPU --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Meter.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"
#include <algorithm>
#include <random>
#include <vector>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

class CpuMeter final : public Meter {
public:
  CpuMeter() {
    core::ChainTable table = core::chainTable();
    for (uint32_t i = 0; i < table.count; ++i)
      order.push_back(table.chains + i);
  }

  void measure(HwlockMeasurement &out) override {
    // Another order each time, since every locked model has its own: a chain
    // whose latency depends on what ran before must look unstable here.
    std::shuffle(order.begin(), order.end(), random);
    out = {};
    for (const core::ChainInfo *chain : order)
      out.clock[chain->id] = hwlock_core_measure_chain(chain->run, chain->id);
    hwlock_core_measure_precision(out.precision);
  }

private:
  std::vector<const core::ChainInfo *> order;
  std::minstd_rand random;
};

} // namespace

std::unique_ptr<Meter> rt::thisCpu() { return std::make_unique<CpuMeter>(); }
