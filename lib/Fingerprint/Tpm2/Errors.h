//===- Errors.h - Response codes of a TPM as messages ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <string_view>

namespace hwlock::rt::tpm2 {

/// Why the TPM could not `action` ("load the key"). Status::NotAuthorised if it
/// refused what came from a file, which means that it came from another TPM or
/// was changed; Status::Environment for everything else.
Error tpmError(std::string_view action, uint32_t code);

/// tpmError() where the password of a hierarchy was needed.
Error hierarchyError(std::string_view action, uint32_t code);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_ERRORS_H
