//===- Loader.h - Run time inside a compiled model ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linked into every compiled model; needs memory from the C library, nothing
// else. Baseline x86-64: it is what tells an old CPU that it is too old. The
// functions are those of aot::Descriptor.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LOADER_LOADER_H
#define HWLOCK_LOADER_LOADER_H

#include "hwlock/Loader/ModelAbi.h"

extern "C" {

/// Checks the CPU, opens the vault, decodes and packs the weights, forgets the
/// key. `host` answers for devices and may be null. `*model` is null unless the
/// status is Ok. Environment if the CPU lacks features of the kernels (found
/// before anything is measured), if a device cannot be reached, or if there is
/// not enough memory.
int32_t hwlock_loader_create(const hwlock::aot::Descriptor *descriptor,
                             const struct HwlockHost *host,
                             hwlock::aot::Model **model);

/// Runs function number `function`. `scratch` holds `scratchBytes`, aligned to
/// 64; one call at a time may use it. If null, the model's own is used. Usage
/// if a pointer is null, the scratch is not aligned or there is no such
/// function.
int32_t hwlock_loader_run(const hwlock::aot::Model *model, void *scratch,
                          uint64_t function, const void *const *inputs,
                          void *const *outputs);

/// Wipes the weights and gives the memory back. Null is allowed.
void hwlock_loader_destroy(hwlock::aot::Model *model);

/// Says in one line what `status` means, on this machine. Like snprintf: at
/// most `size` bytes with the terminator, returns the whole length without it.
uint64_t hwlock_loader_message(const hwlock::aot::Descriptor *descriptor,
                               int32_t status, char *buffer, uint64_t size);
}

#endif // HWLOCK_LOADER_LOADER_H
