//===- Library.h - The TPM software stack, loaded when it is needed -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Most users of hwlock have no TPM in their lock: they need no libtss2.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_LIBRARY_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_LIBRARY_H

#include "hwlock/Support/Result.h"
#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_tctildr.h>

/// Functions of libtss2-esys, without their prefix.
#define HWLOCK_ESYS_FUNCTIONS(X)                                               \
  X(ActivateCredential)                                                        \
  X(Create)                                                                    \
  X(CreatePrimary)                                                             \
  X(ECDH_ZGen)                                                                 \
  X(Finalize)                                                                  \
  X(FlushContext)                                                              \
  X(Free)                                                                      \
  X(Initialize)                                                                \
  X(Load)                                                                      \
  X(NV_Read)                                                                   \
  X(NV_ReadPublic)                                                             \
  X(PolicySecret)                                                              \
  X(StartAuthSession)                                                          \
  X(TRSess_SetAttributes)                                                      \
  X(TR_Close)                                                                  \
  X(TR_FromTPMPublic)                                                          \
  X(TR_GetName)

namespace hwlock::rt::tpm2 {

struct Library {
#define HWLOCK_MEMBER(function) decltype(&Esys_##function) function = nullptr;
  HWLOCK_ESYS_FUNCTIONS(HWLOCK_MEMBER)
#undef HWLOCK_MEMBER
  decltype(&Tss2_TctiLdr_Initialize) connect = nullptr;
  decltype(&Tss2_TctiLdr_Finalize) disconnect = nullptr;
  decltype(&Tss2_MU_TPMT_PUBLIC_Unmarshal) readPublic = nullptr;
};

/// Loads it on the first call and keeps it. Status::Environment if it is not
/// installed.
Result<const Library *> loadLibrary();

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_LIBRARY_H
