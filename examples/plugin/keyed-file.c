/*===- keyed-file.c - A source whose device is a file ----------------------===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Stands for an HSM: the "device" holds a secret key of 32 bytes and answers a
 * challenge with its HMAC-SHA256. The environment variable KEYED_FILE_DEVICE
 * names the file with the key. A real device would not let the key out.
 *===----------------------------------------------------------------------===*/
#include "hwlock-c/SourcePlugin.h"
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 32, CHALLENGE_BYTES = 16, RESPONSE_BYTES = 32 };

static int unavailable(struct HwlockPluginResponse *response, const char *what,
                       const char *detail) {
  snprintf(response->message, sizeof response->message, "%s%s", what, detail);
  return HWLOCK_PLUGIN_UNAVAILABLE;
}

/* Fills `key`; the file must have exactly as many bytes. */
static int read_key(uint8_t key[KEY_BYTES],
                    struct HwlockPluginResponse *response) {
  const char *path = getenv("KEYED_FILE_DEVICE");
  if (!path)
    return unavailable(response, "KEYED_FILE_DEVICE names no file", "");
  FILE *file = fopen(path, "rb");
  if (!file)
    return unavailable(response, "cannot open the file of KEYED_FILE_DEVICE: ",
                       strerror(errno));
  /* No copy of the key in the buffer of a stream. */
  setvbuf(file, NULL, _IONBF, 0);
  size_t count = fread(key, 1, KEY_BYTES, file);
  int longer = fgetc(file) != EOF;
  fclose(file);
  if (count != KEY_BYTES || longer)
    return unavailable(response, "the file of KEYED_FILE_DEVICE ",
                       "does not have 32 bytes");
  return HWLOCK_PLUGIN_OK;
}

static int respond(const struct HwlockPluginChallenge *challenge,
                   struct HwlockPluginResponse *response) {
  uint8_t key[KEY_BYTES];
  int status = read_key(key, response);
  if (status == HWLOCK_PLUGIN_OK) {
    if (HMAC(EVP_sha256(), key, KEY_BYTES, challenge->bytes, challenge->size,
             response->bytes, NULL))
      response->size = RESPONSE_BYTES;
    else
      status = unavailable(response, "OpenSSL cannot compute HMAC-SHA256", "");
  }
  OPENSSL_cleanse(key, sizeof key);
  return status;
}

static int enrol(struct HwlockPluginChallenge *challenge,
                 struct HwlockPluginResponse *response) {
  challenge->size = CHALLENGE_BYTES;
  if (RAND_bytes(challenge->bytes, CHALLENGE_BYTES) != 1)
    return unavailable(response, "the system gives no random bytes", "");
  return respond(challenge, response);
}

const struct HwlockSourcePlugin *hwlock_source_plugin(void) {
  static const struct HwlockSourcePlugin plugin = {
      .abi_version = HWLOCK_SOURCE_PLUGIN_ABI,
      /* That of the key, if it is random. */
      .min_entropy_bits = 8 * KEY_BYTES,
      .name = "keyed-file",
      .enrol = enrol,
      .respond = respond,
  };
  return &plugin;
}
