//===- DataKeys.cpp - Data keys of right and wrong fingerprints -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keys come out of the decoder's own opening, so that a fault in the key
// derivation shows in what the wrong keys do.
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "FakeMeter.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <random>

using namespace hwlock;
using rt::Result;

static constexpr uint32_t oneCycle = 1024;

namespace {

/// What a machine gives: its measurement, and the answer of its device.
struct Fingerprint {
  HwlockMeasurement measurement = test::fixedMeasurement();
  std::vector<uint8_t> secret;
};

} // namespace

/// Answers with the secret of a Fingerprint.
static int32_t answer(void *context, uint8_t, const uint8_t *, uint32_t,
                      uint8_t *secret, uint32_t *secretBytes) {
  const auto &answer = static_cast<const Fingerprint *>(context)->secret;
  llvm::copy(answer, secret);
  *secretBytes = uint32_t(answer.size());
  return int32_t(Status::Ok);
}

/// The answer of the TPM here, if `slot` asks for one.
static Result<std::vector<uint8_t>> askDevice(const rt::Slot &slot) {
  for (const rt::SlotItem &item : slot.items) {
    if (item.source != layout::sourceTpm2)
      return rt::badInput("this device cannot be asked");
    auto secret = rt::tpm2Secret(item.bytes, {});
    if (!secret)
      return secret.error();
    return std::vector<uint8_t>(secret->span().begin(), secret->span().end());
  }
  return std::vector<uint8_t>();
}

/// All fingerprints that differ from `truth` in one bit of what `bytes` gives.
template <typename Bytes>
static std::vector<Fingerprint> oneBitOff(const Fingerprint &truth,
                                          Bytes bytes) {
  std::vector<Fingerprint> all;
  Fingerprint changed = truth;
  std::span<uint8_t> flipped = bytes(changed);
  for (uint8_t &byte : flipped)
    for (unsigned bit = 0; bit < 8; ++bit) {
      byte ^= uint8_t(1 << bit);
      all.push_back(changed);
      byte ^= uint8_t(1 << bit);
    }
  return all;
}

/// Every fingerprint that differs from `truth` in the answer of the device by
/// one bit, in the symbol of one quiet chain by one, or in one bit of the
/// precision source: the first of these that `sources` has.
static std::vector<Fingerprint> neighboursOf(const Fingerprint &truth,
                                             uint8_t sources) {
  if (!truth.secret.empty())
    return oneBitOff(truth, [](Fingerprint &changed) {
      return std::span<uint8_t>(changed.secret);
    });
  if (!(sources & layout::sourceClock))
    return oneBitOff(truth, [](Fingerprint &changed) {
      return std::span<uint8_t>(changed.measurement.precision);
    });
  std::vector<Fingerprint> all;
  core::QuietChains quiet = core::quietChains();
  for (uint8_t chain : std::span(quiet.ids, quiet.count))
    // One cycle less than one cycle is an instruction that is absent.
    for (int step : {-1, 1}) {
      all.push_back(truth);
      all.back().measurement.clock[chain] += step * int(oneCycle);
    }
  return all;
}

static Fingerprint randomFingerprint(size_t secretBytes,
                                     std::mt19937_64 &random) {
  Fingerprint made;
  for (uint32_t &latency : made.measurement.clock)
    latency = oneCycle * (1 + random() % 10);
  for (uint8_t &byte : made.measurement.precision)
    byte = uint8_t(random());
  made.secret.resize(secretBytes);
  for (uint8_t &byte : made.secret)
    byte = uint8_t(random());
  return made;
}

static std::vector<Fingerprint> fingerprintsOf(const std::string &kind,
                                               const Fingerprint &truth,
                                               uint8_t sources, unsigned count,
                                               std::mt19937_64 &random) {
  if (kind == "right")
    return {truth};
  std::vector<Fingerprint> all;
  if (kind == "near") {
    all = neighboursOf(truth, sources);
    std::shuffle(all.begin(), all.end(), random);
    all.resize(std::min<size_t>(count, all.size()));
  }
  while (kind == "far" && all.size() < count)
    all.push_back(randomFingerprint(truth.secret.size(), random));
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
  const rt::Slot &slot = vault->slots.front();
  auto secret = askDevice(slot);
  if (!secret)
    return secret.error();
  std::mt19937_64 random(seed);
  std::vector<uint8_t> out;
  for (Fingerprint &fingerprint :
       fingerprintsOf(words[1], {.secret = std::move(*secret)}, slot.sources,
                      count, random)) {
    test::FakeMeter meter(fingerprint.measurement);
    HwlockHost host = {answer, &fingerprint};
    test::Opened opened = test::openWith(*bytes, meter, &host);
    if (opened.status != Status::Ok)
      return rt::badInput("'" + words[0] +
                          "' gives no key: lock it for the policy garbage");
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
