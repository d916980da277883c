/*===- SourcePlugin.h - Plug-ins that bring a device of their own --*- C -*-===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A shared object that exports hwlock_source_plugin() is a source of hwlock: it
 * asks a device (an HSM, a PUF, a licence key) for a response to a challenge.
 * Version 1 is fixed: another layout gets another version.
 *===----------------------------------------------------------------------===*/
#ifndef HWLOCK_C_SOURCEPLUGIN_H
#define HWLOCK_C_SOURCEPLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HWLOCK_SOURCE_PLUGIN_ABI 1

/* Limits, in bytes. A name has 1 to 32 characters of a-z, 0-9 and '-'. */
#define HWLOCK_PLUGIN_MAX_NAME 32
#define HWLOCK_PLUGIN_MAX_CHALLENGE 1024
#define HWLOCK_PLUGIN_MAX_RESPONSE 64
#define HWLOCK_PLUGIN_MAX_MESSAGE 256

/* What enrol() and respond() return. */
enum {
  HWLOCK_PLUGIN_OK = 0,
  /* There is a device, but not the one that made the challenge. Exit code 3. */
  HWLOCK_PLUGIN_OTHER_DEVICE = 1,
  /* The device is absent, locked or broken. Exit code 5. */
  HWLOCK_PLUGIN_UNAVAILABLE = 2
};

/* What one call returns; hwlock zeroes it before the call and wipes it after.
 */
struct HwlockPluginResponse {
  /* 1 to HWLOCK_PLUGIN_MAX_RESPONSE. */
  size_t size;
  uint8_t bytes[HWLOCK_PLUGIN_MAX_RESPONSE];
  /* For people, without secrets, with a zero at the end: why a call failed. */
  char message[HWLOCK_PLUGIN_MAX_MESSAGE];
};

/* What the device needs to know to give the same response again. Public: it is
 * stored in profiles and locked files. May be empty. */
struct HwlockPluginChallenge {
  size_t size;
  uint8_t bytes[HWLOCK_PLUGIN_MAX_CHALLENGE];
};

struct HwlockSourcePlugin {
  /* HWLOCK_SOURCE_PLUGIN_ABI, and first in every version. */
  uint32_t abi_version;
  /* Min-entropy of a response, in bits, against somebody who knows the
   * challenge, has other devices of this kind, and lacks this one. 1 to 512,
   * and no more than a response has. Below 128, hwlock calls a model that is
   * locked to it class-bound. hwlock cannot check this number: the plug-in
   * vouches for it. */
  uint32_t min_entropy_bits;
  /* Tells plug-ins apart; stored in locked files. */
  const char *name;
  /* Makes up a challenge and answers it. */
  int (*enrol)(struct HwlockPluginChallenge *challenge,
               struct HwlockPluginResponse *response);
  /* Gives the response that enrol() gave with this challenge, bit for bit. On
   * another device it may say so or give another response. */
  int (*respond)(const struct HwlockPluginChallenge *challenge,
                 struct HwlockPluginResponse *response);
};

/* The one symbol of a plug-in. What it points to is constant. hwlock calls all
 * functions from one thread at a time and never unloads the library. */
const struct HwlockSourcePlugin *hwlock_source_plugin(void);

#ifdef __cplusplus
}
#endif

#endif /* HWLOCK_C_SOURCEPLUGIN_H */
