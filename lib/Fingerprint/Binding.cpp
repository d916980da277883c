//===- Binding.cpp - Bind a slot to what a profile says of a machine ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Binding.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/MachineId.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"

using namespace hwlock;
using namespace hwlock::rt;

Result<BoundItem> rt::bindItem(const ProfileItem &item,
                               const BindOptions &options, KeyProvider &keys) {
  switch (item.source) {
  case layout::sourceMachineId:
    return bindMachineId(item);
  case layout::sourceTpm2:
    return bindTpm2(item, options.tpmRoots, keys);
  case layout::sourcePlugin:
    return bindPlugin(item);
  default:
    return badInput("cannot bind to the source '" + sourceNames(item.source) +
                    "'");
  }
}
