//===- SeedWriter.cpp - What the fuzzers start from -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-fuzz-seeds FOLDER. Writes files of hwlock's own writers into
// FOLDER/<fuzzer>.
//===----------------------------------------------------------------------===//
#include "DecoderInput.h"
#include "FakeMeter.h"
#include "NpyArray.h"
#include "TestProfile.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
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
  writeVaults(folder / "vault");
  return 0;
}
