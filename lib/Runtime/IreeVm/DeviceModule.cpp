//===- DeviceModule.cpp - Devices for models that run under IREE ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DeviceModule.h"
#include "hwlock/Support/Secret.h"
#include <cstdio>
#include <cstring>
#include <string_view>

using namespace hwlock;
using namespace hwlock::vm;

void vm::complain(const rt::Error &error) {
  std::fprintf(stderr, "hwlock: error: %s\n", error.message.c_str());
  if (!error.hint.empty())
    std::fprintf(stderr, "hwlock: hint: %s\n", error.hint.c_str());
}

/// What `ref` holds, if it is a buffer.
static const Buffer *bufferOf(const Ref &ref) {
  auto *type = reinterpret_cast<const RefType *>(ref.type & ~uintptr_t(7));
  if (!ref.object || !type ||
      std::string_view(type->name.data, type->name.size) != "vm.buffer")
    return nullptr;
  return static_cast<const Buffer *>(ref.object);
}

VmStatus DeviceModule::answer(const FunctionCall &call) {
  if (call.arguments.size < answerArguments ||
      call.results.size < answerResults)
    return VmStatus::InvalidArgument;
  Ref ref;
  int32_t source;
  std::memcpy(&ref, call.arguments.data, sizeof ref);
  std::memcpy(&source, call.arguments.data + sizeof ref, sizeof source);
  const Buffer *item = bufferOf(ref);
  if (!item || item->bytes.size > UINT32_MAX || source < 0 ||
      source > UINT8_MAX)
    return VmStatus::InvalidArgument;
  rt::SecretBytes<HWLOCK_MAX_SECRET_BYTES> secret;
  uint32_t size = 0;
  std::lock_guard lock(mutex);
  const HwlockHost *host = sources.host();
  auto status =
      uint32_t(host->secret(host->context, uint8_t(source), item->bytes.data,
                            uint32_t(item->bytes.size), secret.data(), &size));
  if (status == uint32_t(Status::Environment))
    explain();
  std::memcpy(call.results.data, &status, sizeof status);
  std::memcpy(call.results.data + 4, &size, sizeof size);
  std::memcpy(call.results.data + 8, secret.data(), secret.size());
  return VmStatus::Ok;
}

void DeviceModule::explain() {
  const auto &failure = sources.failure();
  if (!failure || failure->message == explained)
    return;
  explained = failure->message;
  complain(*failure);
}
