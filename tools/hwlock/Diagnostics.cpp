//===- Diagnostics.cpp - What the hwlock command says on standard error ---===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Diagnostics.h"
#include <cstdio>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::tool;

static void print(const char *kind, const std::string &message) {
  if (!message.empty())
    std::fprintf(stderr, "hwlock: %s: %s\n", kind, message.c_str());
}

int tool::fail(const rt::Error &error) {
  print("error", error.message);
  print("hint", error.hint);
  return static_cast<int>(error.status);
}

void tool::warn(const std::string &message, const std::string &hint) {
  print("warning", message);
  print("hint", hint);
}

void tool::remark(const std::string &message) { print("remark", message); }

Progress::Progress(std::string what) : what(std::move(what)) {}

Progress::~Progress() {
  if (shown)
    std::fprintf(stderr, "\r\033[K");
}

void Progress::update(unsigned done, unsigned all) {
  if (!isatty(STDERR_FILENO))
    return;
  shown = true;
  std::fprintf(stderr, "\r\033[Khwlock: %s %u/%u", what.c_str(), done, all);
  std::fflush(stderr);
}
