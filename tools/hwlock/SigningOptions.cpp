//===- SigningOptions.cpp - --sign and --trust on the command line --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SigningOptions.h"

using namespace hwlock;
using namespace hwlock::tool;

void tool::addPassphraseOption(ArgumentParser &parser, std::string &file) {
  parser.text("passphrase-file", 0, "FILE", file,
              "its first line opens a private key that is encrypted (default: "
              "ask on the terminal)");
}

void tool::addSigningOptions(ArgumentParser &parser, SigningRequest &request) {
  parser.text("sign", 0, "KEY.pem", request.key,
              "private Ed25519 key; writes a signature to OUT.sig");
  parser.text("model-name", 0, "TEXT", request.identity.name,
              "name to sign (default: OUT without folder and ending)");
  parser.number("model-version", 0, request.identity.version,
                "version to sign; a reader can refuse older ones");
}

void tool::addTrustOptions(ArgumentParser &parser, TrustRequest &request) {
  parser.text("trust", 0, "KEY.pub", request.key,
              "run only what the owner of this Ed25519 key signed");
  parser.text("model-name", 0, "TEXT", request.name,
              "with --trust: the name that must be signed (default: any)");
  parser.number("min-version", 0, request.minVersion,
                "with --trust: the least version that must be signed");
}
