//===- Library.cpp - The TPM software stack, loaded when it is needed -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Library.h"
#include <cstdlib>
#include <dlfcn.h>
#include <string>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

static Error notInstalled() {
  const char *reason = dlerror();
  return environmentError(
      std::string("cannot load the TPM software stack: ") +
          (reason ? reason : "unknown reason"),
      "install libtss2-esys and libtss2-tctildr, version 3 or later");
}

template <typename Function>
static bool find(void *library, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

static Result<Library> load() {
  // It would write its own messages between ours; who wants them sets this.
  setenv("TSS2_LOG", "all+none", /*overwrite=*/0);
  // Never closed: TCTIs leave threads and handlers of their own behind.
  void *esys = dlopen("libtss2-esys.so.0", RTLD_NOW | RTLD_LOCAL);
  void *loader = dlopen("libtss2-tctildr.so.0", RTLD_NOW | RTLD_LOCAL);
  void *codec = dlopen("libtss2-mu.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!esys || !loader || !codec)
    return notInstalled();
  Library library;
  bool complete =
#define HWLOCK_FIND(function) find(esys, "Esys_" #function, library.function) &&
      HWLOCK_ESYS_FUNCTIONS(HWLOCK_FIND)
#undef HWLOCK_FIND
          find(loader, "Tss2_TctiLdr_Initialize", library.connect) &&
      find(loader, "Tss2_TctiLdr_Finalize", library.disconnect) &&
      find(codec, "Tss2_MU_TPMT_PUBLIC_Unmarshal", library.readPublic);
  if (!complete)
    return notInstalled();
  return library;
}

Result<const Library *> tpm2::loadLibrary() {
  static const Result<Library> library = load();
  if (!library)
    return library.error();
  return &*library;
}
