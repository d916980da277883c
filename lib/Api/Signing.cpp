//===- Signing.cpp - Sign what is written, check what is read -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/Signing.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace hwlock;
using rt::Result;

static rt::Error needs(const std::string &option, const std::string &other) {
  return {Status::Usage, "option '" + option + "' needs '" + other + "'", ""};
}

Result<std::optional<rt::Trust>> TrustRequest::read() const {
  if (key.empty()) {
    if (!name.empty())
      return needs("--model-name", "--trust");
    if (minVersion)
      return needs("--min-version", "--trust");
    return std::optional<rt::Trust>();
  }
  auto trust = rt::readTrust(key);
  if (!trust)
    return trust.error();
  trust->minVersion = minVersion;
  if (!name.empty())
    trust->name = name;
  return std::optional(std::move(*trust));
}

Result<OutputSignature>
OutputSignature::create(const SigningRequest &options,
                        const std::string &passphraseFile,
                        const std::string &output) {
  OutputSignature signature;
  if (options.key.empty()) {
    if (!options.identity.name.empty())
      return needs("--model-name", "--sign");
    if (options.identity.version)
      return needs("--model-version", "--sign");
    return signature;
  }
  signature.identity = options.identity;
  if (signature.identity.name.empty())
    signature.identity.name = llvm::sys::path::stem(output).str();
  if (auto valid = rt::checkModelName(signature.identity.name); !valid)
    return valid.error();
  auto key = rt::readSigningKey(options.key, passphraseFile);
  if (!key)
    return key.error();
  signature.key = std::move(*key);
  auto file = OutputFile::create(rt::signaturePathOf(output));
  if (!file)
    return file.error();
  signature.file.emplace(std::move(*file));
  return signature;
}

Result<void> OutputSignature::sign(const OutputFile &output) {
  if (!file)
    return {};
  auto contents = output.contents();
  if (!contents)
    return contents.error();
  llvm::StringRef bytes = (*contents)->getBuffer();
  auto text = rt::signFile({bytes.bytes_begin(), bytes.size()}, identity, key);
  if (!text)
    return text.error();
  return file->write([&](llvm::raw_ostream &stream) { stream << *text; });
}

Result<void>
OutputSignature::commitWith(llvm::function_ref<Result<void>()> commitOutputs) {
  if (file)
    if (auto committed = file->commit(); !committed)
      return committed;
  auto committed = commitOutputs();
  if (!committed && file)
    llvm::sys::fs::remove(file->path());
  return committed;
}
