//===- EditOptions.h - Changes of a locked model on the command line ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_EDITOPTIONS_H
#define HWLOCK_TOOLS_HWLOCK_EDITOPTIONS_H

#include "ArgumentParser.h"
#include "hwlock/Api/LockedFile.h"

namespace hwlock::tool {

/// LOCKED and the options of 'hwlock slot' and 'hwlock relock'.
void addEditOptions(ArgumentParser &parser, EditRequest &request);

void addBindingOptions(ArgumentParser &parser, BindingRequest &request);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_EDITOPTIONS_H
