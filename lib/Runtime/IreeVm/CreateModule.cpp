//===- CreateModule.cpp - Entry point of libhwlock_vm ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CreateModule.h"
#include "DeviceModule.h"
#include <new>

using namespace hwlock;
using namespace hwlock::vm;

static VmStatus refuse(VmStatus status, const rt::Error &error) {
  complain(error);
  return status;
}

static rt::Result<rt::HostOptions>
readParameters(std::span<const StringPair> parameters) {
  rt::HostOptions options;
  std::vector<std::string> paths;
  for (const StringPair &parameter : parameters) {
    std::string key(parameter.key.data, parameter.key.size);
    std::string value(parameter.value.data, parameter.value.size);
    if (key == "tcti")
      options.tcti = std::move(value);
    else if (key == "plugin")
      paths.push_back(std::move(value));
    else
      return rt::Error{Status::Usage,
                       "unknown parameter '" + key + "' of the module 'hwlock'",
                       "there are 'tcti' and 'plugin'"};
  }
  auto plugins = rt::loadPlugins(paths);
  if (!plugins)
    return plugins.error();
  options.plugins = std::move(*plugins);
  return options;
}

VmStatus hwlock_vm_create(uint32_t version, void *, size_t parameterCount,
                          const StringPair *parameters, Allocator,
                          VmModule **module) {
  *module = nullptr;
  if (version != dynamicModuleVersion)
    return refuse(VmStatus::Incompatible,
                  {Status::Environment,
                   "expected version " + std::to_string(dynamicModuleVersion) +
                       " of dynamic modules, found " + std::to_string(version),
                   "this library is made for IREE 3.13.0"});
  auto options = readParameters({parameters, parameterCount});
  if (!options)
    return refuse(options.error().status == Status::Environment
                      ? VmStatus::Unavailable
                      : VmStatus::InvalidArgument,
                  options.error());
  auto *created = new (std::nothrow) DeviceModule(std::move(*options));
  if (!created)
    return VmStatus::Unavailable;
  *module = created->interface();
  return VmStatus::Ok;
}
