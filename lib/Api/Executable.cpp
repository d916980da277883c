//===- Executable.cpp - A model that can be called ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Executables.h"
#include "hwlock/Api/SharedObject.h"

using namespace hwlock;
using rt::Result;

Result<void> hwlock::checkSignature(ModelFile &file,
                                    const TrustRequest &request) {
  auto trust = request.read();
  if (!trust)
    return trust.error();
  if (!*trust)
    return {};
  auto copy = ImmutableFile::read(file.path);
  if (!copy)
    return copy.error();
  llvm::StringRef bytes = copy->bytes();
  auto identity = rt::verifyNamedFile({bytes.bytes_begin(), bytes.size()},
                                      file.path, **trust);
  if (!identity)
    return identity.error();
  file.checked.emplace(std::move(*copy));
  return {};
}

std::unique_ptr<Executable> hwlock::makeExecutable(const ModelFile &file,
                                                   Observer &observer) {
  return isElfFile(file) ? makeSharedExecutable(file)
                         : makeJitExecutable(file, observer);
}
