//===- HostSecret.h - Secrets that only the host can obtain ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The decoder has no operating system. What a slot binds to beside the CPU (a
// TPM, a plug-in, the identifier of the machine) is asked of the program around
// it through this interface.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_HOSTSECRET_H
#define HWLOCK_CORE_HOSTSECRET_H

#include <stdint.h>

/// Room for the secret of one source.
#define HWLOCK_MAX_SECRET_BYTES 64

extern "C" {

/// Obtains the secret of `source`, one bit of layout::bindingSources, for a
/// slot that stores `item` for it. Returns a hwlock::Status: Ok; NotAuthorised
/// if this is not the device; Environment if the device cannot be asked.
/// `secret` holds HWLOCK_MAX_SECRET_BYTES, of which `secretBytes` are set if
/// Ok.
typedef int32_t (*HwlockSecretFn)(void *context, uint8_t source,
                                  const uint8_t *item, uint32_t itemBytes,
                                  uint8_t *secret, uint32_t *secretBytes);

struct HwlockHost {
  HwlockSecretFn secret;
  void *context;
};
}

#endif // HWLOCK_CORE_HOSTSECRET_H
