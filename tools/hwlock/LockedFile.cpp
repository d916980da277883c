//===- LockedFile.cpp - A locked model that its owner changes -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LockedFile.h"
#include "hwlock/Format/Sources.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

void EditOptions::addTo(ArgumentParser &parser) {
  parser.positional("LOCKED", input, "a locked model, .mlir or .mlirbc");
  parser.text("output", 'o', "OUT", output,
              "the changed model, may be LOCKED; bytecode if it ends in "
              ".mlirbc");
  parser.required();
  parser.text("owner-key", 0, "OWNER.pem", ownerKey,
              "private key of the owner that the model was locked for");
  parser.required();
  addPassphraseOption(parser, passphraseFile);
  signing.addTo(parser);
  parser.flag("emit-bytecode", 0, bytecode, "write bytecode");
}

void BindingOptions::addTo(ArgumentParser &parser) {
  parser.text("fingerprint", 0, "SOURCES", fingerprint,
              "what to bind to, as for 'hwlock lock' (default "
              "clock,precision)");
  parser.text("tpm-roots", 0, "DIR", bind.tpmRoots,
              "PEM certificates of manufacturers: each TPM must be one of "
              "theirs (default: profiles are believed)");
}

Result<uint8_t> BindingOptions::sources() const {
  return rt::parseSources(fingerprint);
}

LockedFile::LockedFile()
    : context(createContext()),
      printer(std::make_unique<DiagnosticPrinter>(*context)) {}

Result<LockedFile> LockedFile::read(const std::string &path) {
  LockedFile file;
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

Result<LockedFile> LockedFile::open(const EditOptions &options,
                                    const std::vector<std::string> &others) {
  std::vector<std::string> inputs = others;
  inputs.push_back(options.ownerKey);
  if (auto allowed = refuseOverwrite(options.output, inputs); !allowed)
    return allowed.error();
  auto owner =
      rt::readOwnerPrivateKey(options.ownerKey, options.passphraseFile);
  if (!owner)
    return owner.error();
  auto file = read(options.input);
  if (!file)
    return file;
  file->ownerKey = std::move(*owner);
  auto output = OutputFile::create(options.output);
  if (!output)
    return output.error();
  file->output.emplace(std::move(*output));
  auto signature = OutputSignature::create(
      options.signing, options.passphraseFile, options.output);
  if (!signature)
    return signature.error();
  file->signature.emplace(std::move(*signature));
  return file;
}

Result<void> LockedFile::write(const EditOptions &options) {
  if (auto written = writeModule(*module, *output, options.bytecode); !written)
    return written;
  if (auto made = signature->sign(*output); !made)
    return made;
  return signature->commitWith([&] { return output->commit(); });
}
