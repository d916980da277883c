//===- KeyFiles.cpp - Keys made with the openssl command ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "KeyFiles.h"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace hwlock::test;
namespace fs = std::filesystem;

void KeyFiles::SetUp() {
  std::string pattern = (fs::temp_directory_path() / "hwlockXXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder = pattern;
}

void KeyFiles::TearDown() { fs::remove_all(folder); }

void KeyFiles::openssl(const std::string &arguments) const {
  std::string command =
      "cd '" + folder + "' && openssl " + arguments + " 2> openssl.log";
  ASSERT_EQ(std::system(command.c_str()), 0) << command << "\n"
                                             << read("openssl.log");
}

void KeyFiles::writePublicHalf(const std::string &name) const {
  openssl("pkey -in " + name + ".pem -pubout -out " + name + ".pub");
}

void KeyFiles::makeCurveKey(const std::string &name,
                            const std::string &curve) const {
  openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:" + curve +
          " -out " + name + ".pem");
  writePublicHalf(name);
}

void KeyFiles::makeSigningKey(const std::string &name) const {
  openssl("genpkey -algorithm ed25519 -out " + name + ".pem");
  writePublicHalf(name);
}

void KeyFiles::write(const std::string &name, const std::string &text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string KeyFiles::read(const std::string &name) const {
  std::ifstream file(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
