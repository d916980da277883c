//===- HwlockLibrary.h - libhwlock, loaded at run time --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libhwlock is built on LLVM 22 and IREE on a later one. Two LLVMs live in one
// process only while neither sees the symbols of the other, which linking would
// not guarantee: so the library is loaded with its symbols kept local, and text
// is exchanged through its interface in C.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_PLUGIN_HWLOCKLIBRARY_H
#define HWLOCK_LIB_IREE_PLUGIN_HWLOCKLIBRARY_H

#include "hwlock-c/Hwlock.h"
#include <string>

namespace hwlock::plugin {

class HwlockLibrary {
public:
  /// Loads `path`. If that fails, `failure` says why and what to do.
  bool load(const std::string &path, std::string &failure);

  /// hwlock_lock_for_iree; `locked` is the text that it gives. Otherwise the
  /// first line of `failure` is the message, the others are hints and notes.
  bool lock(const hwlock_iree_options &options, std::string &locked,
            std::string &failure) const;

private:
  // Never closed: LLVM registers destructors with the process.
  void *handle = nullptr;
  decltype(&hwlock_lock_for_iree) lockForIree = nullptr;
  decltype(&hwlock_text_get) textGet = nullptr;
  decltype(&hwlock_text_free) textFree = nullptr;
};

} // namespace hwlock::plugin

#endif // HWLOCK_LIB_IREE_PLUGIN_HWLOCKLIBRARY_H
