//===- Parallel.cpp - Work that falls into independent parts --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Parallel.h"
#include <algorithm>
#include <pthread.h>
#include <thread>
#include <vector>

namespace {

struct Part {
  const std::function<bool(uint64_t, uint64_t)> *work;
  uint64_t first, end;
  bool succeeded = false, hasThread = false;
  pthread_t thread = {};

  void run() { succeeded = (*work)(first, end); }

  void start() {
    auto entry = [](void *part) -> void * {
      static_cast<Part *>(part)->run();
      return nullptr;
    };
    // Not std::thread, which throws when there are too many.
    hasThread = ::pthread_create(&thread, nullptr, entry, this) == 0;
  }

  void finish() {
    if (hasThread)
      ::pthread_join(thread, nullptr);
    else
      run();
  }
};

} // namespace

bool hwlock::rt::inParallel(
    uint64_t count, uint64_t grain,
    const std::function<bool(uint64_t, uint64_t)> &work) {
  // Beyond, memory is the limit.
  constexpr uint64_t mostThreads = 8;
  uint64_t parts =
      std::min<uint64_t>(std::thread::hardware_concurrency(), count / grain);
  parts = std::clamp<uint64_t>(parts, 1, mostThreads);
  std::vector<Part> all;
  for (uint64_t i = 0; i < parts; ++i)
    all.push_back({&work, count * i / parts, count * (i + 1) / parts});
  // The first part is for this thread.
  std::for_each(all.begin() + 1, all.end(), [](Part &part) { part.start(); });
  bool succeeded = true;
  for (Part &part : all) {
    part.finish();
    succeeded &= part.succeeded;
  }
  return succeeded;
}
