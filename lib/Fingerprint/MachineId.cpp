//===- MachineId.cpp - The system's own name for a machine ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/MachineId.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Support/File.h"
#include <algorithm>
#include <cstring>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

using namespace hwlock;
using namespace hwlock::rt;

/// Keeps the HMAC apart from what other programs make of the same id.
static constexpr char label[] = "hwlock/2/machine-id";
static constexpr size_t labelBytes = sizeof label - 1;
static constexpr size_t idBytes = 16;
static constexpr size_t idDigits = 2 * idBytes;
/// More than any valid file, so that a longer one is seen to be so.
static constexpr size_t fileLimit = 4096;

static Error noId(const std::string &why) {
  return environmentError(
      "this machine has no usable id: " + why,
      "'systemd-machine-id-setup' makes one; a container may need the file of "
      "its host");
}

/// Value of a lower-case hexadecimal digit, or -1. (fromHex() would leave the
/// id in memory.)
static int digitValue(uint8_t digit) {
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/// Reads what machine-id(5) defines: 32 lower-case hexadecimal digits and a
/// line feed, which may be missing; not all of them zero.
static Result<SecretBytes<idBytes>> readId(const std::string &path) {
  auto file = readSecretFile(path, fileLimit);
  if (!file)
    return noId(file.error().message);
  auto fault = [&](const std::string &what) {
    return noId("'" + path + "' " + what);
  };
  std::span<const uint8_t> text = file->span();
  if (!text.empty() && text.back() == '\n')
    text = text.first(text.size() - 1);
  constexpr char unset[] = "uninitialized";
  if (text.size() == sizeof unset - 1 &&
      std::memcmp(text.data(), unset, text.size()) == 0)
    return fault("is not set yet: the system has not finished its first "
                 "start");
  if (text.size() != idDigits)
    return fault("has " + std::to_string(text.size()) +
                 " characters; expected " + std::to_string(idDigits) +
                 " hexadecimal digits");
  SecretBytes<idBytes> id;
  uint8_t any = 0;
  for (size_t i = 0; i < idDigits; ++i) {
    int value = digitValue(text[i]);
    if (value < 0)
      return fault("has a character that is not a lower-case hexadecimal "
                   "digit, at position " +
                   std::to_string(i + 1));
    id.data()[i / 2] |= static_cast<uint8_t>(i % 2 ? value : value << 4);
    any |= static_cast<uint8_t>(value);
  }
  if (any == 0)
    return fault("is all zeros, which machine-id(5) forbids");
  return id;
}

Result<SecretBuffer> rt::machineIdSecret(std::span<const uint8_t> item,
                                         const std::string &path) {
  if (item.size() != machineIdSaltBytes)
    return badInput("machine-id source has a salt of " +
                    std::to_string(item.size()) + " bytes; expected " +
                    std::to_string(machineIdSaltBytes));
  auto id = readId(path);
  if (!id)
    return id.error();
  SecretBytes<labelBytes + idBytes> message;
  std::memcpy(message.data(), label, labelBytes);
  std::memcpy(message.data() + labelBytes, id->data(), idBytes);
  SecretBuffer secret(machineIdSecretBytes);
  unsigned written = 0;
  if (!HMAC(EVP_sha256(), item.data(), static_cast<int>(item.size()),
            message.data(), message.size(), secret.data(), &written) ||
      written != machineIdSecretBytes)
    return environmentError("OpenSSL cannot compute HMAC-SHA256");
  return secret;
}

Result<ProfileItem> rt::enrolMachineId(const std::string &path) {
  ProfileItem item;
  item.source = layout::sourceMachineId;
  item.data.resize(machineIdSaltBytes);
  if (RAND_bytes(item.data.data(), static_cast<int>(item.data.size())) != 1)
    return environmentError("the system gives no random bytes",
                            "OpenSSL could not seed its generator");
  auto secret = machineIdSecret(item.data, path);
  if (!secret)
    return secret.error();
  item.secret = std::move(*secret);
  return item;
}

Result<BoundItem> rt::bindMachineId(const ProfileItem &item) {
  if (item.source != layout::sourceMachineId ||
      item.data.size() != machineIdSaltBytes ||
      item.secret.size() != machineIdSecretBytes)
    return badInput("profile has a malformed machine-id item",
                    "enrol the machine again");
  return BoundItem{item.data, item.secret.clone()};
}
