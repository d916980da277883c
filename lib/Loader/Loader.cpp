//===- Loader.cpp - Run time inside a compiled model ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Loader/Loader.h"
#include "hwlock/Core/CpuFeatureMask.h"
#include "hwlock/Support/Status.h"
#include <string.h>
#include <sys/mman.h>

using namespace hwlock;
using namespace hwlock::aot;

/// Lies at the start of the one mapping that holds its arenas.
struct hwlock::aot::Model {
  const Descriptor *descriptor;
  ModelState state;
  uint64_t mappedBytes;
};

static constexpr uint64_t keyBytes = 32;

static constexpr uint64_t alignUp(uint64_t size) {
  return (size + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

static void wipe(void *bytes, uint64_t size) {
  memset(bytes, 0, size);
  // Makes the compiler believe that someone reads the zeros.
  __asm__ volatile("" : : "r"(bytes) : "memory");
}

/// Zeroed memory, or null. Left out of core dumps: it is for weights.
static uint8_t *map(uint64_t size) {
  void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return nullptr;
  madvise(memory, size, MADV_DONTDUMP);
  // Fewer page faults; only a wish.
  madvise(memory, size, MADV_HUGEPAGE);
  return static_cast<uint8_t *>(memory);
}

static void unmap(void *memory, uint64_t size) {
  wipe(memory, size);
  munmap(memory, size);
}

static Model *allocate(const Descriptor &descriptor) {
  uint64_t resident = alignUp(sizeof(Model));
  uint64_t scratch = resident + alignUp(descriptor.residentBytes);
  uint64_t size = scratch + alignUp(descriptor.scratchBytes);
  uint8_t *memory = map(size);
  if (!memory)
    return nullptr;
  auto *model = reinterpret_cast<Model *>(memory);
  *model = {&descriptor, {memory + resident, nullptr, memory + scratch}, size};
  return model;
}

/// Decodes and packs the weights.
static Status fill(Model &model, uint8_t *dek) {
  const Descriptor &descriptor = *model.descriptor;
  ModelState state = model.state;
  if (descriptor.temporaryBytes) {
    state.temporary = map(descriptor.temporaryBytes);
    if (!state.temporary)
      return Status::Environment;
  }
  auto status = static_cast<Status>(descriptor.load(&state, dek));
  if (state.temporary)
    unmap(state.temporary, descriptor.temporaryBytes);
  return status;
}

static Status createModel(const Descriptor &descriptor, const HwlockHost *host,
                          Model *&model) {
  if (descriptor.cpuFeatures & ~core::hostFeatureMask())
    return Status::Environment;
  uint8_t dek[keyBytes] = {};
  Status status = descriptor.open
                      ? static_cast<Status>(descriptor.open(host, dek))
                      : Status::Ok;
  if (status == Status::Ok) {
    model = allocate(descriptor);
    status = model ? fill(*model, dek) : Status::Environment;
  }
  wipe(dek, sizeof dek);
  if (status != Status::Ok && model) {
    unmap(model, model->mappedBytes);
    model = nullptr;
  }
  return status;
}

int32_t hwlock_loader_create(const Descriptor *descriptor,
                             const HwlockHost *host, Model **model) {
  if (!model)
    return int32_t(Status::Usage);
  *model = nullptr;
  return int32_t(createModel(*descriptor, host, *model));
}

static bool anyNull(const void *const *pointers, uint64_t count) {
  if (count && !pointers)
    return true;
  for (uint64_t i = 0; i < count; ++i)
    if (!pointers[i])
      return true;
  return false;
}

int32_t hwlock_loader_run(const Model *model, void *scratch, uint64_t index,
                          const void *const *inputs, void *const *outputs) {
  if (!model || index >= model->descriptor->functionCount ||
      reinterpret_cast<uintptr_t>(scratch) % kArenaAlignment)
    return int32_t(Status::Usage);
  const Function &function = model->descriptor->functions[index];
  if (anyNull(inputs, function.inputCount) ||
      anyNull(outputs, function.outputCount))
    return int32_t(Status::Usage);
  ModelState state = model->state;
  if (scratch)
    state.scratch = static_cast<uint8_t *>(scratch);
  function.entry(&state, inputs, outputs);
  return int32_t(Status::Ok);
}

void hwlock_loader_destroy(Model *model) {
  if (model)
    unmap(model, model->mappedBytes);
}
