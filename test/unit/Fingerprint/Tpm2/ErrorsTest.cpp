//===- ErrorsTest.cpp - Response codes of a TPM as messages ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Errors.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

namespace {

TEST(Tpm2Errors, ARefusedParameterOfAFileMeansAnotherTpm) {
  // TPM_RC_INTEGRITY, TPM_RC_BINDING and TPM_RC_ECC_POINT, of parameter 1, and
  // what libtpms calls a seed that does not decrypt.
  for (uint32_t code : {0x1df, 0x1e5, 0x1e7, 0x101}) {
    EXPECT_EQ(refusal("load the key", code).status, Status::NotAuthorised);
    EXPECT_FALSE(refusal("load the key", code).hint.empty());
    EXPECT_EQ(tpmError("make a key", code).status, Status::Environment);
  }
  EXPECT_EQ(refusal("load the key", 0x1df).message,
            "the TPM cannot load the key: it is not of this TPM, or was "
            "changed (0x1df)");
}

TEST(Tpm2Errors, TheRestIsTheEnvironment) {
  struct {
    uint32_t code;
    const char *reason;
  } known[] = {
      {0x921, "it is locked out after too many wrong passwords (0x921)"},
      // The same through a resource manager.
      {0xc0921, "it is locked out after too many wrong passwords (0xc0921)"},
      {0x100, "it was not started (0x100)"},
      {0x902, "it has no room for another key (0x902)"},
      {0x903, "it has no room for another session (0x903)"},
      {0x185, "the hierarchy is disabled (0x185)"},
      {0x9a2, "a password is set (0x9a2)"},
      {0x98e, "a password is set (0x98e)"},
      {0x922, "code 0x922"},
      // The same number in the layer of the connection means something else.
      {0xa0921, "code 0xa0921"},
      {0xa01df, "code 0xa01df"},
  };
  for (const auto &[code, reason] : known) {
    Error error = refusal("use the key", code);
    EXPECT_EQ(error.status, Status::Environment) << code;
    EXPECT_EQ(tpmError("use the key", code).message, error.message);
    EXPECT_EQ(error.message,
              std::string("the TPM cannot use the key: ") + reason);
  }
  EXPECT_EQ(tpmError("start a session", 0x101).message,
            "the TPM cannot start a session: it is in failure mode (0x101)");
}

TEST(Tpm2Errors, PasswordsOfHierarchiesHaveAHint) {
  EXPECT_NE(hierarchyError("make the root", 0x9a2).hint.find("0x81000001"),
            std::string::npos);
  EXPECT_EQ(hierarchyError("make the root", 0x921).hint.find("0x81000001"),
            std::string::npos);
}

} // namespace
