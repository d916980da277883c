//===- HostAnswers.h - Ask the host for the secrets of a slot -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CORE_HOSTANSWERS_H
#define HWLOCK_LIB_CORE_HOSTANSWERS_H

#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Support/Status.h"

namespace hwlock::core {

/// Asks for the secret of each source of `slot` that the host answers for. Not
/// Ok: the first reason why not, with `secrets` as far as they came. A source
/// that gives no usable secret counts as 32 zero bytes, which garbage uses.
Status askHost(const HwlockHost *host, const SlotView &slot,
               HostSecrets &secrets);

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_HOSTANSWERS_H
