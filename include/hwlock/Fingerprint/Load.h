//===- Load.h - Keeps the machine busy ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_LOAD_H
#define HWLOCK_FINGERPRINT_LOAD_H

#include <atomic>
#include <thread>
#include <vector>

namespace hwlock::rt {

/// While it lives, a thread for every core but one alternates between
/// arithmetic and copying memory: what a measurement must survive when models
/// run.
class BackgroundLoad {
public:
  BackgroundLoad();
  BackgroundLoad(const BackgroundLoad &) = delete;
  BackgroundLoad &operator=(const BackgroundLoad &) = delete;
  ~BackgroundLoad();

private:
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
};

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_LOAD_H
