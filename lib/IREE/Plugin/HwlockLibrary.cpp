//===- HwlockLibrary.cpp - libhwlock, loaded at run time ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "HwlockLibrary.h"
#include <dlfcn.h>

using namespace hwlock::plugin;

template <typename Function>
static bool find(void *handle, const char *name, Function &function) {
  function = reinterpret_cast<Function>(::dlsym(handle, name));
  return function != nullptr;
}

bool HwlockLibrary::load(const std::string &path, std::string &failure) {
  // Its own symbols go before those of the process.
  handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  if (!handle) {
    const char *reason = ::dlerror();
    failure = std::string("cannot load libhwlock: ") +
              (reason ? reason : "no reason given") +
              "\nname libhwlock.so of a build or an installed wheel of hwlock "
              "with --iree-hwlock-library";
    return false;
  }
  decltype(&hwlock_abi_version) version = nullptr;
  if (find(handle, "hwlock_abi_version", version) &&
      version() == HWLOCK_ABI_VERSION &&
      find(handle, "hwlock_lock_for_iree", lockForIree) &&
      find(handle, "hwlock_text_get", textGet) &&
      find(handle, "hwlock_text_free", textFree))
    return true;
  failure = "'" + path +
            "' has another interface than this plug-in was "
            "built for\nbuild both from the same sources of hwlock";
  return false;
}

bool HwlockLibrary::lock(const hwlock_iree_options &options,
                         std::string &locked, std::string &failure) const {
  hwlock_text *text = nullptr, *reason = nullptr;
  bool done = lockForIree(&options, &text, &reason) == HWLOCK_OK;
  (done ? locked : failure) = textGet(done ? text : reason);
  textFree(text);
  textFree(reason);
  return done;
}
