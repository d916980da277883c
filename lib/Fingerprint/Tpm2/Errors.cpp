//===- Errors.cpp - Response codes of a TPM as messages -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM 2.0 Library, part 2, 6.6. Codes of format 1 say which handle, parameter
// or session is wrong; the rest of the code says why.
//===----------------------------------------------------------------------===//
#include "Errors.h"
#include <cstdio>
#include <string>
#include <tss2/tss2_tpm2_types.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

struct Meaning {
  uint32_t code;
  const char *reason;
  const char *hint;
};

constexpr Meaning meanings[] = {
    {TPM2_RC_LOCKOUT, "it is locked out after too many wrong passwords",
     "wait until it recovers, or: tpm2_dictionarylockout --clear-lockout"},
    {TPM2_RC_INITIALIZE, "it was not started", "run tpm2_startup --clear"},
    {TPM2_RC_FAILURE, "it is in failure mode", "restart the machine"},
    {TPM2_RC_OBJECT_MEMORY, "it has no room for another key",
     "use /dev/tpmrm0, or flush left-over keys: tpm2_flushcontext -t"},
    {TPM2_RC_SESSION_MEMORY, "it has no room for another session",
     "use /dev/tpmrm0, or flush left-over sessions: tpm2_flushcontext -l"},
    {TPM2_RC_HIERARCHY, "the hierarchy is disabled",
     "enable it in the firmware's settings"},
    {TPM2_RC_BAD_AUTH, "a password is set", ""},
    {TPM2_RC_AUTH_FAIL, "a password is set", ""},
};

} // namespace

/// `code` without the number of the handle, parameter or session.
static uint32_t withoutPosition(uint32_t code) {
  code &= ~TSS2_RC_LAYER_MASK;
  return code & TPM2_RC_FMT1 ? code & 0x0bf : code;
}

static bool isFromTpm(uint32_t code) {
  uint32_t layer = code & TSS2_RC_LAYER_MASK;
  return layer == TSS2_TPM_RC_LAYER || layer == TSS2_RESMGR_TPM_RC_LAYER;
}

static std::string hex(uint32_t code) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", code);
  return text;
}

static std::string failure(std::string_view action, const std::string &reason) {
  return "the TPM cannot " + std::string(action) + ": " + reason;
}

Error tpm2::tpmError(std::string_view action, uint32_t code) {
  for (const Meaning &known : meanings)
    if (isFromTpm(code) && known.code == withoutPosition(code))
      return environmentError(
          failure(action, known.reason + (" (" + hex(code) + ")")), known.hint);
  return environmentError(failure(action, "code " + hex(code)),
                          "tpm2_rc_decode " + hex(code) + " says more");
}

Error tpm2::hierarchyError(std::string_view action, uint32_t code) {
  Error error = tpmError(action, code);
  uint32_t reason = withoutPosition(code);
  if (isFromTpm(code) &&
      (reason == TPM2_RC_BAD_AUTH || reason == TPM2_RC_AUTH_FAIL))
    error.hint = "make a storage root persistent, which needs the password "
                 "only once: tpm2_createprimary -C o -P PASSWORD -G ecc -c "
                 "root.ctx; tpm2_evictcontrol -C o -P PASSWORD -c root.ctx "
                 "0x81000001";
  return error;
}

/// libtpms says "failure" of a seed that does not decrypt. A TPM that did fail
/// would not have come as far as to look at what a file supplied.
static bool blamesParameter(uint32_t code) {
  uint32_t parameter = TPM2_RC_FMT1 | TPM2_RC_P;
  return isFromTpm(code) &&
         ((code & parameter) == parameter || code == TPM2_RC_FAILURE);
}

Error tpm2::refusal(std::string_view action, uint32_t code) {
  if (!blamesParameter(code))
    return tpmError(action, code);
  return {Status::NotAuthorised,
          failure(action,
                  "it is not of this TPM, or was changed (" + hex(code) + ")"),
          "enroll on this machine and lock again"};
}
