//===- SigningOptions.h - --sign and --trust on the command line ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all commands that write or run models have in common.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H
#define HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H

#include "ArgumentParser.h"
#include "hwlock/Api/Signing.h"

namespace hwlock::tool {

/// --passphrase-file of all keys of a command.
void addPassphraseOption(ArgumentParser &parser, std::string &file);

void addSigningOptions(ArgumentParser &parser, SigningRequest &request);

void addTrustOptions(ArgumentParser &parser, TrustRequest &request);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_SIGNINGOPTIONS_H
