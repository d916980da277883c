//===- VmAbiCheck.cpp - Our declarations against IREE's own ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiles or does not: there is nothing to run. Built where
// HWLOCK_IREE_SOURCE_DIR names IREE's sources.
//===----------------------------------------------------------------------===//
#include "VmAbi.h"
#include "iree/base/api.h"
#include "iree/vm/api.h"
#include "iree/vm/dynamic/api.h"

using namespace hwlock::vm;

#define SAME_SIZE(Ours, Theirs) static_assert(sizeof(Ours) == sizeof(Theirs))
#define SAME_PLACE(Ours, our, Theirs, their)                                   \
  static_assert(offsetof(Ours, our) == offsetof(Theirs, their) &&              \
                sizeof(Ours::our) == sizeof(Theirs::their))

static_assert(dynamicModuleVersion == IREE_VM_DYNAMIC_MODULE_VERSION_LATEST);
static_assert(sizeof(VmStatus) == sizeof(iree_status_t));
static_assert(uintptr_t(VmStatus::InvalidArgument) ==
              IREE_STATUS_INVALID_ARGUMENT);
static_assert(uintptr_t(VmStatus::NotFound) == IREE_STATUS_NOT_FOUND);
static_assert(uintptr_t(VmStatus::OutOfRange) == IREE_STATUS_OUT_OF_RANGE);
static_assert(uintptr_t(VmStatus::Unimplemented) == IREE_STATUS_UNIMPLEMENTED);
static_assert(uintptr_t(VmStatus::Unavailable) == IREE_STATUS_UNAVAILABLE);
static_assert(uintptr_t(VmStatus::Incompatible) == IREE_STATUS_INCOMPATIBLE);

SAME_SIZE(StringView, iree_string_view_t);
SAME_PLACE(StringView, size, iree_string_view_t, size);
SAME_SIZE(StringPair, iree_string_pair_t);
SAME_PLACE(StringPair, value, iree_string_pair_t, value);
SAME_SIZE(ByteSpan, iree_byte_span_t);
SAME_PLACE(ByteSpan, size, iree_byte_span_t, data_length);
SAME_SIZE(Allocator, iree_allocator_t);

static_assert(IREE_VM_REF_TYPE_TAG_BITS == 3);
SAME_PLACE(RefType, name, iree_vm_ref_type_descriptor_t, type_name);
SAME_SIZE(Ref, iree_vm_ref_t);
SAME_PLACE(Ref, type, iree_vm_ref_t, type);
SAME_PLACE(Buffer, references, iree_vm_buffer_t, ref_object);
SAME_PLACE(Buffer, access, iree_vm_buffer_t, access);
SAME_PLACE(Buffer, bytes, iree_vm_buffer_t, data);

static_assert(uint32_t(Linkage::Export) == IREE_VM_FUNCTION_LINKAGE_EXPORT);
static_assert(uint32_t(Linkage::ExportOptional) ==
              IREE_VM_FUNCTION_LINKAGE_EXPORT_OPTIONAL);
SAME_SIZE(Linkage, iree_vm_function_linkage_t);
SAME_SIZE(Function, iree_vm_function_t);
SAME_PLACE(Function, linkage, iree_vm_function_t, linkage);
SAME_PLACE(Function, ordinal, iree_vm_function_t, ordinal);
SAME_SIZE(FunctionSignature, iree_vm_function_signature_t);
SAME_SIZE(ModuleSignature, iree_vm_module_signature_t);
SAME_PLACE(ModuleSignature, exports, iree_vm_module_signature_t,
           export_function_count);
SAME_SIZE(FunctionCall, iree_vm_function_call_t);
SAME_PLACE(FunctionCall, arguments, iree_vm_function_call_t, arguments);
SAME_PLACE(FunctionCall, results, iree_vm_function_call_t, results);

#define SAME_FUNCTION(ours, theirs)                                            \
  SAME_PLACE(VmModule, ours, iree_vm_module_t, theirs)
SAME_SIZE(VmModule, iree_vm_module_t);
SAME_FUNCTION(self, self);
SAME_FUNCTION(references, ref_count);
SAME_FUNCTION(destroy, destroy);
SAME_FUNCTION(name, name);
SAME_FUNCTION(signature, signature);
SAME_FUNCTION(enumerateDependencies, enumerate_dependencies);
SAME_FUNCTION(getModuleAttribute, get_module_attr);
SAME_FUNCTION(lookupFunction, lookup_function);
SAME_FUNCTION(getFunction, get_function);
SAME_FUNCTION(getFunctionAttribute, get_function_attr);
SAME_FUNCTION(resolveSourceLocation, resolve_source_location);
SAME_FUNCTION(allocateState, alloc_state);
SAME_FUNCTION(freeState, free_state);
SAME_FUNCTION(forkState, fork_state);
SAME_FUNCTION(resolveImport, resolve_import);
SAME_FUNCTION(notify, notify);
SAME_FUNCTION(beginCall, begin_call);
SAME_FUNCTION(resumeCall, resume_call);
