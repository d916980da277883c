//===- Arena.cpp - Memory for weights and tensors -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/Arena.h"
#include <sys/mman.h>
#include <utility>

namespace hwlock {

Arena::Arena(Arena &&other) : bytes(std::exchange(other.bytes, {})) {}

Arena &Arena::operator=(Arena &&other) {
  std::swap(bytes, other.bytes);
  return *this;
}

Arena::~Arena() {
  // The kernel clears pages before it hands them to anyone else.
  if (!bytes.empty())
    ::munmap(bytes.data(), bytes.size());
}

std::optional<Arena> Arena::create(uint64_t size) {
  Arena arena;
  if (size == 0)
    return arena;
  void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return std::nullopt;
  // Fewer page faults while loading; only a wish.
  ::madvise(memory, size, MADV_HUGEPAGE);
  arena.bytes = {static_cast<uint8_t *>(memory), size};
  return arena;
}

} // namespace hwlock
