//===- CreateModule.h - Entry point of libhwlock_vm -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_IREEVM_CREATEMODULE_H
#define HWLOCK_LIB_RUNTIME_IREEVM_CREATEMODULE_H

#include "VmAbi.h"

extern "C" {

/// iree_vm_dynamic_module_create_fn_t of vm/dynamic/api.h. Parameters: `tcti`,
/// as hwlock_rt_devices_open() takes it, and `plugin`, any number of paths.
/// Nothing is allocated with `allocator`: IREE frees nothing of this module.
hwlock::vm::VmStatus hwlock_vm_create(uint32_t version, void *instance,
                                      size_t parameterCount,
                                      const hwlock::vm::StringPair *parameters,
                                      hwlock::vm::Allocator allocator,
                                      hwlock::vm::VmModule **module);
}

#endif // HWLOCK_LIB_RUNTIME_IREEVM_CREATEMODULE_H
