//===- Profile.cpp - Bytes of a profile -----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// docs/FileFormat.md is the prose. Bytes are written into a buffer of their
// final size: a growing one would leave copies of secrets behind.
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Profile.h"
#include "ProfileItems.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/CpuFeatures.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/File.h"
#include <algorithm>
#include <cassert>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;

static constexpr uint8_t magic[8] = {'h', 'w', 'p', 'r', 'o', 'f', 'i', 'l'};
static constexpr uint16_t version = 2;
static constexpr size_t headerBytes = 28;
static constexpr size_t digestBytes = SHA256_DIGEST_LENGTH;
/// Far above the largest profile.
static constexpr size_t fileLimit = 65536;

namespace {

/// The fixed-size start of a profile.
struct Header {
  uint8_t sources, nameBytes;
  uint64_t features;
  uint16_t probes, quiet;
  uint32_t items;

  size_t precisionBytes() const {
    return sources & layout::sourcePrecision ? HWLOCK_PRECISION_BYTES : 0;
  }
  size_t totalBytes() const {
    return headerBytes + nameBytes + 2 * size_t(probes) + quiet +
           precisionBytes() + items + digestBytes;
  }
};

} // namespace

SecretBuffer rt::writeProfile(const Profile &profile) {
  assert(checkProfile(profile) && "see checkProfile()");
  Header header{profile.sources,
                static_cast<uint8_t>(profile.name.size()),
                *cpuFeatureMask(profile.features),
                static_cast<uint16_t>(profile.probes.size()),
                static_cast<uint16_t>(profile.quietSymbols.size()),
                static_cast<uint32_t>(itemsSize(profile.items))};
  ByteWriter writer;
  writer.raw(magic);
  writer.u16(version);
  writer.u8(header.sources);
  writer.u8(header.nameBytes);
  writer.u64(header.features);
  writer.u16(header.probes);
  writer.u16(header.quiet);
  writer.u32(header.items);
  writer.text(profile.name);
  writer.raw(profile.probes);

  SecretBuffer bytes(header.totalBytes());
  uint8_t *cursor = bytes.data();
  auto append = [&](std::span<const uint8_t> part) {
    cursor = std::copy(part.begin(), part.end(), cursor);
  };
  append(writer.view());
  append(profile.symbols.span());
  append(profile.quietSymbols.span());
  append(profile.precision.span().first(header.precisionBytes()));
  cursor = writeItems(profile.items, cursor);
  ::SHA256(bytes.data(), bytes.size() - digestBytes, cursor);
  return bytes;
}

bool rt::looksLikeProfile(std::span<const uint8_t> bytes) {
  return bytes.size() >= sizeof magic &&
         std::equal(magic, magic + sizeof magic, bytes.begin());
}

static Result<Header> readHeader(std::span<const uint8_t> bytes) {
  if (bytes.empty())
    return badInput("profile is empty", "enrol the machine again");
  size_t common = std::min(bytes.size(), sizeof magic);
  if (!std::equal(magic, magic + common, bytes.begin()))
    return badInput("not an hwlock profile: it does not start with 'hwprofil'",
                    "'hwlock enroll' writes profiles");
  ByteReader reader(bytes.subspan(common));
  uint16_t found = reader.u16();
  if (reader.ok() && found != version)
    return badInput("profile has version " + std::to_string(found) +
                        "; expected " + std::to_string(version),
                    found > version
                        ? "it was made by a newer hwlock; update this one"
                        : "enrol the machine again");
  Header header;
  header.sources = reader.u8();
  header.nameBytes = reader.u8();
  header.features = reader.u64();
  header.probes = reader.u16();
  header.quiet = reader.u16();
  header.items = reader.u32();
  size_t expected = reader.ok() ? header.totalBytes() : headerBytes;
  std::string sizes = "; expected " + std::to_string(expected) +
                      " bytes, found " + std::to_string(bytes.size());
  if (bytes.size() < expected)
    return badInput("profile is truncated" + sizes, "copy the file again");
  if (bytes.size() > expected)
    return badInput("profile goes on after its end" + sizes,
                    "copy the file again");
  return header;
}

Result<Profile> rt::readProfile(std::span<const uint8_t> bytes) {
  auto header = readHeader(bytes);
  if (!header)
    return header.error();
  uint8_t digest[digestBytes];
  ::SHA256(bytes.data(), bytes.size() - digestBytes, digest);
  if (!std::equal(digest, digest + digestBytes, bytes.end() - digestBytes))
    return badInput("profile is damaged: its checksum does not match",
                    "copy the file again");

  auto features = cpuFeaturesOf(header->features);
  if (!features)
    return badInput("profile has a CPU feature that this hwlock does not know",
                    "it was made by a newer hwlock; update this one");
  ByteReader reader(bytes.subspan(headerBytes));
  Profile profile;
  profile.sources = header->sources;
  profile.features = std::move(*features);
  auto name = reader.take(header->nameBytes);
  profile.name.assign(name.begin(), name.end());
  auto probes = reader.take(header->probes);
  profile.probes.assign(probes.begin(), probes.end());
  profile.symbols = SecretBuffer(reader.take(header->probes));
  profile.quietSymbols = SecretBuffer(reader.take(header->quiet));
  auto precision = reader.take(header->precisionBytes());
  std::copy(precision.begin(), precision.end(), profile.precision.data());
  auto items = readItems(header->sources, reader.take(header->items));
  if (!items)
    return items.error();
  profile.items = std::move(*items);
  if (auto result = checkProfile(profile); !result)
    return result.error();
  return profile;
}

Result<Profile> rt::readProfileFile(const std::string &path) {
  auto bytes = readSecretFile(path, fileLimit);
  if (!bytes)
    return bytes.error();
  auto profile = readProfile(bytes->span());
  if (profile)
    return profile;
  Error error = profile.error();
  error.message = "'" + path + "': " + error.message;
  return error;
}

Result<void> rt::writeProfileFile(const std::string &path,
                                  const Profile &profile) {
  if (auto result = checkProfile(profile); !result)
    return result;
  return writeFileAtomically(path, writeProfile(profile).span(), 0600);
}
