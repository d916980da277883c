//===- Parallel.h - Work that falls into independent parts ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_PARALLEL_H
#define HWLOCK_LIB_RUNTIME_PARALLEL_H

#include <cstdint>
#include <functional>

namespace hwlock::rt {

/// Does `work(first, end)` on all of `count` items, in as many threads as this
/// machine has processors, up to eight, but none for fewer than `grain` items.
/// True if all of the work returned true.
bool inParallel(uint64_t count, uint64_t grain,
                const std::function<bool(uint64_t, uint64_t)> &work);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_PARALLEL_H
