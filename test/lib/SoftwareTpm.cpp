//===- SoftwareTpm.cpp - A TPM 2.0 for a test -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SoftwareTpm.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace hwlock::test;

/// What the script exits with where swtpm is not installed.
static constexpr int notInstalled = 77;

int SoftwareTpm::script(const std::string &arguments) const {
  std::string command = std::string(HWLOCK_SOFTWARE_TPM) + " " + arguments;
  int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::unique_ptr<SoftwareTpm> SoftwareTpm::make(const SoftwareTpm *sibling) {
  // The path of a socket has at most 107 characters.
  char name[] = "/tmp/hwlock-tpm-XXXXXX";
  if (!mkdtemp(name)) {
    ADD_FAILURE() << "cannot make a folder in /tmp";
    return nullptr;
  }
  std::unique_ptr<SoftwareTpm> tpm(new SoftwareTpm(name));
  int status =
      tpm->script("make " + tpm->path + (sibling ? " " + sibling->path : ""));
  EXPECT_TRUE(status == 0 || status == notInstalled);
  if (status != 0)
    return nullptr;
  tpm->start();
  return tpm;
}

SoftwareTpm::~SoftwareTpm() {
  if (running)
    stop();
  std::filesystem::remove_all(path);
}

void SoftwareTpm::start() {
  EXPECT_EQ(script("start " + path), 0);
  running = true;
}

void SoftwareTpm::stop() {
  EXPECT_EQ(script("stop " + path), 0);
  running = false;
}

void SoftwareTpm::restart() {
  stop();
  start();
}

void SoftwareTpm::tool(const std::string &command) const {
  EXPECT_EQ(script("tool " + path + " " + command), 0) << command;
}
