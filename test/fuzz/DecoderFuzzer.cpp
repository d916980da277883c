//===- DecoderFuzzer.cpp - Arbitrary bytes to the decoder of a model ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reader that runs on a customer's machine: it opens arbitrary vaults and
// unseals arbitrary ciphertext, from buffers of exactly the size it is told.
//===----------------------------------------------------------------------===//
#include "DecoderInput.h"
#include "FakeMeter.h"
#include "Require.h"
#include "TestProfile.h"
#include "hwlock/Core/Decoder.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::fuzz;

using Bytes = std::vector<uint8_t>;

/// Records of one vault that are unsealed; the others add nothing but time.
static constexpr size_t maxUnsealed = 4;
static constexpr uint8_t untouched = 0xa5;

/// The same keys are drawn under both policies.
static const test::DataKey &knownKey() {
  static const test::DataKey key = [] {
    rt::Profile profile = test::makeProfile(test::fixedMeasurement());
    test::FakeMeter meter;
    return test::openWith(knownModel(rt::Policy::Error, profile).vault, meter)
        .dek;
  }();
  return key;
}

static bool allAre(const Bytes &bytes, uint8_t value) {
  return std::ranges::all_of(bytes, [&](uint8_t b) { return b == value; });
}

namespace {

/// Room for one weight, of exactly the sizes that its record gives.
struct Target {
  explicit Target(const rt::WeightRecord &record)
      : plain(record.shape.bytes(), untouched),
        scratch(core::unsealScratchBytes(rt::chainOf(record.chain),
                                         record.shape.matrix())) {}

  Status unseal(const Bytes &vault, uint32_t index,
                const test::SealedWeight &weight) {
    return static_cast<Status>(
        hwlock_core_unseal(vault.data(), vault.size(), knownKey().data(), index,
                           weight.sealed.data(), weight.tags.data(),
                           plain.data(), plain.size(), scratch.data()));
  }

  Bytes plain, scratch;
};

} // namespace

static void unseal(const Bytes &vault, rt::Policy policy, uint32_t index,
                   const rt::WeightRecord &record,
                   const test::SealedWeight &weight) {
  Target target(record);
  Status status = target.unseal(vault, index, weight);
  if (status == Status::Corrupt)
    require(policy == rt::Policy::Error && allAre(target.plain, 0),
            "nothing comes out of a weight that was changed");
  else
    require(status == Status::Ok, "a weight unseals or is corrupt");

  Target longer(record);
  longer.plain.push_back(untouched);
  require(longer.unseal(vault, index, weight) == Status::BadInput &&
              allAre(longer.plain, untouched),
          "a size other than the manifest's is refused");
}

static void unsealAll(const Bytes &bytes, const rt::Vault &vault,
                      rt::ByteReader reader) {
  for (size_t i = 0; i < std::min(vault.weights.size(), maxUnsealed); ++i) {
    const rt::WeightRecord &record = vault.weights[i];
    if (record.sealedSize > reader.remaining())
      continue;
    rt::ByteReader weightReader = reader;
    test::SealedWeight weight;
    auto sealed = weightReader.take(record.sealedSize);
    weight.sealed.assign(sealed.begin(), sealed.end());
    if (vault.policy == rt::Policy::Error) {
      uint64_t size =
          core::tagBytes(rt::chainOf(record.chain), record.shape.matrix());
      auto tags =
          weightReader.take(std::min(uint64_t(weightReader.remaining()), size));
      weight.tags.assign(tags.begin(), tags.end());
      weight.tags.resize(size);
    }
    unseal(bytes, vault.policy, static_cast<uint32_t>(i), record, weight);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  rt::ByteReader reader({data, size});
  uint64_t length = reader.u16();
  auto taken = reader.take(std::min<uint64_t>(length, reader.remaining()));
  // Exactly as long as it is said to be, so that each read beyond it is seen.
  Bytes bytes(taken.begin(), taken.end());
  bytes.shrink_to_fit();

  test::FakeMeter meter;
  test::Opened opened = test::openWith(bytes, meter);
  auto vault = rt::readVault(bytes);
  require((opened.status == Status::BadInput) == !vault,
          "decoder and reader accept the same vaults");
  require(opened.status == Status::Ok || opened.dek == test::DataKey{},
          "no key comes out of a vault that does not open");
  require(meter.count() <= layout::errorAttempts, "a bounded number of tries");
  if (vault)
    unsealAll(bytes, *vault, reader);
  return 0;
}
