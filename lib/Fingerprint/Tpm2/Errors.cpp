//===- Errors.cpp - Response codes of a TPM as messages -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM 2.0 Library, part 2, 6.6. Codes of format 1 say which handle, parameter
// or session is wrong; the rest of the code says why.
//===----------------------------------------------------------------------===//
#include "Errors.h"
#include <algorithm>
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

/// A parameter of a command is what a file supplied.
static bool blamesParameter(uint32_t code) {
  return isFromTpm(code) && (code & TPM2_RC_FMT1) && (code & TPM2_RC_P);
}

static std::string hex(uint32_t code) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", code);
  return text;
}

Error tpm2::tpmError(std::string_view action, uint32_t code) {
  std::string prefix = "the TPM cannot " + std::string(action) + ": ";
  std::string suffix = " (" + hex(code) + ")";
  if (blamesParameter(code))
    return {Status::NotAuthorised,
            prefix + "it is not of this TPM, or was changed" + suffix,
            "enroll on this machine and lock again"};
  const Meaning *meaning = std::find_if(
      std::begin(meanings), std::end(meanings), [&](const Meaning &known) {
        return isFromTpm(code) && known.code == withoutPosition(code);
      });
  if (meaning != std::end(meanings))
    return environmentError(prefix + meaning->reason + suffix, meaning->hint);
  return environmentError(prefix + "code " + hex(code),
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
