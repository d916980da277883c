//===- OpenSslOwned.h - Owners of OpenSSL's objects -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SUPPORT_OPENSSLOWNED_H
#define HWLOCK_SUPPORT_OPENSSLOWNED_H

#include <memory>

namespace hwlock::rt {

template <auto free> struct FreeWith {
  template <typename T> void operator()(T *value) const { free(value); }
};

/// Null, or an object that `free` gives back.
template <typename T, auto free>
using OpenSslOwned = std::unique_ptr<T, FreeWith<free>>;

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_OPENSSLOWNED_H
