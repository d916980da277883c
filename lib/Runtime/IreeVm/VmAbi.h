//===- VmAbi.h - What a VM module shares with IREE's run time -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Layouts of the C interface of IREE's virtual machine, 64 bits, for version 1
// of dynamic modules (IREE 3.13.0). IREE's wheels have no headers. Each names
// the file under runtime/src/iree that has the original; VmAbiCheck.cpp
// compares them where IREE's sources are at hand.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_IREEVM_VMABI_H
#define HWLOCK_LIB_RUNTIME_IREEVM_VMABI_H

#include <cstddef>
#include <cstdint>

namespace hwlock::vm {

/// vm/dynamic/api.h: IREE_VM_DYNAMIC_MODULE_VERSION_0_1.
inline constexpr uint32_t dynamicModuleVersion = 1;

/// base/status.h: iree_status_t, as far as a status without a message goes.
/// Those with one can only be made by IREE's own library.
enum class VmStatus : uintptr_t {
  Ok = 0,
  InvalidArgument = 3,
  NotFound = 5,
  OutOfRange = 11,
  Unimplemented = 12,
  Unavailable = 14,
  Incompatible = 18,
};

/// base/string_view.h: iree_string_view_t, iree_string_pair_t.
struct StringView {
  const char *data;
  size_t size;
};
struct StringPair {
  StringView key, value;
};

/// base/allocator.h: iree_byte_span_t, iree_allocator_t.
struct ByteSpan {
  uint8_t *data;
  size_t size;
};
struct Allocator {
  void *self;
  void *control;
};

/// vm/ref.h: iree_vm_ref_t. The lowest three bits of `type` are no part of the
/// address of the iree_vm_ref_type_descriptor_t.
struct RefType {
  void (*destroy)(void *);
  StringView name;
};
struct Ref {
  void *object;
  uintptr_t type;
};

/// vm/buffer.h: the beginning of iree_vm_buffer_t.
struct Buffer {
  int32_t references;
  uint32_t access;
  ByteSpan bytes;
};

/// vm/module.h: all that follows.
struct VmModule;
struct ModuleState;
struct Stack;
struct SourceLocation;

/// iree_vm_function_linkage_t.
enum class Linkage : uint32_t { Export = 2, ExportOptional = 4 };

struct Function {
  VmModule *module;
  uint16_t linkage;
  uint16_t ordinal;
};
struct FunctionSignature {
  StringView callingConvention;
};
struct ModuleSignature {
  uint32_t version;
  size_t attributes, imports, exports, internals;
};
struct FunctionCall {
  Function function;
  ByteSpan arguments, results;
};
using DependencyCallback = VmStatus (*)(void *, const void *dependency);

/// iree_vm_module_t. Functions get `self` first.
struct VmModule {
  void *self;
  int32_t references;
  void (*destroy)(void *);
  StringView (*name)(void *);
  ModuleSignature (*signature)(void *);
  VmStatus (*enumerateDependencies)(void *, DependencyCallback, void *);
  VmStatus (*getModuleAttribute)(void *, size_t, StringPair *);
  VmStatus (*lookupFunction)(void *, Linkage, StringView name,
                             const FunctionSignature *expected, Function *);
  VmStatus (*getFunction)(void *, Linkage, size_t ordinal, Function *,
                          StringView *name, FunctionSignature *);
  VmStatus (*getFunctionAttribute)(void *, Linkage, size_t, size_t,
                                   StringPair *);
  VmStatus (*resolveSourceLocation)(void *, Function, int64_t,
                                    SourceLocation *);
  VmStatus (*allocateState)(void *, Allocator, ModuleState **);
  void (*freeState)(void *, ModuleState *);
  VmStatus (*forkState)(void *, ModuleState *, Allocator, ModuleState **);
  VmStatus (*resolveImport)(void *, ModuleState *, size_t, const Function *,
                            const FunctionSignature *);
  VmStatus (*notify)(void *, ModuleState *, uint32_t signal);
  VmStatus (*beginCall)(void *, Stack *, FunctionCall);
  VmStatus (*resumeCall)(void *, Stack *, ByteSpan results);
};

} // namespace hwlock::vm

#endif // HWLOCK_LIB_RUNTIME_IREEVM_VMABI_H
