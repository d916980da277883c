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

static void unseal(const Bytes &vault, rt::Policy policy, uint32_t index,
                   const test::SealedWeight &weight) {
  test::Unsealed result = test::unseal(vault, knownKey(), index, weight);
  if (result.status == Status::Corrupt)
    require(policy == rt::Policy::Error && allAre(result.plain, 0),
            "nothing comes out of a weight that was changed");
  else
    require(result.status == Status::Ok, "a weight unseals or is corrupt");

  test::SealedWeight longer = weight;
  longer.sealed.push_back(0);
  longer.tags.resize(longer.tags.size() + layout::tagBytes);
  result = test::unseal(vault, knownKey(), index, longer);
  require(result.status == Status::BadInput && allAre(result.plain, untouched),
          "a size other than the manifest's is refused");
}

static void unsealAll(const Bytes &bytes, const rt::Vault &vault,
                      rt::ByteReader reader) {
  for (size_t i = 0; i < std::min(vault.weights.size(), maxUnsealed); ++i) {
    uint64_t size = vault.weights[i].size;
    if (size > reader.remaining())
      continue;
    rt::ByteReader weightReader = reader;
    test::SealedWeight weight;
    auto sealed = weightReader.take(size);
    weight.sealed.assign(sealed.begin(), sealed.end());
    if (vault.policy == rt::Policy::Error) {
      auto tags = weightReader.take(
          std::min(weightReader.remaining(), 16 * layout::chunkCount(size)));
      weight.tags.assign(tags.begin(), tags.end());
      weight.tags.resize(16 * layout::chunkCount(size));
    }
    unseal(bytes, vault.policy, static_cast<uint32_t>(i), weight);
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
