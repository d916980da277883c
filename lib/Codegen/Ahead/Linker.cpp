//===- Linker.cpp - Links objects with ld.lld -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/Linker.h"
#include "LocalSymbols.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <dlfcn.h>

using namespace hwlock;
using rt::Result;

static constexpr char installHint[] =
    "install lld-22, or name a linker with --linker or HWLOCK_LLD";

Result<std::string> hwlock::findLinker(llvm::StringRef chosen) {
  const char *variable = std::getenv("HWLOCK_LLD");
  if (chosen.empty() && variable)
    chosen = variable;
  if (!chosen.empty()) {
    // A name with a slash is not searched for, and so not checked.
    auto path = llvm::sys::findProgramByName(chosen);
    if (path && llvm::sys::fs::can_execute(*path))
      return *path;
    return rt::environmentError("cannot find the linker '" + chosen.str() + "'",
                                installHint);
  }
  if (auto path = llvm::sys::findProgramByName("ld.lld", {HWLOCK_LLVM_TOOLS}))
    return *path;
  for (const char *name : {"ld.lld-22", "ld.lld"})
    if (auto path = llvm::sys::findProgramByName(name))
      return *path;
  return rt::environmentError("cannot find the linker ld.lld-22", installHint);
}

/// The shared library that gives this process `symbol`.
static Result<std::string> libraryOf(const char *symbol) {
  Dl_info info = {};
  void *address = ::dlsym(RTLD_DEFAULT, symbol);
  if (address && ::dladdr(address, &info) && info.dli_fname)
    return std::string(info.dli_fname);
  return rt::environmentError(std::string("cannot find the C library with '") +
                              symbol + "'");
}

static Result<void> writeText(const std::string &path, llvm::StringRef text) {
  std::error_code failure;
  llvm::raw_fd_ostream stream(path, failure);
  if (!failure) {
    stream << text;
    stream.close();
    failure = stream.error();
    stream.clear_error();
  }
  if (failure)
    return rt::environmentError("cannot write '" + path +
                                "': " + failure.message());
  return {};
}

/// Everything but `exports` becomes local.
static std::string versionScript(const LinkJob &job) {
  std::string text = "{ global:";
  for (const std::string &symbol : job.exports)
    text += " " + symbol + ";";
  return text + " local: *; };\n";
}

static Result<std::vector<std::string>> sharedArguments(const LinkJob &job,
                                                        std::string script) {
  if (auto written = writeText(script, versionScript(job)); !written)
    return written.error();
  std::vector<std::string> arguments = {
      "-shared", "--version-script=" + script, "-soname=" + job.soname,
      // Missing symbols are found here and not on the customer's machine.
      "-z", "defs", "-z", "noexecstack", "-z", "relro", "-z", "now",
      "--strip-all", "--hash-style=gnu", "--build-id=sha1", "--as-needed"};
  // Functions that no sanitizer replaces by one of its own.
  for (const char *symbol : {"cbrt", "gnu_get_libc_version"}) {
    auto library = libraryOf(symbol);
    if (!library)
      return library.error();
    arguments.push_back(*library);
  }
  return arguments;
}

static Result<void> execute(const std::string &linker,
                            std::vector<std::string> arguments,
                            const std::string &log) {
  arguments.insert(arguments.begin(), "ld.lld");
  std::vector<llvm::StringRef> words(arguments.begin(), arguments.end());
  std::string message;
  int code = llvm::sys::ExecuteAndWait(linker, words, std::nullopt,
                                       {"", log, log}, 0, 0, &message);
  if (code == 0)
    return {};
  if (auto said = llvm::MemoryBuffer::getFile(log))
    message += (*said)->getBuffer().rtrim();
  return rt::environmentError("the linker '" + linker + "' failed: " + message);
}

Result<void> hwlock::link(const std::string &linker, const LinkJob &job,
                          const std::string &folder) {
  std::vector<std::string> arguments = {"-r"};
  if (job.kind == LinkKind::SharedObject) {
    auto shared = sharedArguments(job, folder + "/exports");
    if (!shared)
      return shared.error();
    arguments = std::move(*shared);
  }
  arguments.insert(arguments.end(), job.objects.begin(), job.objects.end());
  arguments.insert(arguments.end(), {"-o", job.output});
  if (auto linked = execute(linker, arguments, folder + "/log"); !linked)
    return linked;
  // A version script does nothing for a relocatable object.
  return job.kind == LinkKind::Relocatable
             ? makeLocalExcept(job.output, job.exports)
             : Result<void>();
}
