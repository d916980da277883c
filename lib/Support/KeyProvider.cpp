//===- KeyProvider.cpp - Where random bytes come from ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/KeyProvider.h"
#include <climits>
#include <openssl/rand.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

class SystemKeys final : public KeyProvider {
public:
  Result<void> fill(std::span<uint8_t> bytes) override {
    if (bytes.size() <= INT_MAX &&
        RAND_priv_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1)
      return {};
    return environmentError("the system gives no random bytes",
                            "OpenSSL could not seed its generator");
  }
};

} // namespace

KeyProvider &rt::systemKeys() {
  static SystemKeys keys;
  return keys;
}
