//===- Version.h - Version of hwlock --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SUPPORT_VERSION_H
#define HWLOCK_SUPPORT_VERSION_H

namespace hwlock {

/// Of the program. File formats have versions of their own.
inline constexpr char versionString[] = "0.1.0";

} // namespace hwlock

#endif // HWLOCK_SUPPORT_VERSION_H
