//===- SeedWriter.cpp - What the fuzzers start from -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-fuzz-seeds FOLDER. Writes files of hwlock's own writers into
// FOLDER/<fuzzer>.
//===----------------------------------------------------------------------===//
#include "DecoderInput.h"
#include "FakeMeter.h"
#include "Items.h"
#include "NpyArray.h"
#include "SoftwareTpm.h"
#include "TestProfile.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Support/File.h"
#include <cstdio>
#include <filesystem>

using namespace hwlock;

namespace {

/// Numbered files in one folder.
class SeedFolder {
public:
  explicit SeedFolder(const std::filesystem::path &path) : path(path) {
    std::filesystem::create_directories(path);
  }
  ~SeedFolder() {
    std::printf("%u seeds in %s\n", count, path.filename().c_str());
  }

  void add(std::span<const uint8_t> bytes) {
    auto file = path / ("seed-" + std::to_string(count++));
    if (auto written = rt::writeFileAtomically(file, bytes); !written) {
      std::fprintf(stderr, "%s\n", written.error().message.c_str());
      std::exit(int(written.error().status));
    }
  }

private:
  std::filesystem::path path;
  unsigned count = 0;
};

constexpr uint8_t sourceMasks[] = {layout::sourceClock, layout::sourcePrecision,
                                   layout::cpuSources};
constexpr rt::Policy policies[] = {rt::Policy::Error, rt::Policy::Garbage};

} // namespace

static void writeProfiles(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  for (uint8_t sources : sourceMasks)
    for (const char *name : {"", "M\xc3\xbcller's \xf0\x9f\x94\x92"}) {
      rt::Profile profile =
          test::makeProfile(test::fixedMeasurement(), sources);
      profile.name = name;
      seeds.add(rt::writeProfile(profile).span());
    }
}

static void writeVaults(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  for (rt::Policy policy : policies)
    for (uint8_t sources : sourceMasks) {
      rt::Profile first = test::makeProfile(test::fixedMeasurement(), sources);
      rt::Profile second = test::makeProfile(test::fixedMeasurement(1));
      std::vector<const rt::Profile *> profiles = {&first};
      if (policy == rt::Policy::Error)
        profiles.push_back(&second);
      seeds.add(test::sealModel(policy, profiles, {}).vault);
      seeds.add(test::sealModel(policy, profiles, {1, 300}).vault);
    }
}

static void writeArrays(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  for (const char *type : {"|b1", "|u1", "<i2", "<f4", "<i8"})
    for (std::vector<int64_t> shape :
         std::vector<std::vector<int64_t>>{{}, {3}, {0, 7}, {2, 1, 2}}) {
      size_t bytes = static_cast<size_t>(type[2] - '0');
      for (int64_t extent : shape)
        bytes *= static_cast<size_t>(extent);
      seeds.add(tool::formatNpy({type, shape, std::vector<uint8_t>(bytes, 1)}));
    }
}

static void writePluginItems(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  for (size_t bytes : {0, 16, 1024})
    seeds.add(
        rt::writePluginItem({"keyed-file", 256, std::vector<uint8_t>(bytes)}));
}

/// What an enrolment and two locks keep of a TPM, if swtpm is installed.
static void addRealTpm(SeedFolder &seeds) {
  auto tpm = test::SoftwareTpm::make();
  if (!tpm)
    return;
  auto enrolled = rt::enrolTpm2({tpm->tcti()});
  if (!enrolled)
    return;
  seeds.add(enrolled->data);
  for (const std::string &roots : {std::string(), tpm->roots()})
    if (auto bound = rt::bindTpm2(*enrolled, roots, rt::systemKeys()))
      seeds.add(bound->binding);
}

static void writeTpmItems(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  rt::tpm2::Name name = {0, 0x0b};
  rt::tpm2::DeviceKey key{name, {}, std::vector<uint8_t>(126)};
  for (size_t bytes : {0, 700})
    seeds.add(
        rt::tpm2::writeProfileData({key, std::vector<uint8_t>(bytes, 0x30)}));
  seeds.add(rt::tpm2::writeSlotData({key, {}, {}}));
  for (size_t bytes : {rt::tpm2::rsaSeedBytes, rt::tpm2::curveSeedBytes})
    seeds.add(rt::tpm2::writeSlotData(
        {key, {}, rt::tpm2::Challenge{name, {}, std::vector<uint8_t>(bytes)}}));
  addRealTpm(seeds);
}

static void writeDecoderInputs(const std::filesystem::path &folder) {
  SeedFolder seeds(folder);
  for (rt::Policy policy : policies)
    for (uint8_t sources : sourceMasks) {
      rt::Profile profile =
          test::makeProfile(test::fixedMeasurement(), sources);
      test::SealedModel model = fuzz::knownModel(policy, profile);
      for (size_t weight = 0; weight < model.weights.size(); ++weight)
        seeds.add(fuzz::writeDecoderInput(model, weight));
    }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: hwlock-fuzz-seeds FOLDER\n");
    return int(Status::Usage);
  }
  std::filesystem::path folder = argv[1];
  writeDecoderInputs(folder / "decoder");
  writeArrays(folder / "npy");
  writePluginItems(folder / "plugin");
  writeProfiles(folder / "profile");
  writeTpmItems(folder / "tpm2");
  writeVaults(folder / "vault");
  return 0;
}
