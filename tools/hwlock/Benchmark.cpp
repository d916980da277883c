//===- Benchmark.cpp - Latency of a model as JSON -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Benchmark.h"
#include "hwlock/Api/Stopwatch.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <vector>

using namespace hwlock;

void tool::benchmark(llvm::raw_ostream &stream, const StartTimes &start,
                     unsigned rounds, llvm::function_ref<void()> work) {
  std::vector<double> micros;
  for (unsigned round = 0; round < rounds; ++round) {
    Stopwatch watch;
    work();
    micros.push_back(1000 * watch.milliseconds());
  }
  std::sort(micros.begin(), micros.end());
  auto quantile = [&](double part) {
    return micros[static_cast<size_t>(part * double(micros.size() - 1) + 0.5)];
  };
  llvm::json::OStream json(stream, 2);
  json.object([&] {
    json.attribute("rounds", rounds);
    json.attributeObject("latency_us", [&] {
      json.attribute("min", micros.front());
      json.attribute("median", quantile(0.5));
      json.attribute("p90", quantile(0.9));
    });
    json.attribute("decoder_ms", start.decoder);
    json.attribute("open_ms", start.open);
    json.attribute("compile_ms", start.compile);
    json.attribute("load_ms", start.load);
  });
  stream << "\n";
}
