//===- IreeCompiler.cpp - The installed iree-compile ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "IreeCompiler.h"
#include "MemoryFile.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/Signals.h"
#include <atomic>
#include <csignal>
#include <cstdlib>

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

static constexpr char expectedVersion[] = "3.13";
static constexpr char installHint[] =
    "pip install iree-base-compiler==3.13.0, or name another one with "
    "--iree-compile or HWLOCK_IREE_COMPILE";

/// The child to end when this process is asked to.
static std::atomic<pid_t> child = 0;
static std::atomic<bool> interrupted = false;

static void endChild() {
  interrupted = true;
  if (pid_t pid = child)
    ::kill(pid, SIGTERM);
}

/// Exit code of `program`, or a negative number and a message.
static int execute(llvm::StringRef program,
                   llvm::ArrayRef<std::string> arguments,
                   llvm::ArrayRef<std::optional<llvm::StringRef>> redirects,
                   std::string &message) {
  std::vector<llvm::StringRef> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  bool failed = false;
  llvm::sys::SetInterruptFunction(endChild);
  auto process = llvm::sys::ExecuteNoWait(program, words, std::nullopt,
                                          redirects, 0, &message, &failed);
  if (failed)
    return -1;
  child = process.Pid;
  int code = llvm::sys::Wait(process, std::nullopt, &message).ReturnCode;
  child = 0;
  llvm::sys::SetInterruptFunction(nullptr);
  return code;
}

static Result<std::string> search(llvm::StringRef chosen) {
  const char *variable = std::getenv("HWLOCK_IREE_COMPILE");
  if (chosen.empty())
    chosen = variable && *variable ? variable : "iree-compile";
  auto path = llvm::sys::findProgramByName(chosen);
  if (!path)
    return rt::environmentError("cannot find '" + chosen.str() +
                                    "': " + path.getError().message(),
                                installHint);
  return *path;
}

Result<IreeCompiler> IreeCompiler::find(llvm::StringRef chosen) {
  auto program = search(chosen);
  if (!program)
    return program.error();
  auto said = MemoryFile::create();
  if (!said)
    return said.error();
  std::string path = said->path(), message;
  int code =
      execute(*program, {"--version"},
              {std::nullopt, llvm::StringRef(path), std::nullopt}, message);
  if (code != 0)
    return rt::environmentError(
        "'" + *program + " --version' failed: " +
            (code < 0 ? message : "exit code " + std::to_string(code)),
        installHint);
  auto text = said->contents();
  if (!text)
    return text.error();
  llvm::SmallVector<llvm::StringRef, 3> groups;
  llvm::Regex pattern("IREE compiler version (([0-9]+\\.[0-9]+)[^ \n]*)");
  bool matches = pattern.match((*text)->getBuffer(), &groups);
  if (!matches || groups[2] != expectedVersion)
    return rt::environmentError(
        "'" + *program + "' is " +
            (matches ? "of version " + groups[1].str() : "no iree-compile") +
            ", expected " + expectedVersion,
        installHint);
  return IreeCompiler(std::move(*program), groups[1].str());
}

/// What the end of the program `name` means.
static Result<void> outcome(const std::string &name, int code,
                            const std::string &message) {
  if (interrupted)
    return rt::environmentError("interrupted");
  if (code < 0)
    return rt::environmentError("'" + name + "' failed: " + message);
  if (code > 0)
    return rt::badInput("'" + name + "' failed with exit code " +
                        std::to_string(code));
  return {};
}

Result<void> IreeCompiler::run(std::vector<std::string> arguments,
                               std::optional<std::string> input) const {
  std::vector<std::optional<llvm::StringRef>> redirects;
  if (input)
    redirects = {llvm::StringRef(*input), std::nullopt, std::nullopt};
  std::string message;
  int code = execute(program, arguments, redirects, message);
  return outcome(program, code, message);
}

Result<std::unique_ptr<llvm::MemoryBuffer>>
IreeCompiler::printGeneric(const std::string &input) const {
  llvm::SmallString<128> beside(llvm::sys::path::parent_path(program));
  llvm::sys::path::append(beside, "iree-opt");
  std::string printer = beside.str().str();
  if (!llvm::sys::fs::can_execute(printer))
    return rt::environmentError("cannot find '" + printer + "'", installHint);
  auto printed = MemoryFile::create();
  if (!printed)
    return printed.error();
  std::string message;
  int code = execute(printer,
                     {"--mlir-print-op-generic", input, "-o", printed->path()},
                     {}, message);
  if (auto done = outcome(printer, code, message); !done)
    return done.error();
  return printed->contents();
}
