//===- main.cpp - Write the profile of a made-up CPU ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-profile OUT.hwp [MODEL [SOURCES]]. Tests that lock a model
// need a profile and must not measure. SOURCES is a mask of layout::source*.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "TestProfile.h"
#include <cstdio>
#include <cstdlib>

using namespace hwlock;

int main(int argc, char **argv) {
  if (argc < 2)
    return int(Status::Usage);
  unsigned model = argc > 2 ? std::atoi(argv[2]) : 0;
  uint8_t sources = argc > 3 ? std::atoi(argv[3]) : layout::cpuSources;
  rt::Result<void> written = rt::writeProfileFile(
      argv[1], test::makeProfile(test::fixedMeasurement(model), sources));
  if (written)
    return 0;
  std::fprintf(stderr, "%s\n", written.error().message.c_str());
  return int(written.error().status);
}
