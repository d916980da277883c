//===- Errors.h - Response codes of a TPM as messages ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <string_view>

namespace hwlock::rt::tpm2 {

/// Why the TPM could not `action` ("make a key"). Status::Environment.
Error tpmError(std::string_view action, uint32_t code);

/// tpmError() where the password of a hierarchy was needed.
Error hierarchyError(std::string_view action, uint32_t code);

/// tpmError() where the parameters of the command came from a file. If the TPM
/// refused one, it came from another TPM or was changed:
/// Status::NotAuthorised.
Error refusal(std::string_view action, uint32_t code);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H
