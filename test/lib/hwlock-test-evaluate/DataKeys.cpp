//===- DataKeys.cpp - Data keys of right and wrong fingerprints -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keys come out of the decoder's own opening, so that a fault in the key
// derivation shows in what the wrong keys do.
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "FakeMeter.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <random>

using namespace hwlock;
using rt::Result;

static constexpr uint32_t oneCycle = 1024;

/// Every measurement that differs from `truth` in the symbol of one quiet
/// chain by one, or without the clock in one bit of the precision source.
static std::vector<HwlockMeasurement>
neighboursOf(const HwlockMeasurement &truth, uint8_t sources) {
  std::vector<HwlockMeasurement> all;
  if (sources & layout::sourceClock) {
    core::QuietChains quiet = core::quietChains();
    for (uint8_t chain : std::span(quiet.ids, quiet.count))
      for (int step : {-1, 1}) {
        HwlockMeasurement near = truth;
        near.clock[chain] += step * int(oneCycle);
        // One cycle less than the shortest is an instruction that is absent.
        all.push_back(near);
      }
    return all;
  }
  for (unsigned bit = 0; bit < 8 * HWLOCK_PRECISION_BYTES; ++bit) {
    all.push_back(truth);
    all.back().precision[bit / 8] ^= uint8_t(1 << bit % 8);
  }
  return all;
}

static HwlockMeasurement randomMeasurement(std::mt19937_64 &random) {
  HwlockMeasurement measurement;
  for (uint32_t &latency : measurement.clock)
    latency = oneCycle * (1 + random() % 10);
  for (uint8_t &byte : measurement.precision)
    byte = uint8_t(random());
  return measurement;
}

static std::vector<HwlockMeasurement> measurementsOf(const std::string &kind,
                                                     uint8_t sources,
                                                     unsigned count,
                                                     std::mt19937_64 &random) {
  HwlockMeasurement truth = test::fixedMeasurement();
  if (kind == "right")
    return {truth};
  std::vector<HwlockMeasurement> all;
  if (kind == "near") {
    all = neighboursOf(truth, sources);
    std::shuffle(all.begin(), all.end(), random);
    all.resize(std::min<size_t>(count, all.size()));
  }
  while (kind == "far" && all.size() < count)
    all.push_back(randomMeasurement(random));
  return all;
}

Result<void> evaluate::keys(Arguments words) {
  unsigned count, seed;
  if (words.size() != 5 || !llvm::to_integer(words[2], count) ||
      !llvm::to_integer(words[3], seed))
    return usage("keys VAULT right|near|far COUNT SEED OUT");
  auto bytes = rt::readFile(words[0]);
  if (!bytes)
    return bytes.error();
  auto vault = rt::readVault(*bytes);
  if (!vault)
    return vault.error();
  std::mt19937_64 random(seed);
  std::vector<uint8_t> out;
  for (const HwlockMeasurement &measurement :
       measurementsOf(words[1], vault->slots[0].sources, count, random)) {
    test::FakeMeter meter(measurement);
    test::Opened opened = test::openWith(*bytes, meter);
    if (opened.status != Status::Ok)
      return rt::badInput("'" + words[0] +
                          "' gives no key: lock it for the "
                          "policy garbage");
    out.insert(out.end(), opened.dek.begin(), opened.dek.end());
  }
  return rt::writeFileAtomically(words[4], out, 0600);
}

Result<std::vector<test::DataKey>> evaluate::readKeys(const std::string &path) {
  auto bytes = rt::readFile(path);
  if (!bytes)
    return bytes.error();
  std::vector<test::DataKey> keys(bytes->size() / layout::keyBytes);
  if (keys.empty() || bytes->size() % layout::keyBytes)
    return rt::badInput("'" + path + "' does not hold keys of 32 bytes");
  for (size_t i = 0; i < keys.size(); ++i)
    std::copy_n(bytes->data() + i * layout::keyBytes, layout::keyBytes,
                keys[i].begin());
  return keys;
}
