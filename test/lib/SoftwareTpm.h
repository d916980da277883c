//===- SoftwareTpm.h - A TPM 2.0 for a test -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_SOFTWARETPM_H
#define HWLOCK_TEST_LIB_SOFTWARETPM_H

#include <memory>
#include <string>

namespace hwlock::test {

/// swtpm in a folder of its own, by the script software-tpm.
class SoftwareTpm {
public:
  /// Makes and starts one, of the same manufacturer as `sibling` if given. Null
  /// if swtpm is not installed, and the test should be skipped.
  static std::unique_ptr<SoftwareTpm>
  make(const SoftwareTpm *sibling = nullptr);
  SoftwareTpm(const SoftwareTpm &) = delete;
  SoftwareTpm &operator=(const SoftwareTpm &) = delete;
  ~SoftwareTpm();

  void start();
  void stop();
  /// What a restart of the machine does to it.
  void restart();

  /// Runs a command of tpm2-tools in folder().
  void tool(const std::string &command) const;

  const std::string &folder() const { return path; }
  std::string tcti() const { return "swtpm:path=" + path + "/socket"; }
  /// Folder with the manufacturer's certificates.
  std::string roots() const { return path + "/roots"; }

private:
  explicit SoftwareTpm(std::string path) : path(std::move(path)) {}
  int script(const std::string &arguments) const;

  std::string path;
  bool running = false;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_SOFTWARETPM_H
