//===- LocalSymbols.cpp - Hides the symbols of an object file -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LocalSymbols.h"
#include "llvm/ObjCopy/ConfigManager.h"
#include "llvm/ObjCopy/ObjCopy.h"
#include "llvm/Object/Binary.h"
#include "llvm/Support/FileSystem.h"

using namespace llvm;
using namespace hwlock;

static Error rewrite(const std::string &path, const std::string &temporary,
                     ArrayRef<std::string> kept) {
  objcopy::ConfigManager config;
  config.Common.InputFilename = path;
  config.Common.OutputFilename = temporary;
  for (const std::string &name : kept)
    if (Error error = config.Common.SymbolsToKeepGlobal.addMatcher(
            objcopy::NameOrPattern::create(name, objcopy::MatchStyle::Literal,
                                           [](Error error) { return error; })))
      return error;
  auto binary = object::createBinary(path);
  if (!binary)
    return binary.takeError();
  std::error_code failure;
  raw_fd_ostream stream(temporary, failure);
  if (failure)
    return errorCodeToError(failure);
  if (Error error =
          objcopy::executeObjcopyOnBinary(config, *binary->getBinary(), stream))
    return error;
  stream.close();
  failure = stream.error();
  stream.clear_error();
  return errorCodeToError(failure);
}

rt::Result<void> hwlock::makeLocalExcept(const std::string &path,
                                         ArrayRef<std::string> kept) {
  std::string temporary = path + ".local";
  Error error = rewrite(path, temporary, kept);
  if (!error)
    error = errorCodeToError(sys::fs::rename(temporary, path));
  if (!error)
    return {};
  sys::fs::remove(temporary);
  return rt::environmentError("cannot hide the symbols of '" + path +
                              "': " + toString(std::move(error)));
}
