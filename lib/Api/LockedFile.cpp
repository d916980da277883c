//===- LockedFile.cpp - A locked model that its owner changes -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/LockedFile.h"
#include "hwlock/Format/Sources.h"

using namespace hwlock;
using rt::Result;

Result<uint8_t> BindingRequest::sources() const {
  return rt::parseSources(fingerprint);
}

LockedFile::LockedFile(Observer &observer)
    : context(createContext()),
      diagnostics(std::make_unique<DiagnosticForwarder>(*context, observer)) {}

Result<LockedFile> LockedFile::read(const std::string &path,
                                    Observer &observer) {
  LockedFile file(observer);
  auto module = readModule(path, *file.context);
  if (!module)
    return module.error();
  file.module = std::move(*module);
  auto vault = findVault(*file.module);
  if (!vault)
    return vault.error();
  file.vaultOp = *vault;
  return file;
}

Result<LockedFile> LockedFile::open(const EditRequest &request,
                                    const std::vector<std::string> &others,
                                    Observer &observer) {
  std::vector<std::string> inputs = others;
  inputs.push_back(request.ownerKey);
  if (auto allowed = refuseOverwrite(request.output, inputs); !allowed)
    return allowed.error();
  auto owner =
      rt::readOwnerPrivateKey(request.ownerKey, request.passphraseFile);
  if (!owner)
    return owner.error();
  auto file = read(request.input, observer);
  if (!file)
    return file;
  file->ownerKey = std::move(*owner);
  auto output = OutputFile::create(request.output);
  if (!output)
    return output.error();
  file->output.emplace(std::move(*output));
  auto signature = OutputSignature::create(
      request.signing, request.passphraseFile, request.output);
  if (!signature)
    return signature.error();
  file->signature.emplace(std::move(*signature));
  return file;
}

Result<void> LockedFile::write(const EditRequest &request) {
  if (auto written = writeModule(*module, *output, request.bytecode); !written)
    return written;
  if (auto made = signature->sign(*output); !made)
    return made;
  return signature->commitWith([&] { return output->commit(); });
}
