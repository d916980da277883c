//===- SigningOptions.cpp - --sign and --trust on the command line --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SigningOptions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

void tool::addPassphraseOption(ArgumentParser &parser, std::string &file) {
  parser.text("passphrase-file", 0, "FILE", file,
              "its first line opens a private key that is encrypted (default: "
              "ask on the terminal)");
}

void SigningOptions::addTo(ArgumentParser &parser) {
  parser.text("sign", 0, "KEY.pem", key,
              "private Ed25519 key; writes a signature to OUT.sig");
  parser.text("model-name", 0, "TEXT", identity.name,
              "name to sign (default: OUT without folder and ending)");
  parser.number("model-version", 0, identity.version,
                "version to sign; a reader can refuse older ones");
}

void TrustOptions::addTo(ArgumentParser &parser) {
  parser.text("trust", 0, "KEY.pub", key,
              "run only what the owner of this Ed25519 key signed");
  parser.text("model-name", 0, "TEXT", name,
              "with --trust: the name that must be signed (default: any)");
  parser.number("min-version", 0, minVersion,
                "with --trust: the least version that must be signed");
}

static rt::Error needs(const std::string &option, const std::string &other) {
  return {Status::Usage, "option '" + option + "' needs '" + other + "'", ""};
}

Result<std::optional<rt::Trust>> TrustOptions::read() const {
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
OutputSignature::create(const SigningOptions &options,
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
