//===- EditOptions.cpp - Changes of a locked model on the command line ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "EditOptions.h"
#include "SigningOptions.h"

using namespace hwlock;
using namespace hwlock::tool;

void tool::addEditOptions(ArgumentParser &parser, EditRequest &request) {
  parser.positional("LOCKED", request.input,
                    "a locked model, .mlir or .mlirbc");
  parser.text("output", 'o', "OUT", request.output,
              "the changed model, may be LOCKED; bytecode if it ends in "
              ".mlirbc");
  parser.required();
  parser.text("owner-key", 0, "OWNER.pem", request.ownerKey,
              "private key of the owner that the model was locked for");
  parser.required();
  addPassphraseOption(parser, request.passphraseFile);
  addSigningOptions(parser, request.signing);
  parser.flag("emit-bytecode", 0, request.bytecode, "write bytecode");
}

void tool::addBindingOptions(ArgumentParser &parser, BindingRequest &request) {
  parser.text("fingerprint", 0, "SOURCES", request.fingerprint,
              "what to bind to, as for 'hwlock lock' (default "
              "clock,precision)");
  parser.text("tpm-roots", 0, "DIR", request.bind.tpmRoots,
              "PEM certificates of manufacturers: each TPM must be one of "
              "theirs (default: profiles are believed)");
}
