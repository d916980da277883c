//===- ChannelStreams.h - Channels that layers share ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_CHANNELSTREAMS_H
#define HWLOCK_LIB_API_CHANNELSTREAMS_H

#include "hwlock/Api/ModuleLayers.h"

namespace hwlock {

/// Also sets the biases of `layers`.
std::vector<ChannelStream> findStreams(const ModuleConstants &constants,
                                       std::vector<ModuleLayer> &layers);

} // namespace hwlock

#endif // HWLOCK_LIB_API_CHANNELSTREAMS_H
