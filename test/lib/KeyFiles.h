//===- KeyFiles.h - Keys made with the openssl command --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_KEYFILES_H
#define HWLOCK_TEST_LIB_KEYFILES_H

#include <gtest/gtest.h>
#include <string>

namespace hwlock::test {

/// A folder of its own for each test, in which the openssl command makes keys.
class KeyFiles : public testing::Test {
protected:
  void SetUp() override;
  void TearDown() override;

  std::string path(const std::string &name) const {
    return folder + "/" + name;
  }

  /// Runs "openssl ARGUMENTS" in the folder; fails the test if it fails.
  void openssl(const std::string &arguments) const;

  /// Makes NAME.pem and NAME.pub, a pair on the curve `curve`.
  void makeCurveKey(const std::string &name,
                    const std::string &curve = "P-256") const;
  /// The same for Ed25519.
  void makeSigningKey(const std::string &name) const;

  void write(const std::string &name, const std::string &text) const;
  std::string read(const std::string &name) const;

private:
  void writePublicHalf(const std::string &name) const;

  std::string folder;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_KEYFILES_H
